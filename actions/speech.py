"""What there is to say about a message: nothing, a verdict, staying with one; and what is left to be answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from actions.flows import BOOKING
from actions.talk import Talk
from clinic.consult import HINT, Told
from clinic.findings import Outcome, Status, TimeKind
from clinic.screening import Judged, Verdict
from clinic.wiring import guided_check, rules

MOST_REASONS = 2  # more reasons at once are not read; all of them are in `factors`
FLAGGED = (Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW)
CHECKS = frozenset({"eligibility_check", "post_treatment_problem"})
PERSON = re.compile(r"\b(?:human|person|people|some(?:one|body)|staff|team|speak|talk)\b", re.I)
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
OWN_SENTENCE = frozenset(  # findings with a qualifier that changes what is said
    {
        "botox_recent_planned",
        "filler_recent_planned",
        "peel_recent_planned",
        "oral_steroids_joint",
        "other_health_fact_common",
        "hypersensitive_skin_sensitive_only",
    }
)


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
    """Return what there is to say."""
    asks_check = "eligibility_check" in at.topics and (at.talk.alone or at.heard.reply.asks)  # a name is easily read so
    if "violence" in at.heard.tones:
        return Speech.CARE
    if at.heard.disputed:
        return Speech.DISPUTED
    if at.heard.replaces:
        return Speech.CHANGED
    if at.heard.answers and at.fresh.outcome is None:
        return Speech.UNSURE
    if at.fresh.outcome not in (None, Outcome.NO_FLAG):
        new = reasons(at) or at.whole.outcome not in FLAGGED
        unnamed = all(finding.factor == "other_health_fact" for finding in at.heard.new)  # "my tablets"
        if (not new or unnamed) and (care := _care(at)):
            return care
        return Speech.VERDICT if new else Speech.NOTHING if at.talk.checking else Speech.HOLD
    if care := _care(at):
        return care
    pressed = at.talk.judged and _presses(at)
    if at.whole.outcome in FLAGGED and (pressed or asks_check) and not at.talk.checking:
        return Speech.HOLD
    only_denied = at.fresh.outcome is Outcome.NO_FLAG and set(at.topics) <= SMALL_TALK
    if only_denied and not at.talk.checking and at.whole.outcome is Outcome.NO_FLAG:
        return Speech.NO_FLAG
    return Speech.NOTHING


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
    medicines = guided_check().questions["medicines"].covers
    known = {one.factor for one in (*at.heard.new, *at.talk.known) if one.status is not Status.OTHER_PERSON}
    return "medicine" in at.heard.tones or bool(medicines & known)


def left_to_answer(at: Situation, speech: Speech) -> tuple[str, ...]:
    """Return the topics that are still to be answered beside what is said: what only sounds like one is not."""
    reply, told = at.heard.reply, at.heard
    if at.talk.checking and reply.whole:
        return _person(at)
    if speech is Speech.CARE:
        return tuple(topic for topic in at.topics if topic in BUSINESS - {"thanks", "goodbye"})
    if speech is Speech.MEDICINE:
        return tuple(topic for topic in at.topics if topic not in SMALL_TALK | CHECKS | BOOKING)
    own_words = at.talk.which and not reply.asks
    if not at.talk.checking and any(one.qualifier == HINT for one in told.new):  # one question at a time
        return tuple(topic for topic in at.topics if topic not in SMALL_TALK | CHECKS)
    if speech is Speech.NOTHING and not (own_words or (at.talk.checking and told.new)):
        context = told.new and all(one.status is Status.OTHER_PERSON for one in told.new)
        beside = context and len(at.topics) > 1  # somebody else's condition beside a question
        return tuple(topic for topic in at.topics if not (beside and topic in CHECKS))
    presses = speech is Speech.HOLD and _presses(at)
    answers = at.talk.checking or speech in ANSWERED
    if presses or (answers and not reply.asks):
        business = {"book_consultation"} if speech in ANSWERED else BUSINESS
        business = set() if "waiting" in told.tones else business  # "when could I have it" books nothing
        business = set() if reply.time or reply.whole else business
        return tuple(topic for topic in at.topics if topic in {*business, *_person(at)})
    listed = {"faq/contraindications"} if "eligibility_check" in at.topics else set()
    return tuple(topic for topic in at.topics if topic not in SMALL_TALK | CHECKS | listed)


def _person(at: Situation) -> tuple[str, ...]:
    """Return the wish for a person, which is heard beside an answer too; "hm well" is none."""
    wished = not at.heard.reply.kind and PERSON.search(at.talk.text)
    return tuple(topic for topic in at.topics if topic == "human_handoff" and wished)


def reasons(at: Situation) -> list[str]:
    """Return the sentences about what is new, worst first, without those that were said before."""
    named = [judged for judged in at.fresh.judged if judged.finding.factor in at.whole.factors]
    named = [judged for judged in named if judged.outcome not in (Outcome.NONE, Outcome.NO_FLAG)]
    keys = dict.fromkeys(map(_reason, named))
    if "foreign" in at.heard.tones and "utter_factor_pregnancy" in keys:  # with the phone number, in plain words
        keys = {"utter_factor_foreign_pregnancy": None}
    return [key for key in keys if key not in at.talk.said][:MOST_REASONS]


def _reason(judged: Judged) -> str:
    factor, qualifier = judged.finding.factor, judged.finding.qualifier
    if f"{factor}_{qualifier}" in OWN_SENTENCE:
        return f"utter_factor_{factor}_{qualifier}"
    if judged.outcome is Outcome.INFO and qualifier.startswith("elsewhere"):
        return "utter_factor_elsewhere"
    waited = judged.finding.status is Status.PAST and judged.finding.time.kind is TimeKind.AGO
    if judged.outcome is Outcome.INFO and waited and len(rules().factors[factor].past) > 1:
        return "utter_factor_isotretinoin_info" if factor == "isotretinoin" else "utter_factor_info_waited"
    return f"utter_factor_{factor}"
