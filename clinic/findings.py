"""The values that pass between the rooms: what was found in a message, and what follows. Without behaviour."""

from dataclasses import dataclass
from enum import Enum


class Status(str, Enum):
    """What a statement says about a factor (`eligibility rules`, section 2)."""

    PRESENT = "present"
    ABSENT = "absent"
    PAST = "past"
    OTHER_PERSON = "other_person"
    HYPOTHETICAL = "hypothetical"


class Outcome(str, Enum):
    """What follows, worst first; the order of the members is the order of severity."""

    EMERGENCY = "emergency"
    CONTACT_TODAY = "contact_clinic_today"
    NOT_NOW = "not_now"
    CLINICIAN_REVIEW = "clinician_review"
    INFO = "info"
    SELF_CARE = "self_care"
    NO_FLAG = "no_flag"
    NONE = "none"


SEVERITY = {outcome: rank for rank, outcome in enumerate(reversed(Outcome))}


class TimeKind(str, Enum):
    """Where a time lies: now, so many days ago, in so many days, not stated, or without meaning (`none`)."""

    NOW = "now"
    AGO = "ago"
    IN = "in"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True)
class Time:
    """A point in time, in whole days from today; `vague` when the words allow other days near it."""

    kind: TimeKind
    days: int = 0
    vague: bool = False


NOW = Time(TimeKind.NOW)
UNKNOWN = Time(TimeKind.UNKNOWN)
NO_TIME = Time(TimeKind.NONE)


@dataclass(frozen=True)
class Finding:
    """One thing that was said about one factor; `span` is its place in the text (characters), `open` asks back."""

    factor: str
    qualifier: str
    status: Status
    time: Time
    span: tuple[int, int]
    open: bool = False


class AnswerKind(str, Enum):
    """What a short answer says; in the order in which one wins over another in the same answer."""

    STOP = "stop"
    BACK = "back"
    EXPLAIN = "explain"
    WHETHER = "whether"
    DECLINED = "declined"
    UNSURE = "unsure"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"
    SOME = "some"
    NONE = "none"


CHOSEN = {
    AnswerKind.FIRST: 0,
    AnswerKind.SECOND: 1,
    AnswerKind.THIRD: 2,
    AnswerKind.FOURTH: 3,
    AnswerKind.LAST: -1,
}


@dataclass(frozen=True)
class Alarm:
    """An emergency phrase was said: `rule_id` names the rule, `kind` the answer (emergency, self_harm, poisoning,
    violence or anaesthetic)."""

    rule_id: str
    kind: str


@dataclass(frozen=True)
class Signs:
    """What a message says of symptoms after a treatment.

    `treated`: that one was done; `alarm` the rule of an emergency; `found` the rules whose signs are told; `said` the
    kinds of words about them (worse, same_day, beyond, swelling); `days` since the treatment; `groups` signs that are
    an emergency only together; `later` what few words mean once a treatment was told of: `later` a sign or worry,
    `again` the same question; `language` the one other than English in which it is told ("es"); `words` how many.
    """

    treated: bool = False
    alarm: str | None = None
    found: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    days: int | None = None
    groups: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    language: str | None = None
    words: int = 0
