"""Booking over HTTP: a crash around the confirmation never books twice and never loses a confirmed booking."""

import shutil
import sqlite3
import threading
import uuid
from datetime import date
from pathlib import Path

import pytest
import requests

from clinic.booking import staff
from clinic.booking.rules import load_rules
from clinic.booking.setup import open_bookings
from clinic.wiring import clinic, settings
from tests.server import Server, Session


def confirmed(server: Server) -> list[str]:
    """Return the references of all confirmed bookings in the server's database."""
    diary = open_bookings(server.environment["DATABASE_URL"], clinic(), load_rules(settings().content))
    found = staff.between(diary, date(2026, 11, 24), date(2027, 2, 1))
    return [booking.reference for booking in found if booking.status.value == "confirmed"]


def send(chat: Session, body: dict[str, str]) -> None:
    """Send a message whose answer may never come."""
    try:
        chat.post(body)
    except requests.RequestException:
        return


def test_a_booking_by_words_and_buttons(server: Server) -> None:
    chat = server.open_session()
    offered = chat.say("can i come in next tuesday after 4")
    assert [button["id"] for button in offered["messages"][-1]["buttons"]] == [
        "booking_at_2026-12-01T16:00",
        "booking_at_2026-12-01T16:30",
    ]
    assert chat.press("booking_at_2026-12-01T16:00").json()["turn"]["booking"]["status"] == "held"
    read_back = chat.say("Ana Lopez, 212 555 0184")
    assert "Ana Lopez, (212) 555-0184" in read_back["messages"][-1]["text"]
    turn = chat.press(read_back["messages"][-1]["buttons"][0]["id"]).json()["turn"]
    assert turn["booking"]["status"] == "confirmed" and turn["flow"] is None
    assert turn["booking"]["starts_at"] == "2026-12-01T16:00:00-05:00"
    assert turn["booking"]["reference"] in confirmed(server)
    assert "Ana" not in server.output() and "0184" not in server.output()


def test_a_crash_around_the_confirmation_books_once(model: object) -> None:
    with Server() as server:
        chat, body = at_the_read_back(server, 10)
        sending = threading.Thread(target=send, args=(chat, body))
        sending.start()
        server.stop(kill=True)  # before the booking, or in the middle of it
        sending.join()
        server.start()
        first = repeated(chat, body)
        assert confirmed(server) == [first]

        chat, body = at_the_read_back(server, 14)
        with sqlite3.connect(server.environment["DATABASE_URL"].removeprefix("sqlite:///")) as database:
            database.execute(NO_ANSWERS)
        assert chat.post(body).status_code == 503  # booked, and the answer lost
        second = next(one for one in confirmed(server) if one != first)
        server.stop(kill=True)
        database.execute("DROP TRIGGER no_answers")
        database.close()
        server.start()
        assert repeated(chat, body) == second
        assert sorted(confirmed(server)) == sorted([first, second])


NO_ANSWERS = """CREATE TRIGGER no_answers BEFORE INSERT ON conversation_event
BEGIN SELECT RAISE(ABORT, 'the process dies here'); END"""


def at_the_read_back(server: Server, hour: int) -> tuple[Session, dict[str, str]]:
    """Return a chat whose booking waits for its confirmation, and the message that confirms it."""
    chat = server.open_session()
    chat.say(f"book friday at {hour}:00, Ana Lopez 212 555 0184")
    return chat, {"client_message_id": str(uuid.uuid4()), "choice": f"booking_confirm_2026-11-27T{hour}:00"}


def repeated(chat: Session, body: dict[str, str]) -> str:
    """Send a message again, as the widget does after a lost answer; return the reference of what is confirmed."""
    booking = chat.post(body).json()["turn"]["booking"]
    assert booking["status"] == "confirmed"
    return str(booking["reference"])


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [("zone_data: 2026b", "zone_data: 2099a", "2099a"), ("daily_cap: 12", "daily_cup: 12", "daily_cup")],
)
def test_stale_zone_data_or_faulty_rules_stop_the_start(
    right: str, wrong: str, named: str, tmp_path: Path, model: object
) -> None:
    content = shutil.copytree("content", tmp_path / "content")
    rules = content / "booking.yml"
    assert right in rules.read_text("utf-8")
    rules.write_text(rules.read_text("utf-8").replace(right, wrong), "utf-8")
    with pytest.raises(AssertionError, match=named):
        Server(CLINIC_CONTENT=str(content)).start()


def test_holds_are_limited_by_internet_address(tmp_path: Path, model: object) -> None:
    content = shutil.copytree("content", tmp_path / "content")
    rules = content / "booking.yml"
    rules.write_text(rules.read_text("utf-8").replace("holds_per_address: 10", "holds_per_address: 1"), "utf-8")
    with Server(CLINIC_CONTENT=str(content), LIMIT_LOOPBACK="1") as limited:
        first = limited.open_session().say("book friday at 10")["turn"]
        second = limited.open_session().say("book friday at 12")["turn"]
    assert first["booking"]["status"] == "held" and second["booking"] is None
