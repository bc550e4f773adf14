"""How many e-mails are sent about one booking and to one address."""

from dataclasses import replace
from datetime import timedelta

from clinic.booking import announces, staff
from clinic.booking.calendar import make_diary
from clinic.booking.model import Person
from clinic.booking.postman import Postman
from clinic.booking.service import Bookings
from tests.booking.builders import NOW, PHONE, Clock, a_clinic, at, booked, order, some_rules
from tests.inbox import Inbox, entry

CLINIC, RULES = a_clinic(), some_rules()
DELAY, DAYS = timedelta(minutes=3), timedelta(days=9)


def moved(bookings: Bookings, postman: Postman, clock: Clock, reference: str, times: int) -> None:
    """Move a booking so many times, and let the post go after each."""
    for n in range(times):
        bookings.reschedule(reference, PHONE, at(4, 10 + n % 2), clock.now)
        clock.now += DELAY
        postman.deliver()


def test_a_booking_sends_only_so_many_mails_whoever_they_go_to(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    few = replace(bookings, diary=make_diary(CLINIC, some_rules(mails_per_booking=3)))
    sparing = replace(postman, rules=few.diary.rules)
    ref = booked(few.book(order(), NOW)).booking.reference
    for n in range(5):
        few.amend(ref, PHONE, Person("Ana", PHONE, f"victim{n}@example.com"), clock.now)
        assert announces(few, ref) == (n < 3)
        clock.now += DELAY
        sparing.deliver()
    assert [len(inbox.to(f"victim{n}@example.com")) for n in range(5)] == [1, 1, 1, 0, 0]
    moved(few, sparing, clock, ref, 5)
    assert len(inbox.to(CLINIC.email or "")) == 3
    assert "e-mails stopped" in staff.marks(few, staff.between(few, clock.now.date(), clock.now.date() + DAYS)[0])
    few.cancel(ref, PHONE, clock.now)
    clock.now += DELAY
    sparing.deliver()
    assert entry(inbox.to(CLINIC.email or "")[-1])["METHOD"] == "CANCEL"


def test_one_address_gets_only_so_many_mails_a_day(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    few = replace(bookings, diary=make_diary(CLINIC, some_rules(mails_per_day=2)))
    sparing = replace(postman, rules=few.diary.rules)
    for n in range(4):
        ref = booked(few.book(order(f"k{n}", f"t{n}", at(3, 10 + n)), clock.now)).booking.reference
        assert announces(few, ref) == (n < 2)
        clock.now += DELAY
        sparing.deliver()
    assert (len(inbox.to("ana@example.com")), len(inbox.to(CLINIC.email or ""))) == (2, 4)
    clock.now += timedelta(days=1)
    moved(few, sparing, clock, ref, 1)
    assert len(inbox.to("ana@example.com")) == 3
