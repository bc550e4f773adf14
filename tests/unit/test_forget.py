"""What was deleted is in no byte of the database's files any more, and its chat has ended."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.database import open_database
from clinic.wiring import settings
from extensions.stores import tracker_store
from extensions.stores.tracker_store import EventStore

WORD = "zebrafinch"
LEFT_BY_A_CRASH = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA secure_delete=ON")
database.execute("INSERT INTO conversation_event VALUES ('gone', 1, 'user', NULL, 'zebrafinch')")
database.commit()
database.execute("DELETE FROM conversation_event WHERE conversation = 'gone'")
database.commit()
os._exit(9)
"""


def remains(folder: Path) -> set[str]:
    """Return the files that hold the word; another process reads them: to close them here would end SQLite's locks."""
    files = sorted(str(file) for file in folder.iterdir())
    found = subprocess.run(["grep", "-la", WORD, *files], capture_output=True, text=True, check=False)
    return {Path(line).name for line in found.stdout.splitlines()}


@pytest.fixture
def store(agent: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventStore]:
    chosen = replace(settings(), database_url=f"sqlite:///{tmp_path}/clinic.db")
    monkeypatch.setattr(tracker_store, "settings", lambda: chosen)
    yield EventStore(agent.domain)


async def test_forgotten_words_are_in_no_file_while_others_talk_on(store: EventStore, tmp_path: Path) -> None:
    for conversation, word in (("kept", "sparrow"), ("gone", WORD), ("other", "sparrow")):
        said = [UserUttered(f"{word} {number} " * 200) for number in range(40)]
        await store.save(DialogueStateTracker.from_events(conversation, said))
    assert remains(tmp_path)
    with closing(open_database(f"sqlite:///{tmp_path}/clinic.db").raw_connection()) as reader:
        reader.cursor().execute("SELECT count(*) FROM conversation_event").fetchall()
        await store.forget("gone")
        assert remains(tmp_path) == set()
    assert len(store.rows("kept")) == len(store.rows("other")) == 40


async def test_words_that_a_crash_left_beside_the_database_are_gone_after_the_next_start(
    store: EventStore, agent: Any, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-c", LEFT_BY_A_CRASH, f"{tmp_path}/clinic.db"], check=False, timeout=60)
    assert remains(tmp_path) == {"clinic.db-wal"}
    EventStore(agent.domain)
    assert remains(tmp_path) == set()


async def test_a_chat_whose_turn_failed_can_be_forgotten(store: EventStore) -> None:
    await store.save(DialogueStateTracker.from_events("gone", [UserUttered(WORD)]))
    await store.retrieve("gone")  # and never given back, as when a turn dies in the middle
    await store.forget("gone")
    assert not await store.exists("gone")
