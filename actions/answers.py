"""What one message is answered with: answers, the verdict on a disclosure, the talk under way, the emergency text."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, FollowupAction, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ClinicAction
from actions.booking.flow import BookingFlow
from actions.check import CheckFlow
from actions.flows import Flow, Heard, Step, hear, keep
from actions.screening import screen
from actions.verdicts import TRIAGED
from clinic import hours
from clinic.screening import Outcome
from clinic.wiring import clinic, clock

# Each is begun by topics of its own, see actions/flows.py.
FLOWS: tuple[Flow, ...] = (CheckFlow(), BookingFlow())
NOTHING_ASKED = frozenset({"affirm", "deny", "greet", "thanks", "goodbye", "out_of_scope", "nlu_fallback"})


class ActionAnswer(ClinicAction):
    """Answer a message: every topic of it once, in the order asked, what was disclosed, and the talk under way."""

    def name(self) -> str:
        return "action_answer"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        heard, verdict = hear(tracker), CollectingDispatcher()
        screened = screen(verdict, tracker, heard.topics)
        flow, state = under_way(tracker, screened.topics)
        if any(message.get("response") == "utter_emergency" for message in verdict.messages):
            dispatcher.messages.extend(verdict.messages)  # nothing else in that turn
            return [*screened.events, *end(flow, state, tracker)]
        heard = replace(heard, topics=screened.topics, verdict=screened.verdict, told=screened.told)
        heard = replace(heard, known=screened.known, asked=screened.asks, other=screened.other)
        if kind_of_help := help_called_for(tracker, heard):
            wish, left = flow.remind(state) if flow else ([], None)
            parts = {"parts": ["utter_after_emergency", *wish]} if wish else {}
            dispatcher.utter_message(response="utter_after_emergency", kind=kind_of_help, **parts)
            return [*screened.events, *keep(flow, left), FollowupAction("action_listen")]
        for each in FLOWS:
            each.overhear(heard, tracker)
        aside = heard.verdict and heard.verdict.outcome in TRIAGED and not heard.topics  # a sign, and nothing else
        reads = flow and not (aside and not flow.gives_way)
        step = flow.read(heard, state, tracker) if flow and reads else Step(state if flow else None)
        details = {topic["id"]: topic.get("details", {}) for topic in tracker.latest_message.get("topics") or []}
        before = said_before(tracker)
        for topic in heard.topics:
            if topic not in step.took:
                answer = {"response": f"utter_{topic}", **details.get(topic, {})}
                answer |= hours_asked(heard.text) if topic == "clinic_hours" else {}
                if answer in before and topic.startswith("faq/"):  # not the very same paragraph twice in a row
                    answer |= {"response": "utter_said_before", "topic": topic.removeprefix("faq/")}
                dispatcher.utter_message(**answer, plain=bool(step.said))  # the talk under way has buttons of its own
        urgent = heard.verdict and heard.verdict.outcome is Outcome.CONTACT_TODAY  # is said before anything else
        place = 0 if urgent else len(dispatcher.messages)
        dispatcher.messages[place:place] = verdict.messages
        if not (dispatcher.messages or step.said):
            ask_back(dispatcher, tracker)
        dispatcher.messages.extend(step.said)
        return [*screened.events, *step.events, *keep(flow, step.state), FollowupAction("action_listen")]


def hours_asked(text: str) -> dict[str, Any]:
    """Return the arguments that answer a question about the hours of other days than today; nothing without one."""
    days = hours.asked_days(clinic(), text, clock())
    return (
        {"asked_day": True, "asked_hours": "\n".join(hours.spoken_day(clinic(), day) for day in days)} if days else {}
    )


def help_called_for(tracker: Tracker, heard: Heard) -> str | None:
    """Return the kind of the emergency of the turn before ("any" without one) where nothing is asked after it.

    "ok sorry" after a thought of self-harm is no yes to anything. None where there was none, or something is asked.
    """
    bots = [event for event in tracker.events if event["event"] == "bot"]
    known = (bots[-1].get("metadata") or {}) if bots else {}
    after = known.get("utter_action") in ("utter_emergency", "utter_after_emergency")
    if not after or heard.verdict or heard.choice or set(heard.topics) - NOTHING_ASKED:
        return None
    return known.get("kind") or "any"


def under_way(tracker: Tracker, topics: Sequence[str]) -> tuple[Flow | None, dict[str, Any]]:
    """Return the flow that reads this message and where it stands: the one that a topic begins, or the one before."""
    state = dict(tracker.get_slot("flow") or {})
    before = next((flow for flow in FLOWS if flow.name == state.get("name")), None)
    begun = next((flow for topic in topics for flow in FLOWS if topic in flow.starts), None)
    if choice := hear(tracker).choice:  # an old button leads back to its flow
        begun = next((flow for flow in FLOWS if choice.startswith(flow.buttons)), None)
    busy = before and not before.rests(state)
    if begun and begun is not before and not (busy and begun.gives_way):
        return begun, {}
    return before, state


def end(flow: Flow | None, state: dict[str, Any], tracker: Tracker) -> list[dict[str, Any]]:
    """Leave the talk under way, as an emergency does; what is wished beside it is spoken of later."""
    left = flow.leave(state, tracker) if flow else None
    for each in FLOWS:
        if wish := each.put_off(left, tracker):
            return keep(each, wish)
    return keep(flow, left)


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


def ask_back(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Ask back with the nearest topics as buttons; after a second miss in a row offer a person."""
    nearest = tracker.latest_message.get("nearest", [])
    if not nearest or asked_back_before(tracker):
        dispatcher.utter_message(response="utter_fallback_person")
    else:
        dispatcher.utter_message(response="utter_ask_which", topics=nearest)


def asked_back_before(tracker: Tracker) -> bool:
    """Tell whether the turn before this one ended in asking back."""
    said = [event for event in tracker.events if event["event"] == "bot"]
    return bool(said) and said[-1].get("metadata", {}).get("utter_action") == "utter_ask_which"


class ActionEmergency(ClinicAction):
    """Say whom to call; nothing else is said in that turn."""

    def name(self) -> str:
        return "action_emergency"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        alarm = tracker.latest_message.get("alarm") or {}
        dispatcher.utter_message(response="utter_emergency", kind=alarm.get("kind"))
        return end(*under_way(tracker, ()), tracker)


class ActionSessionStart(ClinicAction):
    """Begin a talk with the welcome: an automated assistant, not a person, not for emergencies."""

    def name(self) -> str:
        return "action_session_start"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_welcome")
        return [SessionStarted(), ActionExecuted("action_listen")]
