"""What was disclosed counts wherever it was said: judge it, say it kindly, remember it as rule ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.flows import BOOKING
from actions.speech import Situation, Speech, left_to_answer, speech_for
from actions.talk import Talk, recall, today
from actions.verdicts import parts_of, say, say_problem
from clinic.consult import (
    HEALING,
    HINT,
    NOTHING_TOLD,
    PROBLEM,
    Clauses,
    Told,
    asked_about,
    heard_between,
    is_guess,
    only_asks,
    only_in_passing,
    plainly_told,
    symptoms_of,
    tells_problem,
    told,
)
from clinic.findings import AnswerKind, Finding, Outcome, Status
from clinic.reading import CATCH_ALL
from clinic.screening import Verdict, assess, outweighs, triage
from clinic.wiring import guided_check, rules, vocabulary

CHECK = "eligibility_check"
PEOPLE = frozenset({"human_handoff", "clinic_contact", "clinic_hours", "clinic_location"})
# What more about a sign is taken for, where a triage was said just before.
TOLD_ON = frozenset({CHECK, "faq/pain", "faq/conditions_treated", "faq/body_areas"})
STATED = HEALING | BOOKING  # what "had my treatment yesterday" alone is taken for


@dataclass(frozen=True)
class Screened:
    """What screening made of a message.

    `topics` are left to be answered, `verdict` is the one that was said, `told` is what the message added, `known` all
    that holds now, `asks` tells that a question was put, `other` that somebody else than the visitor is to be treated;
    `events` remember it.
    """

    topics: tuple[str, ...]
    verdict: Verdict | None = None
    told: Told = NOTHING_TOLD
    known: tuple[Finding, ...] = ()
    asks: bool = False
    other: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)


def screen(dispatcher: CollectingDispatcher, tracker: Tracker, topics: Sequence[str]) -> Screened:
    """Judge the message and say what follows from it."""
    talk, clauses = recall(tracker), tracker.latest_message.get("clauses") or ()
    if talk.text.startswith("/"):
        return _pressed(dispatcher, talk, tuple(topics))
    heard = told(talk.text, talk.before, talk.today, vocabulary(), guided_check())
    arranges = not talk.alone or BOOKING & set(topics) - {"book_consultation"}  # with words of its own
    own = plainly_told(clauses, vocabulary().telling) if arranges else clauses
    heard = replace(heard, new=_new(talk.text, heard, own, topics))
    if not (talk.judged or talk.checking):
        heard = replace(heard, new=_questions_aside(talk, heard, clauses, topics))
    fresh = assess(heard.new, talk.today, rules())
    unkind = bool(heard.tones & {"violence", "low"})  # is no sign of healing
    if talk.course.just and set(topics) <= TOLD_ON and not (heard.reply.asks or heard.new):
        topics = (PROBLEM,)  # "its just my cheeks, doesnt hurt or anything" asks nothing of its own
    symptoms = None if unkind else symptoms_of(talk.signs, frozenset(topics), heard.tones, rules(), talk.course, fresh)
    said = not unkind and talk.signs.treated
    treated = said or talk.kept.treated
    # "half my bowel is gone" is no problem after a treatment
    if symptoms and heard.new and not treated and is_guess(symptoms, fresh, clauses, vocabulary().telling):
        topics = tuple(topic for topic in topics if topic != PROBLEM)
        also = () if symptoms.outcome is Outcome.SELF_CARE else ("utter_if_treated",)
        return _judged(dispatcher, talk, heard, fresh, topics, also)
    if symptoms and not outweighs(fresh, symptoms, rules()):  # "sunburnt, my session is on Wednesday" is no self-care
        return _treated(dispatcher, talk, symptoms, topics, heard)
    if said:
        talk = replace(talk, kept=replace(talk.kept, treated=True))
        told_only = set(topics) <= STATED and not heard.reply.asks and "pressing" not in heard.tones
        if PROBLEM in topics and told_only and not talk.checking and not fresh.outcome:
            dispatcher.utter_message(response="utter_triage_ask")
            return Screened((), known=talk.known, told=heard, asks=True, events=talk.events(talk.known, talk.kept))
        # "had it done yesterday, my face feels odd, can i wash it"
        if PROBLEM in topics and not fresh.outcome and tells_problem(clauses, vocabulary()):
            return _treated(dispatcher, talk, triage(talk.signs, rules()), topics, heard)
        topics = tuple(topic for topic in topics if topic != PROBLEM) or tuple(topics)  # no sign was told: a question
    return _judged(dispatcher, talk, heard, fresh, topics)


def _judged(
    dispatcher: CollectingDispatcher,
    talk: Talk,
    heard: Told,
    fresh: Verdict,
    topics: Sequence[str],
    also: Sequence[str] = (),
) -> Screened:
    """Say what follows from what was disclosed, with the sentences `also`, and ask what is missing."""
    known = heard.whole(talk.known)
    at = Situation(talk, heard, fresh, assess(known, talk.today, rules()), tuple(topics))
    speech = speech_for(at)
    left = left_to_answer(at, speech)
    ask = None if speech is Speech.CARE else _question(at, known, left)
    if _is_too_early(at, ask):
        at = replace(at, whole=replace(at.whole, outcome=None))
        speech = Speech.NOTHING if speech in (Speech.NO_FLAG, Speech.VERDICT) else speech
    said = parts_of(at, speech)
    parts = [*said, *(also if said else ()), *_asked(at, ask)]
    if parts:
        say(dispatcher, at, parts, brief=bool(left), asks=bool(ask))
    asked = ask if talk.alone else None  # the next message answers the booking
    events = talk.events(known, replace(talk.kept, asked=asked))
    return Screened(left, at.whole if parts else None, heard, known, bool(ask), talk.kept.other, events)


def _new(text: str, heard: Told, clauses: Clauses, topics: Sequence[str]) -> tuple[Finding, ...]:
    """What the message told, with a hint where no phrase has read it; a request that is not ours tells nothing."""
    if set(topics) == {"out_of_scope"} and heard.reply.asks:  # "injections in my knee, do you do that"
        firm = tuple(one for one in heard.new if one.qualifier != HINT)
        mild = assess(firm, today(), rules()).outcome is not Outcome.NOT_NOW
        return () if mild and only_asks(clauses, vocabulary().telling) else firm
    more = heard.reply.kind is AnswerKind.NONE and not heard.reply.whole  # "no, just the jab on mondays"
    answers = (heard.reply.kind and not more) or heard.answers or heard.replaces
    return heard.new if answers else heard_between(text, clauses, heard.new, vocabulary(), rules(), today())


def _questions_aside(
    talk: Talk, heard: Told, clauses: Sequence[dict[str, Any]], topics: Sequence[str]
) -> tuple[Finding, ...]:
    """What was told, without what a question among questions only names: "and shaving", "how long till im healed"."""
    new = asked_about(talk.text, heard.new, rules(), talk.today) if talk.turns else heard.new
    asks = bool(clauses) and all(one.get("asks") for one in clauses) and set(topics) - {CHECK, PROBLEM}
    return () if asks and only_in_passing(talk.text, new, rules(), talk.today) else new


def _pressed(dispatcher: CollectingDispatcher, talk: Talk, topics: tuple[str, ...]) -> Screened:
    """A button tells nothing new; the check is not begun where treatment has to wait anyway."""
    at = Situation(talk, NOTHING_TOLD, assess((), talk.today, rules()), talk.verdict, topics)
    if CHECK in topics and at.whole.outcome is Outcome.NOT_NOW:
        say(dispatcher, at, parts_of(at, Speech.HOLD))
        return Screened((), at.whole, known=talk.known, other=talk.kept.other)
    events = talk.events(talk.known, replace(talk.kept, asked=None))
    return Screened(topics, known=talk.known, other=talk.kept.other, events=events)


def _treated(
    dispatcher: CollectingDispatcher, talk: Talk, symptoms: Verdict, topics: Sequence[str], heard: Told
) -> Screened:
    """Say what symptoms after a treatment call for; what is wished besides is still served.

    What was disclosed beside them is kept for what comes: a pregnancy, not a rash that is itself the symptom.
    """
    say_problem(dispatcher, symptoms, talk)
    own = tuple(one for one in heard.new if one.qualifier != HINT and not rules().factors[one.factor].symptom)
    known = replace(heard, new=own).whole(talk.known)
    signs, groups = symptoms.factors, tuple(sorted({*talk.kept.groups, *talk.signs.groups}))
    kept = replace(
        talk.kept,
        treated=True,
        asked=None,
        signs=tuple({**dict.fromkeys(talk.kept.signs), **dict.fromkeys(signs)}),
        groups=groups,
    )
    left = tuple(topic for topic in topics if topic not in HEALING)
    if talk.kept.treated and len(left) == 1:  # few words about a sign are easily taken for something else
        left = tuple(topic for topic in left if topic in PEOPLE)
    return Screened(left, symptoms, known=known, other=kept.other, events=talk.events(known, kept))


def _question(at: Situation, known: Sequence[Finding], left: Sequence[str]) -> str | None:
    """The factor of which something is asked: what is disputed, what decides, what a past fact brings up, or again."""
    booking = not at.talk.alone or any(topic in BOOKING for topic in at.topics)
    if "under_18" in at.whole.factors:
        return None
    if booking:  # one question at a time; the clinician asks about the rest
        return CATCH_ALL if _is_hint(at.heard.new) and not _is_hint(at.talk.known) else None
    named = {finding.factor for finding in known}
    past = [finding.factor for finding in at.heard.new if finding.status is Status.PAST]
    also = [guided_check().asks_also.get(factor) for factor in past]
    again = at.talk.kept.asked if at.talk.checking and not at.heard.answers and left else None
    once = [factor for factor in at.fresh.ask if factor != at.talk.kept.asked]
    wanted = [at.heard.disputed, *once, *(factor for factor in also if factor not in named), again]
    return next((factor for factor in wanted if factor), None)


def _asked(at: Situation, ask: str | None) -> list[str]:
    if not ask:
        return []
    if ask == CATCH_ALL and _is_hint(at.heard.new):
        return ["utter_ask_hint"]
    return ["utter_ask_contradiction" if ask == at.heard.disputed else f"utter_ask_{ask}"]


def _is_too_early(at: Situation, ask: str | None) -> bool:
    """Return whether nothing speaks against a consultation so far, and not all is known."""
    if at.whole.outcome is Outcome.INFO:  # the pill is no matter, and what was said beside it may be
        return _is_hint(at.heard.new)
    return at.whole.outcome is Outcome.NO_FLAG and bool(ask or at.talk.checking)


def _is_hint(findings: Sequence[Finding]) -> bool:
    return any(one.qualifier == HINT for one in findings)
