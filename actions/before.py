"""What the turn before has said, as far as this one depends on it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.flows import UserTurn

NOTHING_ASKED = frozenset({"affirm", "deny", "greet", "thanks", "goodbye", "out_of_scope", "nlu_fallback"})


def help_called_for(tracker: Tracker, heard: UserTurn) -> str | None:
    """Return the kind of the emergency of the turn before ("any" without one) where nothing is asked after it.

    "ok sorry" after a thought of self-harm is no yes to anything. None where there was none, or something is asked.
    """
    bots = [event for event in tracker.events if event["event"] == "bot"]
    known = (bots[-1].get("metadata") or {}) if bots else {}
    after = known.get("utter_action") in ("utter_emergency", "utter_after_emergency")
    if not after or heard.verdict or heard.choice or set(heard.topics) - NOTHING_ASKED:
        return None
    return known.get("kind") or "any"


def said_before(tracker: Tracker) -> list[dict[str, Any]]:
    """Return the answers of the turn before, as they were asked for."""
    said: list[dict[str, Any]] = []
    for event in reversed(tracker.events[:-1]):
        if event["event"] == "user" and said:
            break
        if event["event"] == "bot":
            known = event.get("metadata") or {}
            kept = {name: known[name] for name in ("concern", "area", "matter", "kind") if name in known}
            said.append({"response": known.get("utter_action"), **kept})
    return said


def said_last(tracker: Tracker) -> str | None:
    """Return the response with which the turn before this one ended."""
    said = [event for event in tracker.events if event["event"] == "bot"]
    return (said[-1].get("metadata") or {}).get("utter_action") if said else None
