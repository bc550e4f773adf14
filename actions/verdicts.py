"""Which approved sentences say a verdict: the reason, what follows, what can be done; none twice where one will do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.speech import FLAGGED, MOST_REASONS, Situation, Speech, left_to_answer, reasons, stops_medicine
from actions.talk import Talk
from clinic.consult import of_both
from clinic.findings import Outcome, TimeKind
from clinic.screening import Verdict
from clinic.wiring import guided_check, rules, vocabulary

TRIAGED = (Outcome.CONTACT_TODAY, Outcome.SELF_CARE)

HOLDS = 3  # ways to stay with what was said


def parts_of(at: Situation, speech: Speech) -> list[str]:
    """Return the sentences, in order."""
    if speech is Speech.HOLD:
        return _hold(at)
    if speech is Speech.CARE:
        return ["utter_care_violence" if "violence" in at.heard.tones else "utter_care_low"]
    if speech is Speech.MEDICINE:
        again = bool(at.talk.turns) and "utter_hold_medicine" in at.talk.turns[-1]
        return ["utter_hold_medicine_again" if again else "utter_hold_medicine"]
    if speech is Speech.UNSURE:
        return ["utter_verdict_until_answered"]
    if speech in (Speech.NOTHING, Speech.DISPUTED):
        return []
    parts = ["utter_about_other"] if at.talk.kept.other and "utter_about_other" not in at.talk.said else []
    parts += ["utter_about_both"] if of_both(at.talk.text, at.talk.today, vocabulary()) else []
    parts += ["utter_verdict_changed"] if at.heard.corrects else []
    parts += reasons(at) + _frame(at)
    return parts if at.talk.checking and at.whole.outcome is not Outcome.NOT_NOW else parts + _standing(at, parts)


def _frame(at: Situation) -> list[str]:
    """What follows; in the guided check only what ends it, and never the same words in two turns on end."""
    whole = at.whole
    if whole.outcome is None or (at.talk.checking and whole.outcome is not Outcome.NOT_NOW):
        return []
    before = at.talk.turns[-1] if at.talk.turns else ()
    if "under_18" in whole.factors:
        return [key for key in ["utter_verdict_not_now_minor"] if key not in before]
    dated = whole.outcome is Outcome.NOT_NOW and whole.earliest_date
    key = f"utter_verdict_{whole.outcome.value}" + ("_date" if dated else "")
    still = f"utter_verdict_still_{whole.outcome.value}"
    return [still] if whole.outcome in FLAGGED and key in before and not dated else [key]


def _standing(at: Situation, parts: Iterable[str]) -> list[str]:
    """The standing sentences that are due: once in a talk, the one on medicines only where one is named, and always
    when it is to be stopped."""
    medicine = guided_check().questions["medicines"].covers & set(at.fresh.factors)
    due = (["utter_standing_medicine"] if medicine else []) + ["utter_standing_check"]
    stops = stops_medicine(at)
    due = due if medicine or not stops else ["utter_standing_medicine", *due]
    return [key for key in due if key not in at.talk.said or (stops and key == "utter_standing_medicine")]


def _hold(at: Situation) -> list[str]:
    """How to stay with what was said: each way in turn, and why or until when."""
    kind = "clinician_review" if at.whole.outcome is Outcome.CLINICIAN_REVIEW else "not_now"
    times = sum(part.startswith("utter_hold_") for turn in at.talk.turns for part in turn)
    if at.whole.outcome is not None and at.whole.outcome not in FLAGGED:
        return [f"utter_verdict_{at.whole.outcome.value}"]
    until = f"utter_until_{at.whole.factors[0]}"
    before = at.talk.turns[-1] if at.talk.turns else ()
    anew = until not in before or "waiting" in at.heard.tones  # who asks until when is told so again
    if kind == "not_now" and anew and not left_to_answer(at, Speech.HOLD):
        named = {finding.factor for finding in at.talk.known}
        facts = [one for one in at.heard.new if one.factor not in named or one.time.kind in (TimeKind.AGO, TimeKind.IN)]
        told = bool(facts or at.heard.reply.time) and "pressing" not in at.heard.tones  # a fact presses for nothing
        opening = [] if told or "waiting" in at.heard.tones else [f"utter_hold_{kind}_{times % HOLDS + 1}"]
        return [*opening, until]
    return [f"utter_hold_{kind}_{times % HOLDS + 1}"]


def say(dispatcher: CollectingDispatcher, at: Situation, parts: list[str], **how: bool) -> None:
    """Say a verdict in these parts; `brief` beside another answer, `asks` when it ends with a question."""
    if parts[0].startswith("utter_care_"):
        dispatcher.utter_message(response="utter_screening_care", parts=parts)
        return
    checking = at.talk.checking and at.whole.outcome is not Outcome.NOT_NOW
    goes_on = checking or how.get("asks") or "under_18" in at.whole.factors  # a minor is offered nothing but a call
    kind = "noted" if goes_on else "flagged" if at.whole.outcome in FLAGGED else "result"
    brief, flow = how.get("brief") or None, "screening" if how.get("asks") else None
    dispatcher.utter_message(
        response=f"utter_screening_{kind}", parts=parts, brief=brief, flow=flow, **_facts(at.whole)
    )


def closing(verdict: Verdict, opening: str | None, left_open: bool, said: Iterable[str]) -> list[dict[str, Any]]:
    """Return the message that ends the guided check; `opening` instead of the usual first sentence."""
    dispatcher = CollectingDispatcher()
    if verdict.outcome is Outcome.EMERGENCY:  # a thought of self-harm that was told before: no list of points then
        kind = "self_harm" if "self_harm" in verdict.factors else "any"
        dispatcher.utter_message(response="utter_after_emergency", kind=kind)
        return list(dispatcher.messages)
    outcome = verdict.outcome.value if verdict.outcome else None
    parts = [opening] if opening else []
    if outcome and not (opening and verdict.outcome is Outcome.NO_FLAG):
        parts.append(
            f"utter_verdict_{outcome}" if opening or verdict.outcome in TRIAGED else f"utter_check_end_{outcome}"
        )
    parts += ["utter_check_points"] if verdict.factors else []
    parts += ["utter_check_open"] if left_open else []
    parts += ["utter_standing_check"] if "utter_standing_check" not in said else []
    names = [rules().factors[factor].name.split(" (")[0].split(":")[0] for factor in verdict.factors]
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


def say_problem(dispatcher: CollectingDispatcher, found: Verdict, talk: Talk) -> None:
    """Say what symptoms after a treatment call for; shorter when the same was said just before."""
    assert found.outcome is not None
    if found.outcome is Outcome.EMERGENCY:
        dispatcher.utter_message(response="utter_emergency")
        return
    own = [rule for rule in found.factors if rules().triage[rule][0] is found.outcome]
    frame = f"utter_verdict_{found.outcome.value}" if own else "utter_verdict_contact_today_unmatched"
    parts = [f"utter_{rule}" for rule in own[:MOST_REASONS]] + [frame]
    if talk.turns and parts[0] in talk.turns[-1]:
        parts = [f"utter_triage_again_{found.outcome.value}"]
    parts += [f"utter_today_{talk.signs.language}"] if talk.signs.language else []
    facts: dict[str, Any] = {"outcome": found.outcome.value, "factors": list(found.factors)}
    dispatcher.utter_message(response="utter_triage_result", parts=parts, **facts)
