"""What there is to say about a message: nothing, a verdict, staying with one; and what is left to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from actions.flows import BOOKING
from actions.outcomes import verdicts
from actions.talk import Talk
from clinic.consult import HINT, Told
from clinic.findings import Outcome, Status, TimeKind
from clinic.screening import Judged, Verdict
from clinic.wiring import guided_check, rules

MOST_REASONS = 2  # more reasons at once are not read; all of them are in `factors`
FLAGGED = (Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW)
CHECKS = frozenset({"eligibility_check", "post_treatment_problem"})
SMALL_TALK = frozenset({"affirm", "deny", "out_of_scope", "eligibility_check"})
# Served although the message only presses for a yes, or answers a question.
BUSINESS = frozenset(
    {
        *("book_consultation", "reschedule_booking", "cancel_booking", "check_booking", "human_handoff"),
        *("privacy_question", "delete_my_data", "thanks", "goodbye", "clinic_hours", "clinic_contact"),
        *("clinic_location", "faq/cost", "faq/payment"),
    }
)
AFTERWARDS = frozenset({"faq/aftercare", "faq/downtime"})  # "how long before i can go to the gym" waits for no yes


class Speech(Enum):
    """What there is to say about a message."""

    NOTHING = "nothing"
    UNSURE = "unsure"  # the question stays open: the careful view holds
    CARE = "care"  # violence at home, or dislike of oneself: kindness before anything else
    MEDICINE = "medicine"  # no medicine is stopped or changed on our account
    DISPUTED = "disputed"  # the opposite was said before
    CHANGED = "changed"  # an answer or a correction: the verdict anew
    HOLD = "hold"  # nothing new: stay with what was said, in other words
    VERDICT = "verdict"
    NO_FLAG = "no_flag"


ANSWERED = (Speech.CHANGED, Speech.UNSURE, Speech.DISPUTED)


@dataclass(frozen=True)
class Situation:
    """A message in its talk: what it told, what follows from that alone (`fresh`) and from everything (`whole`)."""

    talk: Talk
    heard: Told
    fresh: Verdict
    whole: Verdict
    topics: tuple[str, ...]


def speech_for(at: Situation) -> Speech:
    """Return what there is to say: what the first of these finds, in this order."""
    finders = (_violence, _answer, _fresh, _care, _pressed, _only_denied)
    found = (finder(at) for finder in finders)
    return next((speech for speech in found if speech), Speech.NOTHING)


def _violence(at: Situation) -> Speech | None:
    return Speech.CARE if "violence" in at.heard.tones else None


def _answer(at: Situation) -> Speech | None:
    """What an answer to a question, or a correction, calls for."""
    if at.heard.disputed:
        return Speech.DISPUTED
    if at.heard.replaces:
        return Speech.CHANGED
    return Speech.UNSURE if at.heard.answers and at.fresh.outcome is None else None


def _fresh(at: Situation) -> Speech | None:
    """What is newly disclosed calls for."""
    if at.fresh.outcome in (None, Outcome.NO_FLAG):
        return None
    new = reasons(at) or at.whole.outcome not in FLAGGED
    unnamed = all(finding.factor == guided_check().catch_all for finding in at.heard.new)  # "my tablets"
    if (not new or unnamed) and (care := _care(at)):
        return care
    return Speech.VERDICT if new else Speech.NOTHING if at.talk.checking else Speech.HOLD


def _pressed(at: Situation) -> Speech | None:
    """Who asks for a yes, or whether they can have it, after a verdict that is none."""
    asks_check = "eligibility_check" in at.topics and (at.talk.alone or at.heard.reply.asks)  # a name is easily read so
    pressed = (at.talk.judged and _presses(at)) or asks_check
    return Speech.HOLD if pressed and at.whole.outcome in FLAGGED and not at.talk.checking else None


def _only_denied(at: Situation) -> Speech | None:
    only_denied = at.fresh.outcome is Outcome.NO_FLAG and set(at.topics) <= SMALL_TALK
    nothing_known = at.whole.outcome is Outcome.NO_FLAG and not at.talk.checking
    return Speech.NO_FLAG if only_denied and nothing_known else None


def _presses(at: Situation) -> bool:
    """Tell whether a message presses for a yes, or asks when there could be one."""
    waits = "waiting" in at.heard.tones and AFTERWARDS.isdisjoint(at.topics)
    return waits or "pressing" in at.heard.tones


def _care(at: Situation) -> Speech | None:
    """What is said whatever was asked: kindness, or that no medicine is stopped."""
    if "low" in at.heard.tones:
        return Speech.CARE
    return Speech.MEDICINE if stops_medicine(at) else None


def stops_medicine(at: Situation) -> bool:
    """Tell whether the message speaks of stopping a medicine: one that it names, or one that was named before."""
    if "stopping" not in at.heard.tones or at.heard.reply.kind:
        return False
    known = {one.factor for one in (*at.heard.new, *at.talk.known) if one.status is not Status.OTHER_PERSON}
    return "medicine" in at.heard.tones or bool(guided_check().medicines & known)


def left_to_answer(at: Situation, speech: Speech) -> tuple[str, ...]:
    """Return the topics that are still to be answered beside what is said: what only sounds like one is not."""
    left = _left(at, speech, frozenset(at.topics))
    return tuple(topic for topic in at.topics if topic in left)


def _left(at: Situation, speech: Speech, topics: frozenset[str]) -> frozenset[str]:
    if at.talk.checking and at.heard.reply.whole:
        return _person(at)
    if speech is Speech.CARE:
        return BUSINESS - {"thanks", "goodbye"}
    if speech is Speech.MEDICINE:
        return topics - SMALL_TALK - CHECKS - BOOKING
    if _asks_of_a_hint(at):  # one question at a time
        return topics - SMALL_TALK - CHECKS
    if speech is Speech.NOTHING and not _tells_on(at):
        return topics - _named_beside_another(at)
    if _settled(at, speech):
        return _business(at, speech)
    listed = {"faq/contraindications"} if "eligibility_check" in topics else set()
    return topics - SMALL_TALK - CHECKS - listed


def _tells_on(at: Situation) -> bool:
    """Tell whether a message only tells more: its own words for what applies, or a fact in the check."""
    own_words = at.talk.which and not at.heard.reply.asks
    return own_words or bool(at.talk.checking and at.heard.new)


def _asks_of_a_hint(at: Situation) -> bool:
    """Tell whether a question is put about a statement that no phrase has read."""
    return not at.talk.checking and any(one.qualifier == HINT for one in at.heard.new)


def _named_beside_another(at: Situation) -> frozenset[str]:
    """Return the topics that somebody else's condition beside a question only sounds like."""
    context = at.heard.new and all(one.status is Status.OTHER_PERSON for one in at.heard.new)
    return CHECKS if context and len(at.topics) > 1 else frozenset()


def _settled(at: Situation, speech: Speech) -> bool:
    """Tell whether a message presses for a yes or answers a question, and asks nothing else."""
    answers = at.talk.checking or speech in ANSWERED
    return (speech is Speech.HOLD and _presses(at)) or (answers and not at.heard.reply.asks)


def _business(at: Situation, speech: Speech) -> frozenset[str]:
    """Return what is served although the message only presses for a yes, or answers a question."""
    reply = at.heard.reply
    none = "waiting" in at.heard.tones or reply.time or reply.whole  # "when could I have it" books nothing
    business = frozenset({"book_consultation"}) if speech in ANSWERED else BUSINESS
    return _person(at) | (frozenset() if none else business)


def _person(at: Situation) -> frozenset[str]:
    """Return the wish for a person, which is heard beside an answer too; "hm well" is none."""
    wished = not at.heard.reply.kind and at.talk.reading.wants_person
    return frozenset({"human_handoff"}) if wished else frozenset()


def reasons(at: Situation) -> list[str]:
    """Return the sentences about what is new, worst first, without those that were said before."""
    mild = (Outcome.NONE, Outcome.NO_FLAG)
    named = [one for one in at.fresh.judged if one.finding.factor in at.whole.factors and one.outcome not in mild]
    keys = dict.fromkeys(map(_reason, named))
    if "foreign" in at.heard.tones and (
        plain := [verdicts().foreign[key] for key in keys if key in verdicts().foreign]
    ):
        keys = dict.fromkeys(plain)
    return [key for key in keys if key not in at.talk.said][:MOST_REASONS]


def _reason(judged: Judged) -> str:
    factor, qualifier = judged.finding.factor, judged.finding.qualifier
    if (own := f"utter_factor_{factor}_{qualifier}") in verdicts().own_sentences:
        return own
    if judged.outcome is Outcome.INFO and qualifier.startswith("elsewhere"):
        return "utter_factor_elsewhere"
    waited = judged.finding.status is Status.PAST and judged.finding.time.kind is TimeKind.AGO
    if judged.outcome is Outcome.INFO and waited and len(rules().factors[factor].past) > 1:
        return verdicts().waited_own.get(factor, verdicts().waited)
    return f"utter_factor_{factor}"
