"""Short answers: "nope none", "not sure", "the second one", "3 months ago"; what a message says beside its facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from clinic.findings import TimeKind
from clinic.language.words import Word, bag, split
from clinic.reading.numeric_times import Mention
from clinic.reading.times import find_times
from clinic.screening.check import Check
from clinic.screening.rules import Rules

_STOPS = frozenset(",.!?;:\n-–—")
_QUESTION_WORDS = bag(
    "what whats how hows when where which who whos why can could do does did is are am will would should"
)


class Kind(str, Enum):
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


ABOUT_THE_CHECK = frozenset({Kind.STOP, Kind.BACK, Kind.EXPLAIN, Kind.WHETHER})  # no answer to its question
CHOSEN = {Kind.FIRST: 0, Kind.SECOND: 1, Kind.THIRD: 2, Kind.FOURTH: 3, Kind.LAST: -1}


@dataclass(frozen=True)
class Reply:
    """A message as an answer: its kind where it is a short one or begins with one, `whole` when it says nothing else;
    a bare time; and whether it asks something itself."""

    kind: Kind | None = None
    whole: bool = False
    time: Mention | None = None
    asks: bool = False
    about: frozenset[str] = frozenset()
    """The questions that a "no" names; empty where it fits any."""

    def fits(self, question: str | None) -> bool:
        """True when the answer may be one to `question`."""
        return not self.about or question in self.about


NO_REPLY = Reply()


def reply_to(text: str, today: date, check: Check, rules: Rules) -> Reply:
    """Return what `text` says as an answer; a question after the answer ("no. does it hurt?") is noted in `asks`."""
    words = split(text[:4000], rules.reading.abbreviations)
    first = next((place for place, word in enumerate(words) if word.norm in _STOPS), len(words))
    whole = _kind(words, check)
    return Reply(
        whole or _kind(words[:first], check),
        whole is not None,
        _bare_time(words, today, check),
        _asks(words),
        _about(words, check),
    )


def tones(text: str, check: Check, rules: Rules) -> frozenset[str]:
    """Return how `text` is meant: the names of check.yml's tones, such as pressing."""
    words = _spoken(split(text[:4000], rules.reading.abbreviations))
    return frozenset(match.target.kind for match in check.tones.find(words))


def _spoken(words: Sequence[Word]) -> list[Word]:
    """The words without marks: "sorry, I" is said like "sorry i"."""
    return [word for word in words if word.norm[0].isalnum()]


def _kind(words: Sequence[Word], check: Check) -> Kind | None:
    """The kind of an answer that says nothing else; None when a word is left over."""
    words = _spoken(words)
    matches = check.replies.find(words)
    said = {place for match in matches for place in range(match.start, match.end)}
    if len(said) < len(words):
        return None
    kinds = {match.target.kind for match in matches} - {"filler"}
    return next((kind for kind in Kind if kind.value in kinds), None)


def _about(words: Sequence[Word], check: Check) -> frozenset[str]:
    matches = check.replies.find(_spoken(words))
    return frozenset(match.target.name for match in matches if match.target.name)


def _bare_time(words: Sequence[Word], today: date, check: Check) -> Mention | None:
    """A past time that is all that is said, "about half a year"; of "2 months not 2 years" the first."""
    words = _spoken(words)
    words = words[: next((place for place, word in enumerate(words) if word.norm == "not"), len(words))]
    times = find_times(words, today)
    matches = [match for match in check.replies.find(words) if match.target.kind != "some"] + check.tones.find(words)
    spans = [(part.start, part.end) for part in matches] + [(time.start, time.end) for time in times]
    passed = {place for start, end in spans for place in range(start, end)}
    bare = times and len(passed) == len(words) and times[0].time.kind is TimeKind.AGO
    return times[0] if bare else None


def _asks(words: Sequence[Word]) -> bool:
    """True when the message asks something: a question mark, or a part that begins like a question."""
    if any(word.norm == "?" for word in words):
        return True
    starts = [0] + [place + 1 for place, word in enumerate(words) if word.norm in _STOPS | {"and", "but", "so", "also"}]
    return any(place < len(words) and words[place].norm in _QUESTION_WORDS for place in starts)
