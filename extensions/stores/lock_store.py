"""Turns of one conversation happen one after another; waiting costs no polling."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock_store import LockError, LockStore


class LocalLockStore(LockStore):
    """One `asyncio.Lock` per conversation, for one process; a waiting turn is woken at once."""

    def __init__(self, endpoint_config: Any = None) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 60, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[Any, None]:
        """Hold the conversation; raise `LockError` when the turn before takes longer than `lock_lifetime` seconds."""
        lock, users = self._locks.get(conversation_id, (asyncio.Lock(), 0))
        self._locks[conversation_id] = (lock, users + 1)
        try:
            await _acquire(lock, lock_lifetime)
            try:
                yield None
            finally:
                lock.release()
        finally:
            lock, users = self._locks[conversation_id]
            if users == 1:
                del self._locks[conversation_id]
            else:
                self._locks[conversation_id] = (lock, users - 1)


async def _acquire(lock: asyncio.Lock, seconds: float) -> None:
    try:
        await asyncio.wait_for(lock.acquire(), seconds)
    except TimeoutError:
        raise LockError("the turn before this one did not end in time") from None
