"""What is sent to whom and when, over a real mail server on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial

import pytest
from icalendar import Calendar

from clinic.booking import staff
from clinic.booking.calendar import make_diary
from clinic.booking.mail import compose, sender
from clinic.booking.model import Booking, NotFound, Person, Status
from clinic.booking.outbox import BACK_OFF, LEASE, Note
from clinic.booking.postman import Postman
from clinic.booking.service import Bookings
from clinic.settings import Smtp
from tests.booking.builders import ANA, NOW, PHONE, a_clinic, at, booked, order, some_rules
from tests.inbox import Inbox, running

CLINIC, RULES = a_clinic(), some_rules()
DELAY, DAYS = timedelta(minutes=3), timedelta(days=9)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A mail server that runs."""
    with running() as inbox:
        yield inbox


class Clock:
    """A clock that is set by hand."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Stands at NOW."""
    return Clock()


@pytest.fixture
def postman(bookings: Bookings, inbox: Inbox, clock: Clock) -> Postman:
    """Delivers over real SMTP."""
    write = partial(compose, clinic=CLINIC, texts=RULES.mail, from_="book@soma.example")
    send = sender(Smtp("127.0.0.1", inbox.port, "book@soma.example", tls="none"))
    return Postman(bookings.store, lambda b, n, t: write(b, n, now=t), send, clock, RULES)


def entry(mail: EmailMessage) -> Calendar:
    """The calendar entry of a mail."""
    attached = next(part for part in mail.walk() if part.get_filename() == "appointment.ics")
    return Calendar.from_ical(attached.get_payload(decode=True))


def test_nothing_leaves_before_three_minutes_have_passed(bookings: Bookings, postman: Postman, clock: Clock) -> None:
    bookings.book(order(), NOW)
    clock.now = NOW + DELAY - timedelta(seconds=1)
    assert postman.deliver() == 0
    clock.now = NOW + DELAY
    assert postman.deliver() == 2
    assert postman.deliver() == 0


def test_book_move_move_cancel_is_one_entry_with_rising_sequence(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    for step in range(4):
        if step in (1, 2):
            bookings.reschedule(ref, PHONE, at(1, 11 + step), clock.now)
        elif step == 3:
            bookings.cancel(ref, PHONE, clock.now)
        clock.now += DELAY
        postman.deliver()
    for address in ("ana@example.com", CLINIC.email):
        entries = [entry(mail) for mail in inbox.to(address)]
        events = [calendar.events[0] for calendar in entries]
        assert [calendar["METHOD"] for calendar in entries] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
        assert [event["SEQUENCE"] for event in events] == [0, 1, 2, 3]
        assert {str(event["UID"]) for event in events} == {f"{ref}@somaplastics.example"}
        assert [event.start for event in events] == [at(1, 10), at(1, 12), at(1, 13), at(1, 13)]
        assert all(calendar.timezones for calendar in entries)


def test_an_undo_within_three_minutes_sends_nothing(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    bookings.cancel(ref, PHONE, NOW + timedelta(minutes=2))
    clock.now = NOW + timedelta(days=3)
    assert postman.deliver() == 0
    ref = booked(bookings.book(order("k2", "t2", at(4, 15)), clock.now)).booking.reference
    clock.now += DELAY
    assert postman.deliver() == 2
    bookings.reschedule(ref, PHONE, at(7, 10), clock.now)  # there and back again
    bookings.reschedule(ref, PHONE, at(4, 15), clock.now)
    clock.now += DELAY
    assert postman.deliver() == 0


def test_a_reminder_comes_a_day_before_and_dies_with_the_booking(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    stays = booked(bookings.book(order("a", "a", at(4, 10)), NOW)).booking
    moves = booked(bookings.book(order("b", "b", at(4, 12)), NOW)).booking
    goes = booked(bookings.book(order("c", "c", at(4, 14)), NOW)).booking
    clock.now = NOW + DELAY
    postman.deliver()
    bookings.reschedule(moves.reference, PHONE, at(8, 10), clock.now)
    bookings.cancel(goes.reference, PHONE, clock.now)
    clock.now += DELAY
    postman.deliver()
    inbox.mails.clear()
    for reminded, day in ((stays, 3), (moves, 7)):  # the day before the new date, not the old one
        clock.now = at(day, 16)
        assert postman.deliver() == 1
        assert reminded.reference in inbox.to("ana@example.com")[-1].get_content()


def test_a_reminder_that_could_not_leave_in_time_never_leaves(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    bookings.book(order("a", "a", at(4, 10)), NOW)
    clock.now = NOW + DELAY
    postman.deliver()
    clock.now = at(4, 10)
    assert postman.deliver() == 0


def test_no_word_about_health_or_wish_leaves(bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox) -> None:
    bookings.book(order(), NOW)
    clock.now = NOW + DELAY
    postman.deliver()
    for mail in inbox.mails:
        assert mail["Subject"] == "Appointment at Soma Plastics"
        whole = mail.as_string() + entry(mail).to_ical().decode()
        assert not any(word in whole.lower() for word in ("keloid", "isotretinoin", "scar", "needling", "planning"))


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


def test_who_gave_only_a_phone_gets_no_mail_and_the_clinic_does(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    bookings.book(replace(order(), person=Person("Ana", PHONE)), NOW)
    clock.now = NOW + DELAY
    postman.deliver()
    assert [mail["To"] for mail in inbox.mails] == [CLINIC.email]


def test_an_address_that_is_corrected_or_added_later_gets_the_mail_too(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    ref = booked(bookings.book(replace(order(), person=Person("Ana", PHONE)), NOW)).booking.reference
    for address in ("ann@example.com", "ana@example.com"):
        clock.now += DELAY
        postman.deliver()
        assert not bookings.announces(ref)
        bookings.amend(ref, PHONE, Person("Ana", PHONE, address), clock.now)
        assert bookings.announces(ref)
    bookings.reschedule(ref, PHONE, at(1, 12), clock.now)  # there and back: the new address still knows nothing
    bookings.reschedule(ref, PHONE, at(1, 10), clock.now)
    clock.now += DELAY
    postman.deliver()
    assert [mail["To"] for mail in inbox.mails] == [CLINIC.email, "ann@example.com", "ana@example.com"]
    bookings.amend(ref, PHONE, Person("Ann", PHONE, "ana@example.com"), clock.now)
    assert not bookings.announces(ref)  # nothing that a calendar must learn


def test_who_never_heard_of_a_booking_hears_of_no_cancellation(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    clock.now += DELAY
    postman.deliver()
    bookings.amend(ref, PHONE, Person("Ana", PHONE, "new@example.com"), clock.now)
    bookings.cancel(ref, PHONE, clock.now)
    assert not bookings.announces(ref)
    clock.now += DELAY
    postman.deliver()
    assert inbox.to("new@example.com") == []


def test_without_mailing_nothing_is_written_down_to_be_sent(bookings: Bookings) -> None:
    quiet = replace(bookings, mailing=False)
    got = booked(quiet.book(order(), NOW)).booking
    assert quiet.find(got.reference, ANA.email or "") != NotFound()
    with quiet.store.read() as ledger:
        assert ledger.notes(got.reference) == [] and ledger.due(NOW + timedelta(days=9)) is None


def test_the_same_instant_stands_in_text_and_entry() -> None:
    times = (at(1, 10), at(1, 10, 30), at(1, 10, 40))
    booking = Booking("SP-1", "one", *times, Status.CONFIRMED, NOW, person=ANA)
    note = Note("SP-1", 0, "request", "visitor", at(1, 10), NOW)
    mail = compose(booking, note, CLINIC, RULES.mail, "a@b.example", NOW)
    text = mail.get_body(("plain",))
    assert text and "Tuesday, 1 December 2026 at 10 am (New York time)" in text.get_content()
    assert entry(mail).events[0].start == at(1, 10)


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
        assert few.announces(ref) == (n < 3)
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
        assert few.announces(ref) == (n < 2)
        clock.now += DELAY
        sparing.deliver()
    assert (len(inbox.to("ana@example.com")), len(inbox.to(CLINIC.email or ""))) == (2, 4)
    clock.now += timedelta(days=1)
    moved(few, sparing, clock, ref, 1)
    assert len(inbox.to("ana@example.com")) == 3
