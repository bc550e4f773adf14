"""The limits over HTTP: whose they are, and what is still answered over them."""

import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests

from tests.server import Server


@pytest.fixture(scope="module")
def limited(model: object) -> Iterator[Server]:
    with Server(LIMIT_LOOPBACK="1", LIMIT_MESSAGES="2/5m", LIMIT_SESSIONS="12/h") as running:
        yield running


def history(server: Server, headers: dict[str, str]) -> requests.Response:
    return requests.get(f"{server.url}/api/chat/messages", headers=headers, timeout=10)


def test_an_emergency_over_all_limits_is_answered_and_not_stored(limited: Server) -> None:
    chat = limited.open_session()
    for text in ("i cant breathe", "my face is swelling and i cant breathe") * 5:
        assert chat.say(text)["turn"]["outcome"] == "emergency"
    stored = chat.history()
    message_id = str(uuid.uuid4())
    again = [chat.say(text, message_id) for text in ("i cant breathe", "help i cant breathe")]
    assert [said["turn"]["outcome"] for said in again] == ["emergency"] * 2
    assert [said["messages"][0]["text"] for said in again] == [stored[-1]["text"]] * 2
    assert chat.say("i want to kill myself")["messages"][0]["text"] != stored[-1]["text"]
    assert chat.history() == stored
    assert chat.say("does it hurt")["turn"]["understood"] == ["pain"]


def test_the_history_has_a_limit_of_its_own(limited: Server) -> None:
    chat = limited.open_session()
    answers = [history(limited, chat.headers) for _ in range(13)]
    assert [answer.status_code for answer in answers] == [200] * 12 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert chat.say("does it hurt")["turn"]["understood"] == ["pain"]


def test_one_network_is_one_client_and_the_last_line_is_the_proxys(limited: Server) -> None:
    def opened(*forwarded: str) -> int:
        lines = "".join(f"X-Forwarded-For: {one}\r\n" for one in forwarded)
        head = "POST /api/chat/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        with socket.create_connection(("127.0.0.1", limited.port), timeout=10) as raw:
            raw.sendall(f"{head}{lines}Content-Length: 2\r\n\r\n{{}}".encode())
            return int(raw.recv(200).split()[1])

    for entries in (
        [(f"2001:db8::{number:x}",) for number in range(13)],
        [(f"198.51.100.{number}", "203.0.113.8") for number in range(13)],
        [(f"203.0.113.9:{1000 + number}",) for number in range(12)] + [("::ffff:203.0.113.9",)],
        [(f"nonsense{number}",) for number in range(13)],
    ):
        assert [opened(*forwarded) for forwarded in entries] == [201] * 12 + [429]


def keep_asking(port: int) -> None:
    """Use one connection until the server ends it."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw, suppress(OSError):
        while True:
            raw.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            if not raw.recv(4096):
                return
            time.sleep(0.05)


def test_a_stop_does_not_wait_for_connections_that_are_kept_alive(model: object) -> None:
    with Server() as running, ThreadPoolExecutor() as pool:
        assert running.process
        chats = [running.open_session() for _ in range(3)]
        assert all(chat.history() for chat in chats)  # their connections stay open
        with socket.create_connection(("127.0.0.1", running.port)) as half:
            half.sendall(b"POST /api/chat/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
            used = [pool.submit(keep_asking, running.port) for _ in range(3)]
            time.sleep(0.5)
            begin = time.monotonic()
            running.process.terminate()
            assert running.process.wait(30) == 0
            assert time.monotonic() - begin < 4
        assert all(one.result(5) is None for one in used)
