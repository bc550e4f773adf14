"""Which approved sentences say a verdict: the reason, what follows, what can be done; none twice where one will do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Talk
from clinic.screening import Judged, Outcome, Status, TimeKind, Verdict
from clinic.screening.context import Told
from clinic.wiring import rules

MOST_REASONS = 2  # more reasons at once are not read; all of them are in `factors`
HOLDS = 3  # ways to stay with what was said
FLAGGED = (Outcome.NOT_NOW, Outcome.CLINICIAN_REVIEW)
CHECKS = frozenset({"eligibility_check", "post_treatment_problem"})
SMALL_TALK = frozenset({"affirm", "deny", "eligibility_check"})
# Served although the message only presses for a yes, or answers a question.
BUSINESS = frozenset(
    {
        *("book_consultation", "reschedule_booking", "cancel_booking", "check_booking", "human_handoff"),
        *("privacy_question", "delete_my_data", "thanks", "goodbye", "clinic_hours", "clinic_contact"),
        *("clinic_location", "faq/cost", "faq/payment"),
    }
)
OWN_SENTENCE = frozenset(  # findings with a qualifier that changes what is said
    {
        "botox_recent_planned",
        "filler_recent_planned",
        "peel_recent_planned",
        "oral_steroids_joint",
        "other_health_fact_common",
    }
)


class Speech(Enum):
    """What there is to say about a message."""

    NOTHING = "nothing"
    UNSURE = "unsure"  # the question stays open: the careful view holds
    DISPUTED = "disputed"  # the opposite was said before
    CHANGED = "changed"  # an answer or a correction: the verdict anew
    HOLD = "hold"  # nothing new: stay with what was said, in other words
    VERDICT = "verdict"
    NO_FLAG = "no_flag"


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
    asks_check = "eligibility_check" in at.topics
    if at.heard.disputed:
        return Speech.DISPUTED
    if at.heard.replaces:
        return Speech.CHANGED
    if at.heard.answers:
        return Speech.UNSURE
    if at.fresh.outcome not in (None, Outcome.NO_FLAG):
        new = reasons(at) or at.whole.outcome not in FLAGGED
        return Speech.VERDICT if new else Speech.NOTHING if at.talk.checking else Speech.HOLD
    pressed = at.talk.judged and at.heard.tones & {"pressing", "waiting"}
    if at.whole.outcome in FLAGGED and (pressed or asks_check) and not at.talk.checking:
        return Speech.HOLD
    only_denied = at.fresh.outcome is Outcome.NO_FLAG and set(at.topics) <= SMALL_TALK
    if only_denied and not at.talk.checking and at.whole.outcome is Outcome.NO_FLAG:
        return Speech.NO_FLAG
    return Speech.NOTHING


def left_to_answer(at: Situation, speech: Speech) -> tuple[str, ...]:
    """Return the topics that are still to be answered beside what is said."""
    if at.talk.checking and at.heard.reply.whole:
        return ()
    others = [finding.status is Status.OTHER_PERSON for finding in at.heard.new]
    if speech is Speech.NOTHING:
        context = others and all(others) and len(at.topics) > 1  # somebody else's condition beside a question
        return tuple(topic for topic in at.topics if not (context and topic in CHECKS))
    reply = at.heard.reply
    if at.talk.checking and not reply.asks:
        return tuple(topic for topic in at.topics if topic in BUSINESS)
    if (speech is Speech.HOLD and not at.fresh.outcome) or (speech is not Speech.VERDICT and not reply.asks):
        short = reply.time or reply.kind
        return tuple(topic for topic in at.topics if topic in BUSINESS and not (short and not reply.asks))
    asked_about = {"faq/contraindications"} if "eligibility_check" in at.topics else set()
    return tuple(topic for topic in at.topics if topic not in CHECKS | asked_about)


def parts_of(at: Situation, speech: Speech) -> list[str]:
    """Return the sentences, in order."""
    if speech is Speech.HOLD:
        return _hold(at)
    if speech is Speech.UNSURE:
        return ["utter_verdict_until_answered"]
    if speech in (Speech.NOTHING, Speech.DISPUTED):
        return []
    parts = ["utter_about_other"] if at.talk.kept.other and "utter_about_other" not in at.talk.said else []
    parts += ["utter_verdict_changed"] if at.heard.corrects else []
    parts += reasons(at) + _frame(at)
    return parts if at.talk.checking and at.whole.outcome is not Outcome.NOT_NOW else parts + _standing(at, parts)


def reasons(at: Situation) -> list[str]:
    """Return the sentences about what is new, worst first, without those that were said before."""
    named = [judged for judged in at.fresh.judged if judged.finding.factor in at.whole.factors]
    named = [judged for judged in named if judged.outcome not in (Outcome.NONE, Outcome.NO_FLAG)]
    keys = dict.fromkeys(map(_reason, named))
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


def _frame(at: Situation) -> list[str]:
    """What follows; in the guided check only what ends it, and never the same words in two turns on end."""
    whole = at.whole
    if whole.outcome is None or (at.talk.checking and whole.outcome is not Outcome.NOT_NOW):
        return []
    if "under_18" in whole.factors:
        return ["utter_verdict_not_now_minor"]
    dated = whole.outcome is Outcome.NOT_NOW and whole.earliest_date
    key = f"utter_verdict_{whole.outcome.value}" + ("_date" if dated else "")
    still = f"utter_verdict_still_{whole.outcome.value}"
    before = at.talk.turns[-1] if at.talk.turns else ()
    return [still] if whole.outcome in FLAGGED and key in before and not dated else [key]


def _standing(at: Situation, parts: Iterable[str]) -> list[str]:
    """The standing sentences that are due: once in a talk, the one on medicines only where one is named."""
    medicine = any(rules().factors[factor].kind == "medicine" for factor in at.fresh.factors)
    due = (["utter_standing_medicine"] if medicine else []) + ["utter_standing_check"]
    return [key for key in due if key not in at.talk.said]


def _hold(at: Situation) -> list[str]:
    """How to stay with what was said: each way in turn, and why or until when."""
    kind = "clinician_review" if at.whole.outcome is Outcome.CLINICIAN_REVIEW else "not_now"
    times = sum(part.startswith("utter_hold_") for turn in at.talk.turns for part in turn)
    until = f"utter_until_{at.whole.factors[0]}"
    if kind == "not_now" and until not in (at.talk.turns[-1] if at.talk.turns else ()):
        opening = [] if "waiting" in at.heard.tones else [f"utter_hold_{kind}_{times % HOLDS + 1}"]
        return [*opening, until]
    return [f"utter_hold_{kind}_{times % HOLDS + 1}"]


def say(dispatcher: CollectingDispatcher, at: Situation, parts: list[str], **how: bool) -> None:
    """Say a verdict in these parts; `brief` beside another answer, `asks` when it ends with a question."""
    goes_on = how.get("asks") or (at.talk.checking and at.whole.outcome is not Outcome.NOT_NOW)
    kind = "noted" if goes_on else "flagged" if at.whole.outcome in FLAGGED else "result"
    brief, flow = how.get("brief") or None, "screening" if how.get("asks") else None
    dispatcher.utter_message(
        response=f"utter_screening_{kind}", parts=parts, brief=brief, flow=flow, **_facts(at.whole)
    )


def closing(verdict: Verdict, opening: str | None, left_open: bool, said: Iterable[str]) -> list[dict[str, Any]]:
    """Return the message that ends the guided check; `opening` instead of the usual first sentence."""
    outcome = verdict.outcome.value if verdict.outcome else None
    parts = [opening] if opening else []
    if outcome and not (opening and verdict.outcome is Outcome.NO_FLAG):
        parts.append(f"utter_check_end_{outcome}" if not opening else f"utter_verdict_{outcome}")
    parts += ["utter_check_points"] if verdict.factors else []
    parts += ["utter_check_open"] if left_open else []
    parts += ["utter_standing_check"] if "utter_standing_check" not in said else []
    names = [rules().factors[factor].name.split(" (")[0].split(":")[0] for factor in verdict.factors]
    dispatcher = CollectingDispatcher()
    response = "utter_screening_flagged" if verdict.outcome in FLAGGED else "utter_screening_ended"
    dispatcher.utter_message(response=response, parts=parts, points="; ".join(names), **_facts(verdict))
    return list(dispatcher.messages)


def _facts(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome.value if verdict.outcome else None,
        "factors": list(verdict.factors),
        "earliest_date": f"{verdict.earliest_date:%-d %B %Y}" if verdict.earliest_date else "",
        "rules_version": verdict.rules_version,
    }


def say_problem(dispatcher: CollectingDispatcher, found: Verdict) -> None:
    """Say what symptoms after a treatment call for."""
    assert found.outcome is not None
    if found.outcome is Outcome.EMERGENCY:
        dispatcher.utter_message(response="utter_emergency")
        return
    frame = f"utter_verdict_{found.outcome.value}" if found.factors else "utter_verdict_contact_today_unmatched"
    facts: dict[str, Any] = {"outcome": found.outcome.value, "factors": list(found.factors)}
    parts = [f"utter_{rule}" for rule in found.factors[:MOST_REASONS]] + [frame]
    dispatcher.utter_message(response="utter_triage_result", parts=parts, **facts)
