"""Conversations in memory: the tracker with what of it is stored, and how it is kept short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

LONGEST = 90  # events of a live tracker before it is shortened
KEPT_TURNS = 5  # turns that a shortened tracker keeps whole; rules and follow-ups look back less far

EVENT_TYPES: dict[str, type[Event]] = {cls.type_name: cls for cls in all_subclasses(Event) if cls.type_name}

TALK = ("user", "bot")  # the events that people see

Row = dict[str, Any]  # an event as Rasa writes it, with its `seq`


@dataclass(frozen=True)
class Live:
    """A tracker in memory, how many of its events are stored, and the seq of the last stored one."""

    tracker: DialogueStateTracker
    saved: int
    seq: int


def remembered(live: Live, after: int) -> list[Row]:
    """Return the events of a tracker in memory after a seq, as the database has them or will have them."""
    history = list(live.tracker.events)
    first = live.seq - live.saved + 1  # the seq of the first event, were it not shortened
    kept = enumerate(history[max(after + 1 - first, 0) :], max(after + 1, first))
    return [{**event.as_dict(), "seq": seq} for seq, event in kept]


def of_message(event: Event, client_message_id: str) -> bool:
    """Tell whether an event is the message with that id."""
    return isinstance(event, UserUttered) and (event.metadata or {}).get("client_message_id") == client_message_id


def remembered_turn(live: Live, client_message_id: str) -> list[Row]:
    """Return the user event with that id and the bot events that answered it; nothing if it is not in memory."""
    if not any(of_message(event, client_message_id) for event in live.tracker.events):
        return []
    said = [row for row in remembered(live, 0) if row["event"] in TALK]
    ids = [(row.get("metadata") or {}).get("client_message_id") for row in said]
    return first_turn(said[ids.index(client_message_id) :])


def first_turn(rows: list[Row]) -> list[Row]:
    """Return a user event and the bot events that come right after it, from rows that begin with it."""
    asked, *rest = rows
    return [asked, *takewhile(lambda row: row["event"] == "bot", rest)]


def rebuilt(conversation: str, rows: list[Row], slots: Iterable[Slot]) -> Live:
    """Return the conversation of all its stored rows."""
    history = [decode(row) for row in rows]
    tracker = shorten(DialogueStateTracker.from_events(conversation, history, slots))
    return Live(tracker, len(tracker.events), rows[-1]["seq"])


def stored(live: Live, fresh: int) -> Live:
    """Return a conversation of which `fresh` further events, its last ones, are stored; a long one is shortened."""
    tracker = shorten(live.tracker) if len(live.tracker.events) > LONGEST else live.tracker
    return Live(tracker, len(tracker.events), live.seq + fresh)


def copied(tracker: DialogueStateTracker, slots: Iterable[Slot]) -> DialogueStateTracker:
    """Return a tracker with the same events, which goes its own way from here."""
    copy = DialogueStateTracker.from_events(tracker.sender_id, list(tracker.events), slots)
    copy.model_id, copy.assistant_id = tracker.model_id, tracker.assistant_id
    return copy


def decode(row: Row) -> Event:
    """Return the event of a stored row (Rasa's own look-up walks all event classes for every event)."""
    return EVENT_TYPES[row["event"]]._from_parameters(row)


def shorten(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """Return a tracker with the same state whose history is the slots and loop as they stand and the last turns."""
    history = list(tracker.events)
    turns = [i for i, event in enumerate(history) if isinstance(event, UserUttered)]
    if len(turns) <= KEPT_TURNS:
        return tracker
    state: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    state += [SlotSet(s.name, s.value) for s in tracker.slots.values() if s.value != s.initial_value]
    if tracker.active_loop:
        state.append(ActiveLoop(tracker.active_loop.name))
    # The action before the first kept message is `action_listen`: a turn begins with it.
    kept = history[max(turns[-KEPT_TURNS] - 1, 0) :]
    for event in state:
        event.timestamp = kept[0].timestamp
    short = DialogueStateTracker.from_events(tracker.sender_id, state + kept, tracker.slots.values())
    short.model_id, short.assistant_id = tracker.model_id, tracker.assistant_id
    return short
