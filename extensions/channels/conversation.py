"""A message is taken once, in order and within its limit, whichever channel brings it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from clinic.wiring import bookings, clock
from extensions.channels.errors import ApiError
from extensions.channels.requests import Message
from extensions.channels.turns import Row
from extensions.stores.lock_store import LocalLockStore

LEADING = re.compile(r"^[\s/]+")


class Conversations:
    """The talks of one channel. What is unknown or was deleted is an `ApiError` 401."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._locks = LocalLockStore()

    async def take(
        self, agent: Any, session: str, message: Message, visitor: str, allow: Callable[[], None] | None
    ) -> list[Row]:
        """Return the rows of a message's turn; the same id again gives the same rows and changes nothing.

        `allow` raises where a new message would be too much. Other content under the same id is an `ApiError` 409.
        """
        store = agent.tracker_store
        async with self._locks.lock(session):
            await known(agent, session)  # it may have been deleted while this waited
            rows: list[Row] = await store.read(store.turn_rows, session, message.id)
            if rows and rows[0]["metadata"]["sent"] != [message.text, message.choice]:
                raise ApiError(409)
            if not rows:
                if allow:
                    allow()
                await self._handle(agent, session, message, visitor)
                rows = await store.read(store.turn_rows, session, message.id)
        return rows

    async def _handle(self, agent: Any, session: str, message: Message, visitor: str) -> None:
        choice, shown = message.choice, message.text
        if choice is not None:
            shown = await agent.tracker_store.read(offered_title, agent.tracker_store, session, choice)
        given = f"/{choice}" if choice is not None else no_command(message.text or "")
        metadata = {"client_message_id": message.id, "sent": [message.text, choice], "shown": shown}
        if visitor:
            metadata["visitor"] = visitor
        await agent.handle_message(
            UserMessage(given, CollectingOutputChannel(), session, input_channel=self._channel, metadata=metadata)
        )

    async def forget(self, agent: Any, session: str) -> None:
        """Delete a conversation, and give back the time that it holds."""
        async with self._locks.lock(session):
            await known(agent, session)
            await asyncio.to_thread(release, session)
            await agent.tracker_store.forget(session)


async def known(agent: Any, session: str) -> None:
    """Raise `ApiError` 401 for a conversation that is not there."""
    if not await agent.tracker_store.exists(session):
        raise ApiError(401)


def no_command(text: str) -> str:
    """Return a typed text without what Rasa takes for a command: a slash in front, whatever blanks stand around it."""
    return LEADING.sub("", text) or "?"


def release(session: str) -> None:
    """Give back the time that a conversation holds; raise `StoreDown`."""
    bookings().release(session, clock())


def offered_title(store: Any, session: str, choice: str) -> str:
    """Return the title of a button that this talk has offered; raise `ApiError` 404 for any other."""
    for row in reversed(store.rows(session, 0, ("bot",))):
        for button in (row.get("data") or {}).get("buttons") or []:
            if button["payload"] == f"/{choice}":
                return str(button["title"])
    raise ApiError(404)
