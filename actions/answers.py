"""What is said when no flow is needed: answers, asking back, the emergency text."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, FollowupAction, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ClinicAction
from actions.screening import CHECK, TREATED, screen


class ActionAnswer(ClinicAction):
    """Serve every topic of the message once, in the order asked."""

    def name(self) -> str:
        return "action_answer"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        # A pressed button that is an intent of its own comes through Rasa's command handler, which only knows intents.
        topics = tracker.latest_message.get("topics") or [{"id": tracker.get_intent_of_latest_message()}]
        asked = [topic["id"] for topic in topics]
        verdict = CollectingDispatcher()
        judged, events = screen(verdict, tracker, asked)
        if any(message.get("response") == "utter_emergency" for message in verdict.messages):
            dispatcher.messages.extend(verdict.messages)  # nothing else in that turn
            return events
        for topic in topics:
            if not (judged and topic["id"] in (CHECK, TREATED)):  # the verdict is the answer to these
                dispatcher.utter_message(response=f"utter_{topic['id']}", **topic.get("details", {}))
        dispatcher.messages.extend(verdict.messages)
        return events


class ActionAskBack(ClinicAction):
    """Ask back with the nearest topics as buttons; after a second miss in a row offer a person."""

    def name(self) -> str:
        return "action_ask_back"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        judged, events = screen(dispatcher, tracker, [])
        nearest = tracker.latest_message.get("nearest", [])
        if judged:
            pass  # what was disclosed is understood, even where the question is not
        elif not nearest or self.asked_back_before(tracker):
            dispatcher.utter_message(response="utter_fallback_person")
        else:
            dispatcher.utter_message(response="utter_ask_which", topics=nearest)
        return [*events, FollowupAction("action_listen")]  # also where no rule led here

    @staticmethod
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
        return []


class ActionSessionStart(ClinicAction):
    """Begin a talk with the welcome: an automated assistant, not a person, not for emergencies."""

    def name(self) -> str:
        return "action_session_start"

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_welcome")
        return [SessionStarted(), ActionExecuted("action_listen")]
