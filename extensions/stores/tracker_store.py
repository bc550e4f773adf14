"""Conversations in the clinic's database: every event is appended once, the newest trackers stay in memory.

A turn costs the same in message 5 and in message 500; see docs/decisions/0005-tracker-store.md. While the database is
down, talks go on in memory: what they said is stored as soon as it is back, and before the server stops.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Optional, TypeVar

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from clinic.database import open_database
from clinic.wiring import settings
from extensions.stores.event_table import EventTable
from extensions.stores.lock_store import LocalLockStore
from extensions.stores.memory import TALK, Live, Row, copied, first_turn, rebuilt, remembered, remembered_turn, stored

logger = logging.getLogger(__name__)

LIVE_TRACKERS = 200  # stored conversations kept in memory; any other is rebuilt from the database
MOST_WAITING = 2000  # conversations that wait in memory for the database, about 100 kB each; no more are taken
RETRY_SECONDS = 3  # between two attempts to store what waits

Answer = TypeVar("Answer")


class TooManyWait(Exception):  # noqa: N818
    """The database is down for long, and memory takes no further conversation."""


class EventStore(TrackerStore):
    """Rasa's tracker store over the table `conversation_event`."""

    def __init__(self, domain: Optional[Domain] = None, event_broker: Any = None, **_: Any) -> None:
        super().__init__(domain, event_broker)
        self._table = EventTable(open_database(settings().database_url))
        self._live: OrderedDict[str, Live] = OrderedDict()  # stored to the last event
        self._waiting: dict[str, Live] = {}  # with events that are not stored yet: never thrown out
        self._taken: dict[str, Live] = {}
        self._new: set[str] = set()
        self._uncleared = False
        self._storing = LocalLockStore()  # what is forgotten must not be stored behind it
        self._later: Optional[asyncio.Task[None]] = None
        # Writers that wait for a locked database hold up no reader, and neither of them the health check.
        self._readers = ThreadPoolExecutor(4, "read")
        self._health = ThreadPoolExecutor(1, "health")

    def begin(self, conversation: str) -> None:
        """Announce a conversation whose id was made just now: the database need not be asked for it."""
        self._make_room(conversation)
        self._new.add(conversation)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Take the live tracker; a turn that fails never gives it back, so the next one reads what was saved."""
        self._make_room(sender_id)
        live = self._live.pop(sender_id, None)
        if waiting := self._waiting.get(sender_id):  # a copy: it is to be stored, whatever becomes of this turn
            live = Live(copied(waiting.tracker, self.domain.slots), waiting.saved, waiting.seq)
        if live is None and sender_id not in self._new:
            live = await self._rebuild(sender_id)
        if live is None:
            return None
        self._taken[sender_id] = live
        return live.tracker

    def _make_room(self, conversation: str) -> None:
        if len(self._waiting) >= MOST_WAITING and conversation not in self._waiting:
            raise TooManyWait

    async def _rebuild(self, sender_id: str) -> Optional[Live]:
        rows = await self.read(self._table.rows, sender_id)
        return rebuilt(sender_id, rows, self.domain.slots) if rows else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are not stored yet, in one transaction, and keep the tracker for the next turn."""
        self._new.discard(tracker.sender_id)
        before = self._taken.pop(tracker.sender_id, Live(tracker, 0, 0))
        self._waiting[tracker.sender_id] = Live(tracker, before.saved, before.seq)
        if not await self._store(tracker.sender_id):
            self._try_later()

    async def _store(self, conversation: str) -> bool:
        """Store what waits of a conversation; tell whether it is stored. A conflict ends its life in memory."""
        async with self._storing.lock(conversation):
            if (live := self._waiting.get(conversation)) is None:
                return True
            fresh = [event.as_dict() for event in list(live.tracker.events)[live.saved :]]
            try:
                await asyncio.to_thread(self._table.append, conversation, live.seq, fresh)
            except IntegrityError:  # somebody else writes to this conversation
                self._waiting.pop(conversation, None)
                raise
            except SQLAlchemyError as error:
                logger.warning("the database cannot be reached (%s): a turn waits in memory", type(error).__name__)
                return False
            self._keep(live, len(fresh))
            return True

    def _keep(self, live: Live, fresh: int) -> None:
        conversation = live.tracker.sender_id
        if self._waiting.get(conversation) is not live:  # the talk has gone on meanwhile
            return
        del self._waiting[conversation]
        self._live[conversation] = stored(live, fresh)
        if len(self._live) > LIVE_TRACKERS:
            self._live.popitem(last=False)

    async def flush(self) -> bool:
        """Store all that waits and clear what was forgotten; tell whether nothing is left to do."""
        for conversation in list(self._waiting):
            try:
                if not await self._store(conversation):
                    break
            except IntegrityError:
                logger.error("a conversation that waited was changed by another server: what waited of it is lost")
        if self._uncleared:
            self._uncleared = not await asyncio.to_thread(self._table.clear)
        return not self._waiting and not self._uncleared

    def _try_later(self) -> None:
        if self._later is None or self._later.done():
            self._later = asyncio.create_task(self._flush_until_done())

    async def _flush_until_done(self) -> None:
        await asyncio.sleep(RETRY_SECONDS)
        while not await self.flush():
            await asyncio.sleep(RETRY_SECONDS)

    async def exists(self, conversation_id: str) -> bool:
        """Tell whether anything of the conversation is stored, without taking its tracker."""
        if conversation_id in self._taken or self._in_memory(conversation_id):
            return True
        return bool(await self.read(self._table.rows, conversation_id))

    async def keys(self) -> Iterable[str]:
        """Return the ids of all stored conversations."""
        return await self.read(self._table.conversations)

    async def read(self, question: Callable[..., Answer], *about: Any) -> Answer:
        """Ask on a thread that no writer can occupy."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, question, *about)

    def _in_memory(self, conversation: str) -> Optional[Live]:
        return self._waiting.get(conversation) or self._live.get(conversation)

    def rows(self, conversation: str, after: int = 0, types: tuple[str, ...] = ()) -> list[Row]:
        """Return the events of a conversation in order, after a seq, all or those of the given types."""
        live = self._in_memory(conversation)
        try:
            kept = self._table.rows(conversation, after, types)
            waiting = remembered(live, max(after, live.seq)) if live else []
        except SQLAlchemyError:
            if live is None:
                raise
            kept, waiting = [], remembered(live, after)
        there = {row["seq"] for row in kept}  # a commit whose answer was lost
        return kept + [row for row in waiting if row["seq"] not in there and (not types or row["event"] in types)]

    def turn_rows(self, conversation: str, client_message_id: str) -> list[Row]:
        """Return the user event with that id and the bot events that answered it; nothing if it is not stored."""
        if known := self.remembered_turn(conversation, client_message_id):
            return known
        try:
            seq = self._table.seq_of(conversation, client_message_id)
        except SQLAlchemyError:
            seq = None
        return first_turn(self.rows(conversation, seq - 1, TALK)) if seq else []

    def remembered_turn(self, conversation: str, client_message_id: str) -> list[Row]:
        """Return the same as `turn_rows` as far as it is in memory, without asking the database."""
        live = self._in_memory(conversation)
        return remembered_turn(live, client_message_id) if live else []

    async def forget(self, conversation: str) -> None:
        """Delete everything of a conversation, in memory and stored, so that no file holds its words any more.

        Where somebody reads the database, the words are overwritten in its log a little later.
        """
        async with self._storing.lock(conversation):
            for memory in (self._live, self._waiting, self._taken):
                memory.pop(conversation, None)
            self._new.discard(conversation)
            await asyncio.to_thread(self._table.delete, conversation)
        if not await asyncio.to_thread(self._table.clear):
            self._uncleared = True
            self._try_later()

    async def ping(self) -> None:
        """Raise the database's error if it cannot be asked."""
        await asyncio.get_running_loop().run_in_executor(self._health, self._table.ping)
