"""The actions by name. One leads a turn: extensions/policies/turn.py says which, actions/turn.py what it says."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ClinicAction
from actions.turn import TurnAction
from actions.under_way import end, under_way
from clinic.failures import attempt


class ActionAnswerFaq(TurnAction):
    """Leads where something is asked or said."""

    def name(self) -> str:
        return "action_answer_faq"


class ActionCheckEligibility(TurnAction):
    """Leads where somebody asks whether they can have it, and while the guided check is under way."""

    def name(self) -> str:
        return "action_check_eligibility"


class ActionTriage(TurnAction):
    """Leads where somebody tells of signs after a treatment."""

    def name(self) -> str:
        return "action_triage"


class ActionBookConsultation(TurnAction):
    """Leads where an appointment is wanted, and while one is arranged."""

    def name(self) -> str:
        return "action_book_consultation"


class ActionAskBack(TurnAction):
    """Leads where nothing was understood."""

    def name(self) -> str:
        return "action_ask_back"


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
