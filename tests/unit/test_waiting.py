"""What a database that is away leaves in memory is stored as soon as it is back, once, and never thrown out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import IntegrityError, OperationalError

from extensions.stores import tracker_store
from extensions.stores.tracker_store import EventStore, TooManyWait


class Broken:
    """The store's insert, which fails before or behind its commit while `down` says so."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.down, self.insert = store._table, "", store._table._insert
        self.store._insert = self  # type: ignore[method-assign]

    def __call__(self, rows: list[dict[str, Any]]) -> None:
        if self.down != "before":
            self.insert(rows)
        if self.down:
            raise OperationalError("INSERT", {}, Exception("connection lost"))


@pytest.fixture
def store(agent: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventStore]:
    chosen = replace(tracker_store.settings(), database_url=f"sqlite:///{tmp_path}/clinic.db")
    monkeypatch.setattr(tracker_store, "settings", lambda: chosen)
    monkeypatch.setattr(tracker_store, "RETRY_SECONDS", 0.05)
    yield EventStore(agent.domain)


async def say(store: EventStore, talk: str, text: str) -> None:
    tracker = await store.retrieve(talk) or DialogueStateTracker(talk, store.domain.slots)
    tracker.update(UserUttered(text))
    await store.save(tracker)


def stored(store: EventStore, talk: str = "a") -> list[str]:
    return [row["text"] for row in store._table.rows(talk)]


async def test_a_commit_whose_answer_was_lost_is_not_written_twice_and_nothing_behind_it_is_lost(
    store: EventStore,
) -> None:
    broken = Broken(store)
    await say(store, "a", "one")
    broken.down = "behind"
    await say(store, "a", "two")
    broken.down = "before"
    await say(store, "a", "three")
    assert [row["text"] for row in store.rows("a")] == ["one", "two", "three"]
    broken.down = ""
    await say(store, "a", "four")
    assert stored(store) == ["one", "two", "three", "four"]


async def test_what_another_server_wrote_there_is_a_conflict(store: EventStore, agent: Any) -> None:
    await say(store, "a", "one")
    await say(EventStore(agent.domain), "a", "other")
    with pytest.raises(IntegrityError):
        await say(store, "a", "two")
    assert stored(store) == ["one", "other"]


async def test_what_waits_is_stored_by_itself(store: EventStore) -> None:
    broken = Broken(store)
    broken.down = "before"
    await say(store, "a", "one")
    await say(store, "b", "two")
    assert stored(store) == []
    broken.down = ""
    assert store._later
    await store._later
    assert stored(store, "a") == ["one"] and stored(store, "b") == ["two"]


async def test_a_turn_that_fails_takes_nothing_with_it_that_waits(store: EventStore) -> None:
    broken = Broken(store)
    broken.down = "before"
    await say(store, "a", "one")
    taken = await store.retrieve("a")
    assert taken
    taken.update(UserUttered("half a turn"))
    broken.down = ""
    assert await store.flush()
    assert stored(store) == ["one"]


async def test_more_talks_wait_than_live_and_beyond_the_bound_a_new_one_is_refused(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_store, "LIVE_TRACKERS", 3)
    monkeypatch.setattr(tracker_store, "MOST_WAITING", 9)
    broken = Broken(store)
    broken.down = "before"
    for number in range(9):
        await say(store, f"t{number}", "one")
    with pytest.raises(TooManyWait):
        await store.retrieve("new")
    with pytest.raises(TooManyWait):
        store.begin("new")
    await say(store, "t0", "two")  # who waits goes on
    broken.down = ""
    assert await store.flush()
    assert stored(store, "t0") == ["one", "two"]
    assert all(stored(store, f"t{number}") == ["one"] for number in range(1, 9))


async def test_what_is_forgotten_while_it_waits_is_never_stored(store: EventStore) -> None:
    broken = Broken(store)
    broken.down = "before"
    await say(store, "a", "one")
    await store.forget("a")
    broken.down = ""
    await store.flush()
    assert stored(store) == [] and not await store.exists("a")
