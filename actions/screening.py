"""What was disclosed counts wherever it was said: judge it, say it kindly, remember it as rule ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from clinic.screening import Outcome, Status, Verdict, assess, is_after_treatment, memory, outweighs, read, triage
from clinic.wiring import clinic, clock, rules

MOST_REASONS = 3  # more reasons at once are not read; all of them are in `factors`
TREATED = "post_treatment_problem"
CHECK = "eligibility_check"


@dataclass(frozen=True)
class Screened:
    """What screening made of a message: the verdict that was said, if any, and the events that remember it.

    `answered` tells that the message's question about eligibility or about a problem needs no other answer.
    """

    verdict: Verdict | None = None
    answered: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)


def screen(dispatcher: CollectingDispatcher, tracker: Tracker, topics: Sequence[str]) -> Screened:
    """Judge the message and say what follows from it."""
    text = tracker.latest_message.get("text") or ""
    if text.startswith("/"):
        return Screened()
    today = clock().astimezone(ZoneInfo(clinic().time_zone)).date()
    new = read(text, today, rules())
    # Only what is new is spoken about; what was told before still counts.
    fresh = assess(new, today, rules())
    problem = _problem(text, topics)
    if problem and not outweighs(fresh, problem, rules()):  # "sunburnt, my session is on Wednesday" is no self-care
        _say_problem(dispatcher, problem)
        return Screened(problem, True)
    if new and len(topics) > 1 and all(finding.status is Status.OTHER_PERSON for finding in new):
        return Screened(answered=True)  # somebody else's condition is context for the other question
    known = memory.recall(tracker.get_slot("findings") or [], today)
    if not new and CHECK in topics and (before := assess(known, today, rules())).outcome:
        _say_verdict(dispatcher, before, before)  # "so can I have it?" is asked about what was told before
        return Screened(before, True)
    if fresh.outcome is None or (fresh.outcome is Outcome.NO_FLAG and CHECK not in topics):
        return Screened(events=_remember(tracker, new, today))
    whole = assess(memory.add(known, new), today, rules())
    _say_verdict(dispatcher, fresh, whole)
    return Screened(whole, True, _remember(tracker, new, today))


def _problem(text: str, topics: Sequence[str]) -> Verdict | None:
    """Return the triage of symptoms after a treatment; worry without a match counts where that is the topic."""
    if TREATED in topics:
        return triage(text, rules())
    if is_after_treatment(text, rules()):
        found = triage(text, rules())
        return found if found.factors else None
    return None


def _say_problem(dispatcher: CollectingDispatcher, found: Verdict) -> None:
    assert found.outcome is not None
    if found.outcome is Outcome.EMERGENCY:
        dispatcher.utter_message(response="utter_emergency")
        return
    own = [rule for rule in found.factors if rules().triage[rule][0] is found.outcome]
    frame = f"utter_verdict_{found.outcome.value}" if own else "utter_verdict_contact_today_unmatched"
    parts = [f"utter_{rule}" for rule in own[:MOST_REASONS]] + [frame]
    facts = {"outcome": found.outcome.value, "factors": list(found.factors)}
    dispatcher.utter_message(response="utter_triage_result", parts=parts, **facts)


def _say_verdict(dispatcher: CollectingDispatcher, fresh: Verdict, whole: Verdict) -> None:
    """Say the reasons that are new, then what follows from everything that is known, then ask one thing."""
    assert whole.outcome is not None
    reasons = [factor for factor in fresh.factors if factor in whole.factors][:MOST_REASONS]
    parts = [f"utter_factor_{factor}" for factor in reasons] + [_frame(whole)]
    if any(rules().factors[factor].kind == "medicine" for factor in reasons):
        parts.append("utter_standing_medicine")
    parts.append("utter_standing_check")
    asked = fresh.ask[:1]
    parts += [f"utter_ask_{factor}" for factor in asked]
    dispatcher.utter_message(
        response="utter_screening_result",
        parts=parts,
        outcome=whole.outcome.value,
        factors=list(whole.factors),
        flow="screening" if asked else None,
        earliest_date=f"{whole.earliest_date:%-d %B %Y}" if whole.earliest_date else "",
        rules_version=whole.rules_version,
    )


def _frame(whole: Verdict) -> str:
    assert whole.outcome is not None
    if "under_18" in whole.factors:
        return "utter_verdict_not_now_minor"
    if whole.outcome is Outcome.NOT_NOW and whole.earliest_date:
        return "utter_verdict_not_now_date"
    return f"utter_verdict_{whole.outcome.value}"


def _remember(tracker: Tracker, new: Any, today: Any) -> list[dict[str, Any]]:
    kept = memory.keep(new, today)
    if not kept:
        return []
    before = memory.recall(tracker.get_slot("findings") or [], today)
    return [SlotSet("findings", memory.keep(memory.add(before, new), today))]
