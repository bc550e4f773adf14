"""The web API over HTTP, against the server as it runs for users."""

import json
import socket
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import requests

from tests.server import Server, Session


@pytest.fixture
def chat(server: Server) -> Session:
    return server.open_session()


def message(text: str, message_id: str | None = None) -> dict[str, str]:
    return {"client_message_id": message_id or str(uuid.uuid4()), "text": text}


def test_a_session_begins_with_the_welcome(chat: Session) -> None:
    opened = chat.opened
    assert set(opened) == {"session_id", "token", "expires_at", "messages"}
    assert datetime.fromisoformat(opened["expires_at"]).tzinfo
    welcome = opened["messages"][0]
    assert welcome["from"] == "bot"
    for said in ("automated assistant", "not a person", "911"):
        assert said in welcome["text"]


def test_a_question_is_answered_with_its_topic_buttons_and_sources(chat: Session) -> None:
    answer = chat.say("does it hurt?")
    assert answer["turn"] == {"understood": ["pain"], "outcome": None, "factors": [], "flow": None, "booking": None}
    (said,) = answer["messages"]
    assert set(said) == {"seq", "from", "text", "buttons", "sources", "at"}
    assert 1 <= len(said["buttons"]) <= 3
    assert any(source["url"] for source in said["sources"])
    assert {"title": "Clinic guide: What is Micro-Needling Procedure?", "url": None} in said["sources"]


def test_an_offered_button_leads_on_and_is_shown_by_its_title(chat: Session) -> None:
    button = chat.say("does it hurt?")["messages"][0]["buttons"][0]
    pressed = chat.press(button["id"])
    assert pressed.status_code == 200
    assert pressed.json()["turn"]["understood"] == [button["id"].removeprefix("faq/")]
    assert [m["text"] for m in chat.history() if m["from"] == "user"] == ["does it hurt?", button["title"]]


def test_every_button_of_the_welcome_is_answered(chat: Session) -> None:
    for button in chat.opened["messages"][0]["buttons"]:
        assert chat.press(button["id"]).json()["turn"]["understood"] == [button["id"].removeprefix("faq/")]


@pytest.mark.parametrize("choice", ["faq/aftercare", "restart", "greet", "../etc", ""])
def test_a_button_that_was_never_offered_is_refused(chat: Session, choice: str) -> None:
    refused = chat.press(choice)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not_found")
    assert chat.history() == chat.opened["messages"]


@pytest.mark.parametrize("text", ["/restart", "/session_start", '/greet{"name": "x"}', "//faq/pain", "/back"])
def test_a_leading_slash_is_plain_text(chat: Session, text: str) -> None:
    before = chat.say("how much is it?")
    chat.say(text)
    assert [m["text"] for m in chat.history() if m["from"] == "user"] == ["how much is it?", text]
    assert before["messages"][0] in chat.history()


def test_the_same_message_id_gives_the_same_answer_and_changes_nothing(chat: Session) -> None:
    message_id = str(uuid.uuid4())
    first = chat.say("what about cost", message_id)
    assert chat.say("what about cost", message_id) == first
    assert len(chat.history()) == 1 + 1 + len(first["messages"])


def test_the_same_message_sent_five_times_at_once_is_answered_once(chat: Session) -> None:
    message_id = str(uuid.uuid4())
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: chat.say("does it hurt", message_id), range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert len([m for m in chat.history() if m["from"] == "user"]) == 1


def test_the_same_message_id_with_other_content_is_a_conflict(chat: Session) -> None:
    message_id = str(uuid.uuid4())
    chat.say("does it hurt", message_id)
    assert chat.post(message("how much", message_id)).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "hello"}, 400),
        ({"client_message_id": "7", "text": "hello"}, 400),
        ({"client_message_id": str(uuid.uuid4())}, 400),
        ({"client_message_id": str(uuid.uuid4()), "text": 5}, 400),
        ({"client_message_id": str(uuid.uuid4()), "text": "a", "choice": "b"}, 400),
        ([], 400),
        ("hello", 400),
        ({"client_message_id": str(uuid.uuid4()), "text": ""}, 422),
        ({"client_message_id": str(uuid.uuid4()), "text": " \n\t"}, 422),
        ({"client_message_id": str(uuid.uuid4()), "text": "\x00\x07"}, 422),
        ({"client_message_id": str(uuid.uuid4()), "text": "a" * 1001}, 422),
        ({"client_message_id": str(uuid.uuid4()), "text": "a" * 17_000}, 413),
    ],
)
def test_a_faulty_message_is_refused_with_a_reason(chat: Session, body: object, status: int) -> None:
    answer = chat.post(body)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message"}
    assert chat.history() == chat.opened["messages"]


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [("{not json", "application/json", 400), ("text=hello", "application/x-www-form-urlencoded", 415), ("", "", 415)],
)
def test_what_is_not_json_is_refused(chat: Session, data: str, content_type: str, status: int) -> None:
    headers = {**chat.headers, "Content-Type": content_type}
    answer = requests.post(f"{chat.server.url}/api/chat/messages", data=data, headers=headers, timeout=10)
    assert answer.status_code == status


@pytest.mark.parametrize("text", ["👍", "🤔🤔🤔", "a" * 1000, "ٱلسَّلَامُ", "\u202etxet", "x\x00y", "😭" * 250, "?", "..."])
def test_odd_text_is_answered(chat: Session, text: str) -> None:
    answer = chat.say(text)
    assert answer["messages"]
    assert "\x00" not in json.dumps(chat.history())


def test_sixteen_kilobytes_of_noise_break_nothing(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(
            b"POST /api/chat/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n" + bytes(range(256)) * 62
        )
        raw.sendall(b"\x00" * 200)
        assert raw.recv(100)
    assert server.open_session().say("does it hurt")["turn"]["understood"] == ["pain"]


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer x.y.z", "Basic abc"])
def test_without_a_valid_token_nothing_is_told(chat: Session, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization is not None else {}
    for call in (requests.get, requests.post):
        answer = call(f"{chat.server.url}/api/chat/messages", json=message("hi"), headers=headers, timeout=10)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")


def test_an_altered_token_is_refused(chat: Session) -> None:
    head, body, signature = chat.token.split(".")
    chat.token = ".".join((head, body, signature[::-1]))
    assert chat.post(message("hi")).status_code == 401


def test_history_comes_in_order_and_after_a_seq(chat: Session) -> None:
    chat.say("does it hurt")
    chat.say("how much")
    whole = chat.history()
    assert [m["seq"] for m in whole] == sorted(m["seq"] for m in whole)
    assert [m["from"] for m in whole] == ["bot", "user", "bot", "user", "bot"]
    assert chat.history(whole[2]["seq"]) == whole[3:]


def test_a_forgotten_chat_is_gone(chat: Session) -> None:
    chat.say("does it hurt")
    gone = requests.delete(f"{chat.server.url}/api/chat/sessions", headers=chat.headers, timeout=10)
    assert gone.status_code == 204
    assert chat.post(message("hi")).status_code == 401


@pytest.mark.parametrize(
    "path", ["/webhooks/rest/webhook", "/model/parse", "/conversations/x/tracker", "/socket.io/", "/x"]
)
def test_rasas_own_addresses_do_not_exist(server: Server, path: str) -> None:
    answer = requests.get(server.url + path, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_health(server: Server) -> None:
    assert requests.get(f"{server.url}/health/live", timeout=10).status_code == 200
    assert requests.get(f"{server.url}/health/ready", timeout=10).status_code == 200


def test_too_fast_is_slowed_down_and_an_emergency_is_answered_all_the_same() -> None:
    with Server(LIMIT_LOOPBACK="1", LIMIT_MESSAGES="3/60s", LIMIT_SESSIONS="2/min") as limited:
        chat = limited.open_session()
        for _ in range(3):
            chat.say("does it hurt")
        slowed = chat.post(message("how much"))
        assert (slowed.status_code, slowed.json()["error"]["code"]) == (429, "too_many_requests")
        assert int(slowed.headers["Retry-After"]) >= 1
        assert chat.say("help i cant breathe")["turn"]["understood"] == ["emergency"]
        limited.open_session()
        assert requests.post(f"{limited.url}/api/chat/sessions", json={}, timeout=10).status_code == 429


def test_a_killed_server_loses_nothing_and_repeats_nothing() -> None:
    with Server() as running:
        chat = running.open_session()
        message_id = str(uuid.uuid4())
        first = chat.say("does it hurt", message_id)
        before = chat.history()
        running.stop(kill=True)
        running.start()
        assert chat.history() == before
        assert chat.say("does it hurt", message_id) == first
        assert chat.say("how much")["turn"]["understood"] == ["cost"]


def test_sample_data_is_only_served_on_this_machine() -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "extensions.runtime", "serve"],
        env={**Server().environment, "HOST": "0.0.0.0"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert refused.returncode != 0
    assert "sample" in refused.stderr


def test_logs_hold_no_words_of_the_visitor() -> None:
    with Server() as running:
        chat = running.open_session()
        for text in ("zebrafinch hurts?", "/zebrafinch{", "call me zebrafinch 2125550184", "zebrafinch" * 90):
            chat.post(message(text))
        time.sleep(0.2)
        running.stop()
        assert "zebrafinch" not in running.output()
        assert "2125550184" not in running.output()
