"""A locked database, and a chat that ends while messages wait: all are answered, and nothing is revived."""

import sqlite3
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from clinic.database import open_database
from tests.postgres import cluster
from tests.server import Server, Session


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Another program writes and does not end."""
    path = server.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def delete(chat: Session) -> int:
    return requests.delete(f"{chat.server.url}/api/chat/sessions", headers=chat.headers, timeout=30).status_code


def outcome(chat: Session, text: str = "i cant breathe") -> tuple[str, float]:
    begin = time.monotonic()
    said = chat.say(text)
    assert said["messages"]
    return said["turn"]["outcome"], time.monotonic() - begin


@pytest.mark.parametrize("command", ["restart", 'greet{"a":"i cant breathe"}', "back", "session_start"])
@pytest.mark.parametrize(
    "lead", ["/\n/", "/\t/", "/ \n /", "/\u00a0/", "/\u2028/", "/\u3000/", "/\r\n/", "\uff0f", "//"]
)
def test_typed_text_is_never_a_command(server: Server, lead: str, command: str) -> None:
    chat = server.open_session()
    chat.say("im pregnant, can i have it?")
    said = chat.say(lead + command)
    assert said["messages"]
    assert ("breathe" in command) == (said["turn"]["outcome"] == "emergency")
    assert chat.say("can i have it?")["turn"]["outcome"] == "not_now"


def test_while_another_program_writes_all_are_answered_soon_and_nothing_is_lost(model: object) -> None:
    with Server() as server:
        chats = [server.open_session() for _ in range(12)]
        booker = server.open_session()
        button = booker.say("can i come in on december 8 after 4")["messages"][-1]["buttons"][0]["id"]
        with locked(server), ThreadPoolExecutor(12) as pool:
            others = [pool.submit(chat.say, "does it hurt") for chat in chats[1:]]
            said, seconds = outcome(chats[0])
            assert said == "emergency" and seconds < 1
            begin = time.monotonic()
            assert requests.get(f"{server.url}/health/ready", timeout=5).status_code == 200
            assert chats[0].history() and time.monotonic() - begin < 1
            assert all(other.result()["turn"]["understood"] == ["pain"] for other in others)
            begin = time.monotonic()
            assert booker.press(button).json()["turn"]["booking"] is None and time.monotonic() - begin < 4
        server.stop()
        server.start()
        assert all([m["from"] for m in chat.history()][:3] == ["bot", "user", "bot"] for chat in chats)


def test_an_emergency_after_a_deletion_is_answered_and_not_stored(server: Server) -> None:
    chat = server.open_session()
    assert delete(chat) == 204
    assert outcome(chat)[0] == "emergency"
    assert chat.post({"client_message_id": str(uuid.uuid4()), "text": "hi"}).status_code == 401


def test_with_the_table_locked_an_emergency_is_answered_and_stored_later(model: object) -> None:
    with cluster() as database, Server(DATABASE_URL=database.url) as server:
        known, begun = server.open_session(), server.open_session()
        server.stop()
        server.start()  # so that no talk is in memory
        known.say("hello")
        engine = open_database(database.url)
        with engine.begin() as other:
            other.execute(sa.text("LOCK TABLE conversation_event"))
            for chat in (known, begun):
                said, seconds = outcome(chat)
                assert said == "emergency" and seconds < 1
        engine.dispose()
        deadline = time.monotonic() + 15
        while len(known.history()) < 5 and time.monotonic() < deadline:
            time.sleep(0.5)
        server.stop()
        server.start()
        assert [m["text"] for m in known.history() if m["from"] == "user"] == ["hello", "i cant breathe"]


def test_messages_that_wait_behind_a_deletion_do_not_bring_the_chat_back(server: Server) -> None:
    for _ in range(5):
        chat = server.open_session()
        copies = [Session(server, chat.opened) for _ in range(4)]
        body = {"text": "my name is Zorblax, im on accutane, does it hurt and how much is it"}

        def send(copy: Session, body: dict[str, str] = body) -> int:
            return copy.post({"client_message_id": str(uuid.uuid4()), **body}).status_code

        with ThreadPoolExecutor(5) as pool:
            first = pool.submit(send, chat)
            time.sleep(0.004)
            gone = pool.submit(delete, copies[0])
            time.sleep(0.008)
            behind = [pool.submit(send, copy) for copy in copies[1:]]
            assert first.result() in (200, 401) and gone.result() == 204
            assert {one.result() for one in behind} <= {200, 401}
        assert send(chat) == 401


def test_a_deleted_chat_gives_its_time_back_and_a_reader_holds_nothing_up(model: object) -> None:
    with Server() as server:
        chat = server.open_session()
        button = chat.say("can i come in on december 8 after 4")["messages"][-1]["buttons"][0]["id"]
        assert chat.press(button).json()["turn"]["booking"]["status"] == "held"
        path = Path(server.environment["DATABASE_URL"].removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM conversation_event").fetchall()
            begin = time.monotonic()
            assert delete(chat) == 204 and time.monotonic() - begin < 2.5
            held = sqlite3.connect(path).execute("SELECT count(*) FROM booking WHERE status = 'held'").fetchone()
            assert held == (0,)
        deadline = time.monotonic() + 10
        while path.with_name(f"{path.name}-wal").stat().st_size and time.monotonic() < deadline:
            time.sleep(0.5)
        assert path.with_name(f"{path.name}-wal").stat().st_size == 0
