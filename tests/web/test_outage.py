"""A database that goes away: questions and emergencies are answered, nothing is booked or claimed, nothing is lost."""

import uuid

import requests

from tests.postgres import cluster
from tests.server import Server, Session, seconds

PHONE = "+1 212-555-0123"


def health(server: Server) -> list[int]:
    """The status of liveness and readiness."""
    return [requests.get(f"{server.url}/health/{kind}", timeout=5).status_code for kind in ("live", "ready")]


def texts(chat: Session) -> list[str]:
    """All that both sides said, in order."""
    said = chat.history()
    assert [message["seq"] for message in said] == sorted({message["seq"] for message in said})
    return [message["text"] for message in said]


def test_while_the_database_is_down_talks_go_on_and_are_stored_when_it_is_back(model: object) -> None:
    with cluster() as database, Server(DATABASE_URL=database.url) as server:
        chat = server.open_session()
        button = chat.say("can i come in on december 8 after 4")["messages"][-1]["buttons"][0]["id"]
        before = texts(chat)
        assert health(server) == [200, 200]

        usual = seconds(lambda: server.open_session().say("does it hurt?"))
        database.stop()
        again = str(uuid.uuid4())
        assert seconds(lambda: chat.say("does it hurt?", again)) < 1 + 10 * usual
        first = chat.say("does it hurt?", again)
        assert first["turn"]["understood"] == ["pain"]
        assert chat.say("does it hurt?", again) == first  # the same message once more is no new one
        pressed = chat.press(button).json()
        assert pressed["turn"]["booking"] is None and PHONE in pressed["messages"][0]["text"]
        assert server.open_session().say("i cant breathe")["turn"]["outcome"] == "emergency"
        assert health(server) == [200, 503]
        during = texts(chat)
        assert during[: len(before)] == before and len(during) > len(before)

        database.start()
        assert chat.press(button).json()["turn"]["booking"]["status"] == "held"
        assert health(server) == [200, 200]
        after = texts(chat)
        server.stop(kill=True)
        server.start()
        assert texts(chat) == after and after[: len(before)] == before and set(during) <= set(after)
        chat.say("Ana Lopez, 212 555 0184")
        assert chat.say("yes")["turn"]["booking"]["status"] == "confirmed"
        assert "Ana" not in server.output() and "hurt" not in server.output()
