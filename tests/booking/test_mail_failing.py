"""E-mails that a server does not take at once, or that two postmen find, over a real mail server."""

import threading
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from clinic.booking.model import Booking
from clinic.booking.outbox import BACK_OFF, LEASE
from clinic.booking.postman import Postman
from clinic.booking.service import Bookings
from tests.booking.builders import NOW, Clock, a_clinic, at, booked, order, some_rules
from tests.inbox import Inbox

CLINIC, RULES = a_clinic(), some_rules()
DELAY, DAYS = timedelta(minutes=3), timedelta(days=9)


def test_what_a_server_cannot_take_now_leaves_once_when_it_is_back(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    bookings.book(order(), NOW)
    clock.now, inbox.down = NOW + DELAY, True
    assert postman.deliver() == 0
    inbox.down = False
    assert postman.deliver() == 0
    clock.now += BACK_OFF[0]
    assert postman.deliver() == 2
    clock.now += timedelta(minutes=30)
    assert postman.deliver() == 0


def states(bookings: Bookings, booking: Booking) -> set[str]:
    """The states of a booking's messages but the reminder."""
    with bookings.store.read() as ledger:
        return {note.state for note in ledger.notes(booking.reference) if note.kind != "reminder"}


def test_a_message_is_given_up_after_the_last_try_or_when_nobody_has_the_address(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    first = booked(bookings.book(order("a", "a", at(8, 10)), NOW)).booking
    clock.now, inbox.down = NOW + DELAY, True
    for wait in (*BACK_OFF, timedelta()):
        postman.deliver()
        assert states(bookings, first) == {"waiting"} or wait == timedelta()
        clock.now += wait
    assert states(bookings, first) == {"dead"}
    inbox.down, inbox.unknown = False, True
    second = booked(bookings.book(order("b", "b", at(9, 10)), clock.now)).booking
    clock.now += DELAY
    postman.deliver()
    assert states(bookings, second) == {"dead"}


def test_two_postmen_at_once_send_each_message_once(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    for n, hour in enumerate((9, 11, 13, 15)):
        bookings.book(order(f"k{n}", f"t{n}", at(1, hour)), NOW)
    clock.now = NOW + DELAY
    workers = [threading.Thread(target=postman.deliver) for _ in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    ids = [mail["Message-ID"] for mail in inbox.mails]
    assert len(ids) == 8 == len(set(ids))


def test_what_a_dead_postman_took_over_is_tried_again_under_the_same_id(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    bookings.book(order(), NOW)
    clock.now = NOW + DELAY

    def dies(message: EmailMessage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(postman, send=dies).deliver()
    assert postman.deliver() == 1  # the other one
    clock.now += LEASE
    assert postman.deliver() == 1
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 2
