"""The base of all actions: a failure is said kindly, logged without words of the patient, and loses nothing."""

import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

logger = logging.getLogger(__name__)


class ClinicAction(Action, ABC):
    """An action that never leaves the visitor without an answer."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """Respond; when that fails, drop what was begun and say that something failed on our side."""
        try:
            return self.respond(dispatcher, tracker)
        except Exception:
            logger.exception("%s failed", self.name())
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_error")
            return []

    @abstractmethod
    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        """Say what is to be said and return the events (slots) that follow."""
