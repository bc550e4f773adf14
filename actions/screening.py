"""What was disclosed counts wherever it was said: judge it, say it kindly, remember it as rule ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.case import CHECK, Case, case_of
from actions.flows import BOOKING
from actions.left import left_to_answer
from actions.reply_kind import ReplyKind, Situation, reply_kind
from actions.talk import Talk, recall
from actions.verdicts import parts_of, say, say_problem
from clinic.consult import (
    HINT,
    NOTHING_DISCLOSED,
    PROBLEM,
    TRIAGE_TOPICS,
    Disclosure,
    is_guess,
    tells_problem,
)
from clinic.findings import Finding, Outcome, Status
from clinic.screening import Verdict, assess, outweighs, triage
from clinic.wiring import guided_check, rules, vocabulary

PEOPLE = frozenset({"human_handoff", "clinic_contact", "clinic_hours", "clinic_location"})
STATED = TRIAGE_TOPICS | BOOKING  # what "had my treatment yesterday" alone is taken for


@dataclass(frozen=True)
class Screened:
    """What screening made of a message.

    `topics` are left to be answered, `verdict` is the one that was said, `told` is what the message added, `known` all
    that holds now, `asks` tells that a question was put, `other` that somebody else than the visitor is to be treated;
    `events` remember it.
    """

    topics: tuple[str, ...]
    verdict: Verdict | None = None
    told: Disclosure = NOTHING_DISCLOSED
    known: tuple[Finding, ...] = ()
    asks: bool = False
    other: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)


def screen(dispatcher: CollectingDispatcher, tracker: Tracker, topics: Sequence[str]) -> Screened:
    """Judge the message and say what follows from it."""
    talk = recall(tracker)
    if (tracker.latest_message.get("text") or "").startswith("/"):
        return _pressed(dispatcher, talk, tuple(topics))
    case = case_of(talk, tuple(topics))
    found = _guessed(dispatcher, case) or _signs(dispatcher, case) or _after_treatment(dispatcher, case)
    return found or _judged(dispatcher, case)


def _guessed(dispatcher: CollectingDispatcher, case: Case) -> Screened | None:
    """What only sounds like a symptom where nobody was treated: "half my bowel is gone"."""
    treated = case.treated or case.talk.kept.treated
    if case.symptoms is None or treated or not case.heard.new:
        return None
    if not is_guess(case.symptoms, case.fresh, case.talk.reading.parts, vocabulary().telling):
        return None
    also = () if case.symptoms.outcome is Outcome.SELF_CARE else ("utter_if_treated",)
    return _judged(dispatcher, replace(case, topics=_without_problem(case.topics)), also)


def _signs(dispatcher: CollectingDispatcher, case: Case) -> Screened | None:
    """Symptoms after a treatment, unless more follows from the rest: "sunburnt, my session is on Wednesday"."""
    if case.symptoms is None or outweighs(case.fresh, case.symptoms, rules()):
        return None
    return _treated(dispatcher, case, case.symptoms)


def _after_treatment(dispatcher: CollectingDispatcher, case: Case) -> Screened | None:
    """A treatment that was told of without a sign that is known."""
    if not case.treated:
        return None
    talk = replace(case.talk, kept=replace(case.talk.kept, treated=True))
    case = replace(case, talk=talk)
    problem = PROBLEM in case.topics and not case.fresh.outcome
    if problem and _told_only(case):
        dispatcher.utter_message(response="utter_triage_ask")
        return Screened((), known=talk.known, told=case.heard, asks=True, events=talk.events(talk.known, talk.kept))
    if problem and tells_problem(talk.reading.parts):  # "had it done yesterday, my face feels odd"
        return _treated(dispatcher, case, triage(talk.reading.signs, rules()))
    return _judged(dispatcher, replace(case, topics=_without_problem(case.topics) or case.topics))  # a question


def _told_only(case: Case) -> bool:
    """Tell whether nothing is asked beside, and no question of the check is open."""
    quiet = not case.heard.reply.asks and "pressing" not in case.heard.tones
    return set(case.topics) <= STATED and quiet and not case.talk.checking


def _without_problem(topics: Sequence[str]) -> tuple[str, ...]:
    return tuple(topic for topic in topics if topic != PROBLEM)


def _judged(dispatcher: CollectingDispatcher, case: Case, also: Sequence[str] = ()) -> Screened:
    """Say what follows from what was disclosed, with the sentences `also`, and ask what is missing."""
    talk, known = case.talk, case.heard.whole(case.talk.known)
    at = Situation(talk, case.heard, case.fresh, assess(known, talk.today, rules()), case.topics)
    speech = reply_kind(at)
    left = left_to_answer(at, speech)
    ask = None if speech is ReplyKind.CARE else _question(at, known, left)
    if _is_too_early(at, ask):
        at = replace(at, whole=replace(at.whole, outcome=None))
        speech = ReplyKind.NOTHING if speech in (ReplyKind.NO_FLAG, ReplyKind.VERDICT) else speech
    said = parts_of(at, speech)
    parts = [*said, *(also if said else ()), *_asked(at, ask)]
    if parts:
        say(dispatcher, at, parts, brief=bool(left), asks=bool(ask))
    asked = ask if talk.alone else None  # the next message answers the booking
    events = talk.events(known, replace(talk.kept, asked=asked))
    return Screened(left, at.whole if parts else None, case.heard, known, bool(ask), talk.kept.other, events)


def _pressed(dispatcher: CollectingDispatcher, talk: Talk, topics: tuple[str, ...]) -> Screened:
    """A button tells nothing new; the check is not begun where treatment has to wait anyway."""
    at = Situation(talk, NOTHING_DISCLOSED, assess((), talk.today, rules()), talk.verdict, topics)
    if CHECK in topics and at.whole.outcome is Outcome.NOT_NOW:
        say(dispatcher, at, parts_of(at, ReplyKind.HOLD))
        return Screened((), at.whole, known=talk.known, other=talk.kept.other)
    events = talk.events(talk.known, replace(talk.kept, asked=None))
    return Screened(topics, known=talk.known, other=talk.kept.other, events=events)


def _treated(dispatcher: CollectingDispatcher, case: Case, symptoms: Verdict) -> Screened:
    """Say what symptoms after a treatment call for; what is wished besides is still served.

    What was disclosed beside them is kept for what comes: a pregnancy, not a rash that is itself the symptom.
    """
    talk, heard = case.talk, case.heard
    say_problem(dispatcher, symptoms, talk)
    own = tuple(one for one in heard.new if one.qualifier != HINT and not rules().factors[one.factor].symptom)
    known = replace(heard, new=own).whole(talk.known)
    signs, groups = symptoms.factors, tuple(sorted({*talk.kept.groups, *talk.reading.signs.groups}))
    kept = replace(
        talk.kept,
        treated=True,
        asked=None,
        signs=tuple({**dict.fromkeys(talk.kept.signs), **dict.fromkeys(signs)}),
        groups=groups,
    )
    left = tuple(topic for topic in case.topics if topic not in TRIAGE_TOPICS)
    if talk.kept.treated and len(left) == 1:  # few words about a sign are easily taken for something else
        left = tuple(topic for topic in left if topic in PEOPLE)
    return Screened(left, symptoms, known=known, other=kept.other, events=talk.events(known, kept))


def _question(at: Situation, known: Sequence[Finding], left: Sequence[str]) -> str | None:
    """The factor of which something is asked: what is disputed, what decides, what a past fact brings up, or again."""
    if rules().minors & set(at.whole.factors):
        return None
    if not at.talk.alone or BOOKING & set(at.topics):  # one question at a time; the clinician asks about the rest
        return guided_check().catch_all if _is_hint(at.heard.new) and not _is_hint(at.talk.known) else None
    once = [factor for factor in at.fresh.ask if factor != at.talk.kept.asked]
    wanted = (at.heard.disputed, *once, *_brought_up(at.heard.new, known), _open_still(at, left))
    return next(filter(None, wanted), None)


def _brought_up(new: Sequence[Finding], known: Sequence[Finding]) -> list[str]:
    """The factors that a past fact brings up as well, unless they were told."""
    named = {finding.factor for finding in known}
    also = [guided_check().asks_also.get(finding.factor) for finding in new if finding.status is Status.PAST]
    return [factor for factor in also if factor and factor not in named]


def _open_still(at: Situation, left: Sequence[str]) -> str | None:
    """The question that was put in the check, where something else was asked instead of an answer."""
    return at.talk.kept.asked if at.talk.checking and not at.heard.answers and left else None


def _asked(at: Situation, ask: str | None) -> list[str]:
    if not ask:
        return []
    if ask == guided_check().catch_all and _is_hint(at.heard.new):
        return ["utter_ask_hint"]
    return ["utter_ask_contradiction" if ask == at.heard.disputed else f"utter_ask_{ask}"]


def _is_too_early(at: Situation, ask: str | None) -> bool:
    """Return whether nothing speaks against a consultation so far, and not all is known."""
    if at.whole.outcome is Outcome.INFO:  # the pill is no matter, and what was said beside it may be
        return _is_hint(at.heard.new)
    return at.whole.outcome is Outcome.NO_FLAG and bool(ask or at.talk.checking)


def _is_hint(findings: Sequence[Finding]) -> bool:
    return any(one.qualifier == HINT for one in findings)
