"""A message in its talk as screening sees it: what it tells, and what follows from that alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.flows import BOOKING
from actions.talk import Talk, today
from clinic.consult import (
    HINT,
    PROBLEM,
    Disclosure,
    asked_about,
    heard_between,
    only_asks,
    only_in_passing,
    plainly_told,
    symptoms_of,
    told,
)
from clinic.findings import AnswerKind, Finding, Outcome
from clinic.reading import Part
from clinic.screening import Verdict, assess
from clinic.wiring import guided_check, rules, vocabulary

CHECK = "eligibility_check"
# What more about a sign is taken for, where a triage was said just before.
TOLD_ON = frozenset({CHECK, "faq/pain", "faq/conditions_treated", "faq/body_areas"})


@dataclass(frozen=True)
class Case:
    """A message in its talk: what it told, what follows from that alone, what it says of symptoms after a treatment,
    and whether it tells of a treatment (`treated`)."""

    talk: Talk
    topics: tuple[str, ...]
    heard: Disclosure
    fresh: Verdict
    symptoms: Verdict | None
    treated: bool


def case_of(talk: Talk, topics: tuple[str, ...]) -> Case:
    """Return the case of a message with these topics."""
    heard, signs = _heard(talk, topics), talk.reading.signs
    fresh = assess(heard.new, talk.today, rules())
    if talk.course.just and set(topics) <= TOLD_ON and not (heard.reply.asks or heard.new):
        topics = (PROBLEM,)  # "its just my cheeks, doesnt hurt or anything" asks nothing of its own
    if heard.tones & {"violence", "low"}:  # is no sign of healing
        return Case(talk, topics, heard, fresh, None, False)
    symptoms = symptoms_of(signs, frozenset(topics), heard.tones, rules(), talk.course, fresh)
    return Case(talk, topics, heard, fresh, symptoms, signs.treated)


def _heard(talk: Talk, topics: Sequence[str]) -> Disclosure:
    """Return what the message told in its talk."""
    heard = told(talk.reading, talk.before, rules(), guided_check())
    arranges = not talk.alone or BOOKING & set(topics) - {"book_consultation"}  # with words of its own
    parts = talk.reading.parts
    own = plainly_told(parts, vocabulary().telling) if arranges else parts
    heard = replace(heard, new=_new(heard, own, topics))
    if talk.judged or talk.checking:
        return heard
    return replace(heard, new=_questions_aside(talk, heard, topics))


def _new(heard: Disclosure, parts: Sequence[Part], topics: Sequence[str]) -> tuple[Finding, ...]:
    """What the message told, with a hint where no phrase has read it; a request that is not ours tells nothing."""
    if set(topics) == {"out_of_scope"} and heard.reply.asks:  # "injections in my knee, do you do that"
        firm = tuple(one for one in heard.new if one.qualifier != HINT)
        mild = assess(firm, today(), rules()).outcome is not Outcome.NOT_NOW
        return () if mild and only_asks(parts, vocabulary().telling) else firm
    if _answers(heard):
        return heard.new
    return heard_between(parts, heard.new, vocabulary(), rules(), today())


def _answers(heard: Disclosure) -> bool:
    """Tell whether a message answers or corrects; "no, just the jab on mondays" tells more."""
    more = heard.reply.kind is AnswerKind.NONE and not heard.reply.whole
    return bool((heard.reply.kind and not more) or heard.answers or heard.replaces)


def _questions_aside(talk: Talk, heard: Disclosure, topics: Sequence[str]) -> tuple[Finding, ...]:
    """What was told, without what a question among questions only names: "and shaving", "how long till im healed"."""
    parts = talk.reading.parts
    new = asked_about(talk.reading, heard.new, rules(), talk.today) if talk.turns else heard.new
    asks = bool(parts) and all(one.asks for one in parts) and set(topics) - {CHECK, PROBLEM}
    return () if asks and only_in_passing(talk.reading, new, rules(), talk.today) else new
