"""What one message is answered with: answers, the verdict on a disclosure, the talk under way, the emergency text."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, FollowupAction, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ClinicAction
from actions.before import help_called_for, said_before, said_last
from actions.booking.flow import BookingFlow
from actions.check import CheckFlow
from actions.flows import Flow, Heard, Step, hear, keep, say
from actions.screening import Screened, screen
from actions.unread import unread
from actions.verdicts import TRIAGED
from clinic import hours
from clinic.failures import attempt
from clinic.findings import Outcome
from clinic.wiring import clinic, clock

# Each is begun by topics of its own, see actions/flows.py.
FLOWS: tuple[Flow, ...] = (CheckFlow(), BookingFlow())
ANSWERS = frozenset({"affirm", "deny"})  # that a talk under way is given
FAILED = "utter_part_failed"
Messages = list[dict[str, Any]]


class ActionAnswer(ClinicAction):
    """Answer a message: every topic of it once, in the order asked, what was disclosed, and the talk under way.

    Each of these parts fails alone: it says so, and what the others say and keep stands.
    """

    def name(self) -> str:
        return "action_answer"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        heard = hear(tracker)
        screened, verdict = screened_by(tracker, heard.topics)
        flow, state = attempt(lambda: under_way(tracker, screened.topics), (None, {}))
        if any(message.get("response") == "utter_emergency" for message in verdict):
            dispatcher.messages.extend(verdict)  # nothing else in that turn
            return [*screened.events, *attempt(lambda: end(flow, state, tracker), [])]
        heard = replace(heard, topics=screened.topics, verdict=screened.verdict, told=screened.told)
        heard = replace(heard, known=screened.known, asked=screened.asks, other=screened.other)
        if kind_of_help := attempt(lambda: help_called_for(tracker, heard), None):
            said, kept = attempt(lambda: after_emergency(kind_of_help, flow, state), (say(FAILED), []))
            dispatcher.messages.extend(said)
            return [*screened.events, *kept, FollowupAction("action_listen")]
        overhear(heard, tracker)
        step, kept = carried_on(flow, state, heard, tracker)
        answers = [
            message
            for topic in heard.topics
            if topic not in step.took
            for message in answered(topic, heard, step, tracker)
        ]
        dispatcher.messages.extend(in_order(heard, verdict, answers, step) or asked_back(tracker))
        return [*screened.events, *step.events, *kept, FollowupAction("action_listen")]


def screened_by(tracker: Tracker, topics: tuple[str, ...]) -> tuple[Screened, Messages]:
    """Return what screening made of the message, and what it says; where it failed, the message clears nothing."""
    verdict = CollectingDispatcher()
    screened = attempt(lambda: screen(verdict, tracker, topics), None)
    return (screened, verdict.messages) if screened else unread(tracker, topics)


def after_emergency(kind: str, flow: Flow | None, state: dict[str, Any]) -> tuple[Messages, Messages]:
    """Return what is said in the turn after an emergency, with what was wished before it, and the state to keep."""
    wish, left = flow.remind(state) if flow else ([], None)
    parts = {"parts": ["utter_after_emergency", *wish]} if wish else {}
    return say("utter_after_emergency", kind=kind, **parts), keep(flow, left)


def overhear(heard: Heard, tracker: Tracker) -> None:
    """Let every flow note what the message tells."""
    for flow in FLOWS:
        attempt(partial(flow.overhear, heard, tracker), None)


def carried_on(flow: Flow | None, state: dict[str, Any], heard: Heard, tracker: Tracker) -> tuple[Step, Messages]:
    """Return what the talk under way makes of the message, and the event that keeps its state.

    Where it fails its state stays as it was; where it failed in the turn before as well, the talk ends.
    """
    aside = heard.verdict and heard.verdict.outcome in TRIAGED and not heard.topics  # a sign, and nothing else
    if flow is None or (aside and not flow.gives_way):
        return Step(state if flow else None), keep(flow, state)
    step = attempt(lambda: flow.read(heard, state, tracker), None)
    if step is None:
        failed = Step(None, say(FAILED), flow.starts | ANSWERS)
        return failed, keep(None, None) if said_last(tracker) == FAILED else []
    return step, keep(flow, step.state)


def answered(topic: str, heard: Heard, step: Step, tracker: Tracker) -> list[dict[str, Any]]:
    """Return the answer to one topic; the talk under way has buttons of its own."""
    return attempt(lambda: say(**answer_to(topic, heard, tracker), plain=bool(step.said)), say(FAILED))


def answer_to(topic: str, heard: Heard, tracker: Tracker) -> dict[str, Any]:
    """Return the response for a topic with its arguments; not the very same paragraph twice in a row."""
    details = {one["id"]: one.get("details", {}) for one in tracker.latest_message.get("topics") or []}
    answer = {"response": f"utter_{topic}", **details.get(topic, {})}
    answer |= hours_asked(heard.text) if topic == "clinic_hours" else {}
    if topic.startswith("faq/") and answer in said_before(tracker):
        answer |= {"response": "utter_said_before", "topic": topic.removeprefix("faq/")}
    return answer


def in_order(heard: Heard, verdict: Messages, answers: Messages, step: Step) -> Messages:
    """Return all that is said: what cannot wait first, the talk under way last, a failure once."""
    urgent = heard.verdict and heard.verdict.outcome is Outcome.CONTACT_TODAY
    said = [*verdict, *answers, *step.said] if urgent else [*answers, *verdict, *step.said]
    failed = [message for message in said if message.get("response") == FAILED]
    return [message for message in said if not any(message is again for again in failed[:-1])]


def hours_asked(text: str) -> dict[str, Any]:
    """Return the arguments that answer a question about the hours of other days than today; nothing without one."""
    days = hours.asked_days(clinic(), text, clock())
    return (
        {"asked_day": True, "asked_hours": "\n".join(hours.spoken_day(clinic(), day) for day in days)} if days else {}
    )


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


def asked_back(tracker: Tracker) -> Messages:
    """Return the question back with the nearest topics as buttons; after a second miss in a row a person is offered."""
    nearest = tracker.latest_message.get("nearest", [])
    if not nearest or said_last(tracker) == "utter_ask_which":
        return say("utter_fallback_person")
    return say("utter_ask_which", topics=nearest)


class ActionEmergency(ClinicAction):
    """Say whom to call; nothing else is said in that turn."""

    def name(self) -> str:
        return "action_emergency"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        alarm = tracker.latest_message.get("alarm") or {}
        dispatcher.utter_message(response="utter_emergency", kind=alarm.get("kind"))
        return attempt(lambda: end(*under_way(tracker, ()), tracker), [])


class ActionSessionStart(ClinicAction):
    """Begin a talk with the welcome: an automated assistant, not a person, not for emergencies."""

    def name(self) -> str:
        return "action_session_start"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_welcome")
        return [SessionStarted(), ActionExecuted("action_listen")]
