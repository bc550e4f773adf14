"""Conversations in the clinic's database: every event is appended once, the newest trackers stay in memory.

A turn costs the same in message 5 and in message 500; see docs/decisions/0005-tracker-store.md. While the database is
down, talks go on in memory: what they said is appended with the next turn once it is back.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from clinic.database import clear_deleted, open_database
from clinic.wiring import settings

logger = logging.getLogger(__name__)

LIVE_TRACKERS = 200  # conversations kept in memory; any other is rebuilt from the database
LONGEST = 90  # events of a live tracker before it is shortened
KEPT_TURNS = 5  # turns that a shortened tracker keeps whole; rules and follow-ups look back less far

TALK = ("user", "bot")  # the events that people see

EVENT_TYPES: dict[str, type[Event]] = {cls.type_name: cls for cls in all_subclasses(Event) if cls.type_name}

metadata = sa.MetaData()
events = sa.Table(
    "conversation_event",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),  # 1, 2, 3 … within the conversation
    sa.Column("type", sa.String(40), nullable=False),
    sa.Column("client_message_id", sa.String(64)),  # of a user event; a message sent twice is stored once
    sa.Column("data", sa.Text, nullable=False),
    sa.UniqueConstraint("conversation", "client_message_id"),
)

Row = dict[str, Any]  # an event as Rasa writes it, with its `seq`


@dataclass(frozen=True)
class Live:
    """A tracker in memory, how many of its events are stored, and the seq of the last stored one."""

    tracker: DialogueStateTracker
    saved: int
    seq: int


class EventStore(TrackerStore):
    """Rasa's tracker store over the table `conversation_event`."""

    def __init__(self, domain: Optional[Domain] = None, event_broker: Any = None, **_: Any) -> None:
        super().__init__(domain, event_broker)
        self._engine = open_database(settings().database_url)
        metadata.create_all(self._engine)
        clear_deleted(self._engine)  # a crash may have come between a deletion and this
        self._live: OrderedDict[str, Live] = OrderedDict()
        self._taken: dict[str, Live] = {}
        self._new: set[str] = set()

    def begin(self, conversation: str) -> None:
        """Announce a conversation whose id was made just now: the database need not be asked for it."""
        self._new.add(conversation)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Take the live tracker; a turn that fails never gives it back, so the next one reads what was saved."""
        live = self._live.pop(sender_id, None)
        if live is None and sender_id not in self._new:
            live = await self._rebuild(sender_id)
        if live is None:
            return None
        self._taken[sender_id] = live
        return live.tracker

    async def _rebuild(self, sender_id: str) -> Optional[Live]:
        rows = await asyncio.to_thread(self.rows, sender_id)
        if not rows:
            return None
        history = [decode(row) for row in rows]
        tracker = shorten(DialogueStateTracker.from_events(sender_id, history, self.domain.slots))
        return Live(tracker, len(tracker.events), rows[-1]["seq"])

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are not stored yet, in one transaction, and keep the tracker for the next turn."""
        self._new.discard(tracker.sender_id)
        before = self._taken.pop(tracker.sender_id, Live(tracker, 0, 0))
        fresh = [event.as_dict() for event in list(tracker.events)[before.saved :]]
        if fresh and not await asyncio.to_thread(self._stores, tracker.sender_id, before.seq, fresh):
            self._live[tracker.sender_id] = Live(tracker, before.saved, before.seq)
            return
        if len(tracker.events) > LONGEST:
            tracker = shorten(tracker)
        self._live[tracker.sender_id] = Live(tracker, len(tracker.events), before.seq + len(fresh))
        if len(self._live) > LIVE_TRACKERS:
            self._live.popitem(last=False)

    async def exists(self, conversation_id: str) -> bool:
        """Tell whether anything of the conversation is stored, without taking its tracker."""
        if conversation_id in self._live or conversation_id in self._taken:
            return True
        return bool(await asyncio.to_thread(self.rows, conversation_id))

    async def keys(self) -> Iterable[str]:
        """Return the ids of all stored conversations."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(events.c.conversation).distinct()).scalars())

    def rows(self, conversation: str, after: int = 0, types: tuple[str, ...] = ()) -> list[Row]:
        """Return the events of a conversation in order, after a seq, all or those of the given types."""
        live = self._live.get(conversation)
        try:
            stored = self._stored(conversation, after, types)
        except sa.exc.SQLAlchemyError:
            if live is None:
                raise
            return [row for row in remembered(live, after) if not types or row["event"] in types]
        waiting = remembered(live, max(after, live.seq)) if live else []
        return stored + [row for row in waiting if not types or row["event"] in types]

    def _stored(self, conversation: str, after: int, types: tuple[str, ...]) -> list[Row]:
        query = sa.select(events.c.seq, events.c.data).where(events.c.conversation == conversation)
        query = query.where(events.c.seq > after).order_by(events.c.seq)
        if types:
            query = query.where(events.c.type.in_(types))
        with self._engine.connect() as connection:
            return [{**json.loads(data), "seq": seq} for seq, data in connection.execute(query)]

    def turn_rows(self, conversation: str, client_message_id: str) -> list[Row]:
        """Return the user event with that id and the bot events that answered it; nothing if it is not stored."""
        seq = self._seq_of(conversation, client_message_id)
        if seq is None:
            return []
        asked, *rest = self.rows(conversation, seq - 1, TALK)
        return [asked, *takewhile(lambda row: row["event"] == "bot", rest)]

    def _seq_of(self, conversation: str, client_message_id: str) -> Optional[int]:
        live, known = self._live.get(conversation), 0
        query = sa.select(events.c.seq).where(events.c.conversation == conversation)
        try:
            with self._engine.connect() as connection:
                seq = connection.execute(query.where(events.c.client_message_id == client_message_id)).scalar()
            known = live.seq if live else 0
        except sa.exc.SQLAlchemyError:
            seq = None
        waiting = remembered(live, known) if live and seq is None else []
        asked = (row for row in waiting if (row.get("metadata") or {}).get("client_message_id") == client_message_id)
        return seq or next((int(row["seq"]) for row in asked), None)

    async def forget(self, conversation: str) -> None:
        """Delete everything of a conversation, in memory and stored, so that no file holds its words any more."""
        self._live.pop(conversation, None)
        self._taken.pop(conversation, None)
        await asyncio.to_thread(self._delete, conversation)

    def ping(self) -> None:
        """Raise the database's error if it cannot be asked."""
        with self._engine.connect() as connection:
            connection.execute(sa.select(1))

    def _stores(self, conversation: str, seq: int, fresh: list[Row]) -> bool:
        try:
            self._append(conversation, seq, fresh)
        except sa.exc.IntegrityError:  # somebody else writes to this conversation
            raise
        except sa.exc.SQLAlchemyError as error:
            logger.warning("the database cannot be reached (%s): a turn waits in memory", type(error).__name__)
            return False
        return True

    def _append(self, conversation: str, seq: int, fresh: list[Row]) -> None:
        rows = [
            {
                "conversation": conversation,
                "seq": number,
                "type": event["event"],
                "client_message_id": (event.get("metadata") or {}).get("client_message_id"),
                "data": json.dumps(event),
            }
            for number, event in enumerate(fresh, seq + 1)
        ]
        with self._engine.begin() as connection:
            connection.execute(sa.insert(events), rows)

    def _delete(self, conversation: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(events).where(events.c.conversation == conversation))
        clear_deleted(self._engine)


def remembered(live: Live, after: int) -> list[Row]:
    """Return the events of a tracker in memory after a seq, as the database has them or will have them."""
    history = list(live.tracker.events)
    first = live.seq - live.saved + 1  # the seq of the first event, were it not shortened
    kept = enumerate(history[max(after + 1 - first, 0) :], max(after + 1, first))
    return [{**event.as_dict(), "seq": seq} for seq, event in kept]


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
