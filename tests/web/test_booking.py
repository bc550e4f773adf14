"""Booking over HTTP: a crash around the confirmation never books twice and never loses a confirmed booking."""

import threading
import time
import uuid
from datetime import date

import requests

from clinic.booking import desk
from clinic.booking.rules import load_rules
from clinic.booking.setup import open_bookings
from clinic.wiring import clinic, settings
from tests.server import Server, Session


def confirmed(server: Server) -> list[str]:
    """Return the references of all confirmed bookings in the server's database."""
    diary = open_bookings(server.environment["DATABASE_URL"], clinic(), load_rules(settings().content))
    found = desk.between(diary, date(2026, 11, 24), date(2027, 2, 1))
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
        booked: list[str] = []
        for hour, after in (("10", 0.0), ("14", 0.04)):
            chat = server.open_session()
            chat.say(f"book friday at {hour}:00, Ana Lopez 212 555 0184")
            body = {"client_message_id": str(uuid.uuid4()), "choice": f"booking_confirm_2026-11-27T{hour}:00"}
            sending = threading.Thread(target=send, args=(chat, body))
            sending.start()
            time.sleep(after)
            server.stop(kill=True)
            sending.join()
            server.start()
            answer = chat.post(body).json()  # as the widget does after a lost answer
            assert answer["turn"]["booking"]["status"] == "confirmed"
            booked.append(answer["turn"]["booking"]["reference"])
            assert sorted(confirmed(server)) == sorted(booked)
