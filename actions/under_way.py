"""The talk under way: which flow reads a message, what it makes of it, and what becomes of it in an emergency."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from rasa_sdk import Tracker

from actions.before import said_last
from actions.booking.flow import BookingFlow
from actions.check.flow import CheckFlow
from actions.flows import FAILED, Flow, FlowResult, Messages, UserTurn, hear, keep, say
from actions.verdicts import TRIAGED
from clinic.failures import attempt

# Each is begun by topics of its own, see actions/flows.py.
FLOWS: tuple[Flow, ...] = (CheckFlow(), BookingFlow())
ANSWERS = frozenset({"affirm", "deny"})  # that a talk under way is given


def under_way(tracker: Tracker, topics: Sequence[str]) -> tuple[Flow | None, dict[str, Any]]:
    """Return the flow that reads this message and where it stands: the one that a topic begins, or the one before."""
    state = dict(tracker.get_slot("flow") or {})
    before = next((flow for flow in FLOWS if flow.name == state.get("name")), None)
    begun = begun_by(topics, hear(tracker).choice)
    busy = before and not before.rests(state)
    if begun and begun is not before and not (busy and begun.gives_way):
        return begun, {}
    return before, state


def begun_by(topics: Sequence[str], choice: str | None) -> Flow | None:
    """Return the flow that a topic begins; an old button leads back to its flow."""
    if choice:
        return next((flow for flow in FLOWS if choice.startswith(flow.buttons)), None)
    return next((flow for topic in topics for flow in FLOWS if topic in flow.starts), None)


def overhear(heard: UserTurn, tracker: Tracker) -> None:
    """Let every flow note what the message tells."""
    for flow in FLOWS:
        attempt(partial(flow.overhear, heard, tracker), None)


def carried_on(
    flow: Flow | None, state: dict[str, Any], heard: UserTurn, tracker: Tracker
) -> tuple[FlowResult, Messages]:
    """Return what the talk under way makes of the message, and the event that keeps its state.

    Where it fails its state stays as it was; where it failed in the turn before as well, the talk ends.
    """
    aside = heard.verdict and heard.verdict.outcome in TRIAGED and not heard.topics  # a sign, and nothing else
    if flow is None or (aside and not flow.gives_way):
        return FlowResult(state if flow else None), keep(flow, state)
    step = attempt(lambda: flow.read(heard, state, tracker), None)
    if step is None:
        failed = FlowResult(None, say(FAILED), flow.starts | ANSWERS)
        return failed, keep(None, None) if said_last(tracker) == FAILED else []
    return step, keep(flow, step.state)


def after_emergency(kind: str, flow: Flow | None, state: dict[str, Any]) -> tuple[Messages, Messages]:
    """Return what is said in the turn after an emergency, with what was wished before it, and the state to keep."""
    wish, left = flow.remind(state) if flow else ([], None)
    parts = {"parts": ["utter_after_emergency", *wish]} if wish else {}
    return say("utter_after_emergency", kind=kind, **parts), keep(flow, left)


def end(flow: Flow | None, state: dict[str, Any], tracker: Tracker) -> list[dict[str, Any]]:
    """Leave the talk under way, as an emergency does; what is wished beside it is spoken of later."""
    left = flow.leave(state, tracker) if flow else None
    for each in FLOWS:
        if wish := each.put_off(left, tracker):
            return keep(each, wish)
    return keep(flow, left)
