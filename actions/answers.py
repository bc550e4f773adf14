"""The approved answers to what is asked, and the question back where nothing was understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.before import said_before, said_last
from actions.flows import FAILED, Messages, UserTurn, say
from clinic import hours
from clinic.failures import attempt
from clinic.wiring import clinic, clock


def answered(topic: str, heard: UserTurn, tracker: Tracker, *, plain: bool) -> Messages:
    """Return the answer to one topic, `plain` without its buttons."""
    return attempt(lambda: say(**answer_to(topic, heard, tracker), plain=plain), say(FAILED))


def answer_to(topic: str, heard: UserTurn, tracker: Tracker) -> dict[str, Any]:
    """Return the response for a topic with its arguments; not the very same paragraph twice in a row."""
    details = {one["id"]: one.get("details", {}) for one in tracker.latest_message.get("topics") or []}
    answer = {"response": f"utter_{topic}", **details.get(topic, {})}
    answer |= hours_asked(heard.text) if topic == "clinic_hours" else {}
    if topic.startswith("faq/") and answer in said_before(tracker):
        answer |= {"response": "utter_said_before", "topic": topic.removeprefix("faq/")}
    return answer


def hours_asked(text: str) -> dict[str, Any]:
    """Return the arguments that answer a question about the hours of other days than today; nothing without one."""
    days = hours.asked_days(clinic(), text, clock())
    return (
        {"asked_day": True, "asked_hours": "\n".join(hours.spoken_day(clinic(), day) for day in days)} if days else {}
    )


def asked_back(tracker: Tracker) -> Messages:
    """Return the question back with the nearest topics as buttons; after a second miss in a row a person is offered."""
    nearest = tracker.latest_message.get("nearest", [])
    if not nearest or said_last(tracker) == "utter_ask_which":
        return say("utter_fallback_person")
    return say("utter_ask_which", topics=nearest)
