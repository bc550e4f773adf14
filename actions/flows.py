"""Flows: talks of several turns. A flow reads every message while it is under way, and asks its question again after
an answer to something else. What a message means to it is decided in its own module."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from clinic.consult import NOTHING_DISCLOSED, Disclosure
from clinic.findings import Finding
from clinic.screening import Verdict

FAILED = "utter_part_failed"
Messages = list[dict[str, Any]]
"""What is said, or events, as the dispatcher and Rasa take them."""
BOOKING = frozenset({"book_consultation", "reschedule_booking", "cancel_booking", "check_booking"})


@dataclass(frozen=True)
class UserTurn:
    """What one message says: as typed, or the id of a pressed button that is no topic; its topics in the order asked.

    `verdict` is what follows from all that was disclosed so far when this message disclosed something that was spoken
    about, else None; `known` is all that holds of the person to be treated, `other` tells that it is not the visitor.
    """

    text: str
    choice: str | None
    topics: tuple[str, ...]
    verdict: Verdict | None = None
    told: Disclosure = NOTHING_DISCLOSED
    known: tuple[Finding, ...] = ()
    asked: bool = False
    other: bool = False


@dataclass(frozen=True)
class FlowResult:
    """What a flow makes of a message.

    `state` is kept for the next message (plain values; None ends the flow), `took` are the topics that the flow has
    answered itself, `understood` tells whether the message meant anything to it, `said` is its part of the answer
    (dispatcher messages), which comes last.
    """

    state: dict[str, Any] | None
    said: list[dict[str, Any]] = field(default_factory=list)
    took: frozenset[str] = frozenset()
    understood: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)


class Flow(ABC):
    """A talk of several turns, begun by one of the topics in `starts`; its state is the slot `flow`."""

    name: ClassVar[str]
    starts: ClassVar[frozenset[str]]
    buttons: ClassVar[str]  # how the ids of its buttons begin
    gives_way: ClassVar[bool] = False  # does not take the place of another talk under way

    @abstractmethod
    def read(self, heard: UserTurn, state: dict[str, Any], tracker: Tracker) -> FlowResult:
        """Return what follows from a message; `state` is {} when the message begins the flow."""

    def rests(self, state: dict[str, Any]) -> bool:
        """Tell whether no question is open, so that any other talk may begin."""
        return False

    def overhear(self, heard: UserTurn, tracker: Tracker) -> None:
        """Note what a message tells, whichever talk it belongs to."""
        return

    @abstractmethod
    def leave(self, state: dict[str, Any], tracker: Tracker) -> dict[str, Any] | None:
        """Let go of what the flow keeps elsewhere, for an emergency ends it; return what is kept for later."""

    def put_off(self, left: dict[str, Any] | None, tracker: Tracker) -> dict[str, Any] | None:
        """Return the state that remembers what is wished beside an emergency; `left` is what `leave` kept."""
        return None

    def remind(self, state: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
        """Return the keys of what is said, once, of a wish that was put off, and the state after it."""
        return [], state


def hear(tracker: Tracker) -> UserTurn:
    """Return what the latest message says."""
    message = tracker.latest_message
    text = message.get("text") or ""
    known = _topics(message)
    pressed = text[1:] if text.startswith("/") else None
    return UserTurn(
        text="" if pressed else text,
        choice=pressed if pressed not in known else None,
        topics=known if pressed is None or pressed in known else (),
    )


def _topics(message: dict[str, Any]) -> tuple[str, ...]:
    """Return the topics of a message; a pressed button that is an intent of its own has only that."""
    intent = (message.get("intent") or {}).get("name")
    topics = [topic["id"] for topic in message.get("topics") or ()] or [intent]
    return tuple(topic for topic in topics if topic and topic != "nlu_fallback")


def keep(flow: Flow | None, state: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the event that remembers which flow is under way and where it stands."""
    return [SlotSet("flow", {"name": flow.name, **state} if flow and state is not None else None)]


def say(response: str, **arguments: Any) -> list[dict[str, Any]]:
    """Return one approved message as a flow says it."""
    dispatcher = CollectingDispatcher()
    dispatcher.utter_message(response=response, **arguments)
    return list(dispatcher.messages)
