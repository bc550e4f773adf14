"""Which approved sentences say a verdict: the reason, what follows, what can be done; none twice where one will do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.left import left_to_answer
from actions.outcomes import verdicts
from actions.reply_kind import FLAGGED, MOST_REASONS, ReplyKind, Situation, reasons, stops_medicine
from actions.talk import Talk
from clinic.findings import Outcome, TimeKind
from clinic.screening import Verdict
from clinic.wiring import guided_check, rules

TRIAGED = (Outcome.CONTACT_TODAY, Outcome.SELF_CARE)


def parts_of(at: Situation, speech: ReplyKind) -> list[str]:
    """Return the sentences, in order."""
    if speech in (ReplyKind.NOTHING, ReplyKind.DISPUTED):
        return []
    other = {
        ReplyKind.HOLD: _hold,
        ReplyKind.CARE: _kindness,
        ReplyKind.MEDICINE: _no_medicine,
        ReplyKind.UNSURE: _until_answered,
    }
    return other.get(speech, _verdict)(at)


def _kindness(at: Situation) -> list[str]:
    return ["utter_care_violence" if "violence" in at.heard.tones else "utter_care_low"]


def _no_medicine(at: Situation) -> list[str]:
    return ["utter_hold_medicine_again" if "utter_hold_medicine" in _before(at) else "utter_hold_medicine"]


def _until_answered(_: Situation) -> list[str]:
    return ["utter_verdict_until_answered"]


def _verdict(at: Situation) -> list[str]:
    """Whom it is about, what is new, the reasons, what follows, and what is said once in a talk."""
    opens = {
        "utter_about_other": at.talk.kept.other and "utter_about_other" not in at.talk.said,
        "utter_about_both": at.talk.reading.both,
        "utter_verdict_changed": at.heard.corrects,
    }
    parts = [*(key for key, due in opens.items() if due), *reasons(at), *_frame(at)]
    return parts if _goes_on_checking(at) else parts + _standing(at, parts)


def _goes_on_checking(at: Situation) -> bool:
    """Tell whether the guided check goes on after this."""
    return at.talk.checking and at.whole.outcome is not Outcome.NOT_NOW


def _before(at: Situation) -> tuple[str, ...]:
    """The parts that were said in the turn before."""
    return at.talk.turns[-1] if at.talk.turns else ()


def _frame(at: Situation) -> list[str]:
    """What follows; in the guided check only what ends it, and never the same words in two turns on end."""
    whole = at.whole
    if whole.outcome is None or _goes_on_checking(at):
        return []
    if rules().minors & set(whole.factors):
        return [key for key in ["utter_verdict_not_now_minor"] if key not in _before(at)]
    saying = verdicts().outcomes[whole.outcome]
    if saying.dated and whole.earliest_date:
        return [saying.dated]
    return [saying.still if saying.still and saying.say in _before(at) else saying.say]


def _standing(at: Situation, parts: Iterable[str]) -> list[str]:
    """The standing sentences that are due: once in a talk, the one on medicines only where one is named, and always
    when it is to be stopped."""
    medicine = guided_check().medicines & set(at.fresh.factors)
    due = (["utter_standing_medicine"] if medicine else []) + ["utter_standing_check"]
    stops = stops_medicine(at)
    due = due if medicine or not stops else ["utter_standing_medicine", *due]
    return [key for key in due if key not in at.talk.said or (stops and key == "utter_standing_medicine")]


def _hold(at: Situation) -> list[str]:
    """How to stay with what was said: each way in turn, and why or until when."""
    saying = verdicts().outcomes[at.whole.outcome or Outcome.NOT_NOW]
    if not saying.hold:
        return [saying.say]
    hold, until = saying.hold[_times_held(at) % len(saying.hold)], f"utter_until_{at.whole.factors[0]}"
    waits = "waiting" in at.heard.tones  # who asks until when is told so again
    known = until in _before(at) and not waits
    if at.whole.outcome is Outcome.CLINICIAN_REVIEW or known or left_to_answer(at, ReplyKind.HOLD):
        return [hold]
    return [until] if waits or _tells_more(at) else [hold, until]


def _times_held(at: Situation) -> int:
    return sum(part.startswith("utter_hold_") for turn in at.talk.turns for part in turn)


def _tells_more(at: Situation) -> bool:
    """Tell whether the message brings a fact, which presses for nothing."""
    named = {finding.factor for finding in at.talk.known}
    dated = (TimeKind.AGO, TimeKind.IN)
    facts = any(one.factor not in named or one.time.kind in dated for one in at.heard.new)
    return (facts or bool(at.heard.reply.time)) and "pressing" not in at.heard.tones


def say(dispatcher: CollectingDispatcher, at: Situation, parts: list[str], **how: bool) -> None:
    """Say a verdict in these parts; `brief` beside another answer, `asks` when it ends with a question."""
    if parts[0].startswith("utter_care_"):
        dispatcher.utter_message(response="utter_screening_care", parts=parts)
        return
    minor = rules().minors & set(at.whole.factors)  # is offered nothing but a call
    goes_on = _goes_on_checking(at) or how.get("asks") or minor
    messages = verdicts().messages
    response = messages["noted" if goes_on else "flagged" if at.whole.outcome in FLAGGED else "result"]
    brief, flow = how.get("brief") or None, "screening" if how.get("asks") else None
    dispatcher.utter_message(response=response, parts=parts, brief=brief, flow=flow, **_facts(at.whole))


def closing(verdict: Verdict, opening: str | None, left_open: bool, said: Iterable[str]) -> list[dict[str, Any]]:
    """Return the message that ends the guided check; `opening` instead of the usual first sentence."""
    if verdict.outcome is Outcome.EMERGENCY:  # a thought of self-harm that was told before: no list of points then
        dispatcher = CollectingDispatcher()
        kind = next((kind for rule, kind in rules().signs.answers.items() if rule in verdict.factors), "any")
        dispatcher.utter_message(response="utter_after_emergency", kind=kind)
        return list(dispatcher.messages)
    dispatcher = CollectingDispatcher()
    due = {
        "utter_check_points": bool(verdict.factors),
        "utter_check_open": left_open,
        "utter_standing_check": "utter_standing_check" not in said,
    }
    parts = [*_opens(verdict, opening), *(key for key, wanted in due.items() if wanted)]
    names = [rules().factors[factor].name.split(" (")[0].split(":")[0] for factor in verdict.factors]
    response = "utter_screening_flagged" if verdict.outcome in FLAGGED else "utter_screening_ended"
    dispatcher.utter_message(response=response, parts=parts, points="; ".join(names), **_facts(verdict))
    return list(dispatcher.messages)


def _opens(verdict: Verdict, opening: str | None) -> list[str]:
    """How the end of the check begins."""
    if verdict.outcome is None or (opening and verdict.outcome is Outcome.NO_FLAG):
        return [opening] if opening else []
    saying = verdicts().outcomes[verdict.outcome]
    return [opening, saying.say] if opening else [saying.ends_check or saying.say]


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
    saying = verdicts().outcomes[found.outcome]
    frame = saying.say if own else "utter_verdict_contact_today_unmatched"
    parts = [f"utter_{rule}" for rule in own[:MOST_REASONS]] + [frame]
    if saying.again and talk.turns and parts[0] in talk.turns[-1]:
        parts = [saying.again]
    parts += [f"utter_today_{language}"] if (language := talk.reading.signs.language) else []
    facts: dict[str, Any] = {"outcome": found.outcome.value, "factors": list(found.factors)}
    dispatcher.utter_message(response="utter_triage_result", parts=parts, **facts)
