"""A turn: one message in its talk, answered in the order that data/flows/turn.yml says.

Each part fails alone: it says so, and what the others say and keep stands.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import answered, asked_back
from actions.base import ClinicAction
from actions.before import help_called_for
from actions.flows import FAILED, Flow, FlowResult, Messages, UserTurn, hear, say
from actions.outcomes import verdicts
from actions.screening import Screened, screen
from actions.under_way import after_emergency, carried_on, end, overhear, under_way
from actions.unread import unread
from clinic.failures import attempt
from clinic.findings import Outcome
from clinic.strict import ContentError, Strict, check, read_yaml

TABLE = Path("data/flows/turn.yml")
Part = tuple[Messages, Messages]
"""What a part of a turn says, and the events that keep what came of it."""


class Turn:
    """One message in its talk. What a part needs is found out when it is first asked for, and once."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker

    @cached_property
    def screening(self) -> tuple[Screened, Messages]:
        """What screening made of the message, and what it says; where it failed, the message clears nothing."""
        topics, verdict = hear(self.tracker).topics, CollectingDispatcher()
        screened = attempt(lambda: screen(verdict, self.tracker, topics), None)
        return (screened, verdict.messages) if screened else unread(self.tracker, topics)

    @cached_property
    def talk(self) -> tuple[Flow | None, dict[str, Any]]:
        """The talk under way and where it stands."""
        return attempt(lambda: under_way(self.tracker, self.screening[0].topics), (None, {}))

    @cached_property
    def heard(self) -> UserTurn:
        """What the message says, with what screening made of it."""
        screened, _ = self.screening
        heard = replace(hear(self.tracker), topics=screened.topics, verdict=screened.verdict, told=screened.told)
        return replace(heard, known=screened.known, asked=screened.asks, other=screened.other)

    @cached_property
    def help_called_for(self) -> str | None:
        """The kind of the emergency just before, where nothing is asked after it."""
        return attempt(lambda: help_called_for(self.tracker, self.heard), None)

    @cached_property
    def step(self) -> tuple[FlowResult, Messages]:
        """What the talk under way makes of the message, and the events that keep it."""
        overhear(self.heard, self.tracker)
        return carried_on(*self.talk, self.heard, self.tracker)


def verdict(turn: Turn) -> Part:
    """Say what follows from what was disclosed."""
    return turn.screening[1], []


def answers(turn: Turn) -> Part:
    """Answer the topics that the talk under way does not answer itself; it has buttons of its own."""
    step, _ = turn.step
    topics = [topic for topic in turn.heard.topics if topic not in step.took]
    said = [answered(topic, turn.heard, turn.tracker, plain=bool(step.said)) for topic in topics]
    return [message for messages in said for message in messages], []


def flow(turn: Turn) -> Part:
    """Let the talk under way go on."""
    step, kept = turn.step
    return step.said, [*step.events, *kept]


def leave_flow(turn: Turn) -> Part:
    """End the talk under way without a word."""
    return [], attempt(lambda: end(*turn.talk, turn.tracker), [])


def help_again(turn: Turn) -> Part:
    """Say what is said in the turn after an emergency."""
    return attempt(lambda: after_emergency(turn.help_called_for or "", *turn.talk), (say(FAILED), []))


def ask_back(turn: Turn) -> Part:
    """Ask back."""
    return asked_back(turn.tracker), []


PARTS: dict[str, Callable[[Turn], Part]] = {
    part.__name__: part for part in (verdict, answers, flow, leave_flow, help_again, ask_back)
}
WHEN: dict[str, Callable[[Turn], bool]] = {
    "emergency": lambda turn: any(message.get("response") == "utter_emergency" for message in turn.screening[1]),
    "nothing_asked_after_emergency": lambda turn: turn.help_called_for is not None,
    "contact_clinic_today": lambda turn: bool(
        turn.heard.verdict and turn.heard.verdict.outcome is Outcome.CONTACT_TODAY
    ),
    "anything_else": lambda _: True,
}


class Row(Strict):
    """What is said when: parts in order."""

    when: str
    parts: tuple[str, ...]


class Table(Strict):
    """The order of a turn; `leads` belongs to the policy."""

    leads: Any
    says: tuple[Row, ...]
    nothing_said: str


@cache
def table() -> Table:
    """Return the checked order of a turn; raise `ContentError` for a part or a condition that there is not."""
    found = check(Table, read_yaml(TABLE), str(TABLE))
    unknown = {row.when for row in found.says} - set(WHEN)
    unknown |= {part for row in found.says for part in (*row.parts, found.nothing_said)} - set(PARTS)
    if unknown:
        raise ContentError(f"{TABLE}: says: there is no {', '.join(sorted(unknown))}")
    return found


def answer(tracker: Tracker) -> Part:
    """Return all that a message is answered with, and the events that keep what came of it."""
    turn = Turn(tracker)
    row = next(row for row in table().says if WHEN[row.when](turn))
    parts = [PARTS[part](turn) for part in row.parts]
    said = [message for messages, _ in parts for message in messages]
    said = said or PARTS[table().nothing_said](turn)[0]
    return once(said), [*turn.screening[0].events, *(event for _, events in parts for event in events)]


def once(said: Messages) -> Messages:
    """Return what is said with a failure told once, at its last place."""
    failed = [message for message in said if message.get("response") == FAILED]
    return [message for message in said if not any(message is again for again in failed[:-1])]


class TurnAction(ClinicAction):
    """An action that leads a turn: it says the whole of it, and its name tells what the turn is about."""

    def __init__(self) -> None:
        """Check the tables, so that a fault in one stops the start; raise `ContentError`."""
        table(), verdicts()

    @abstractmethod
    def name(self) -> str:
        """Return the name by which rules and the policy call it."""

    def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        """See `ClinicAction`."""
        said, events = answer(tracker)
        dispatcher.messages.extend(said)
        return events
