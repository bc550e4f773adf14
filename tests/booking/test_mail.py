"""What is sent to whom and when, over a real mail server on this machine."""

from dataclasses import replace
from datetime import timedelta

from clinic.booking import announces
from clinic.booking.mail import compose
from clinic.booking.model import Booking, NotFound, Person, Status
from clinic.booking.outbox import Note
from clinic.booking.postman import Postman
from clinic.booking.service import Bookings
from tests.booking.builders import ANA, NOW, PHONE, Clock, a_clinic, at, booked, order, some_rules
from tests.inbox import Inbox, entry

CLINIC, RULES = a_clinic(), some_rules()
DELAY, DAYS = timedelta(minutes=3), timedelta(days=9)


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
        assert not announces(bookings, ref)
        bookings.amend(ref, PHONE, Person("Ana", PHONE, address), clock.now)
        assert announces(bookings, ref)
    bookings.reschedule(ref, PHONE, at(1, 12), clock.now)  # there and back: the new address still knows nothing
    bookings.reschedule(ref, PHONE, at(1, 10), clock.now)
    clock.now += DELAY
    postman.deliver()
    assert [mail["To"] for mail in inbox.mails] == [CLINIC.email, "ann@example.com", "ana@example.com"]
    bookings.amend(ref, PHONE, Person("Ann", PHONE, "ana@example.com"), clock.now)
    assert not announces(bookings, ref)  # nothing that a calendar must learn


def test_who_never_heard_of_a_booking_hears_of_no_cancellation(
    bookings: Bookings, postman: Postman, clock: Clock, inbox: Inbox
) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    clock.now += DELAY
    postman.deliver()
    bookings.amend(ref, PHONE, Person("Ana", PHONE, "new@example.com"), clock.now)
    bookings.cancel(ref, PHONE, clock.now)
    assert not announces(bookings, ref)
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
