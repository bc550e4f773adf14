"""What the staff see and do, through their command, over every kind of store."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from clinic.__main__ import arguments, run
from clinic.booking import staff
from clinic.booking.calendar import Diary, make_diary
from clinic.booking.model import Booked, Held, NotFound, Person, TimeTaken
from clinic.booking.service import Bookings
from clinic.booking.store import Store
from tests.booking.builders import ANA, NOW, PHONE, a_clinic, at, booked, order, some_rules, whole


def ask(bookings: Bookings, *words: str, now: datetime = NOW) -> tuple[int, str]:
    """The exit code and what is printed."""
    out = io.StringIO()
    return run(arguments(words, date(2026, 11, 30)), bookings, a_clinic(), now, out), out.getvalue()


def test_a_booking_is_listed_at_once_in_the_clinics_time(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    code, text = ask(bookings, "list")
    assert code == 0 and text.split()[:4] == ["Tue", "2026-12-01", "10:00", ref]


def test_what_the_hours_no_longer_cover_is_marked_and_counted(store: Store) -> None:
    def under(**hours: object) -> Bookings:
        return Bookings(store, make_diary(a_clinic(**hours), some_rules()))

    ref = booked(under().book(order(starts_at=at(1, 16)), NOW)).booking.reference
    holiday = [{"date": date(2026, 12, 1), "name": "Moving day"}]
    for changed in (under(opening_hours={"tuesday": ["09:00-16:00"]}), under(holidays=holiday)):
        assert "OUTSIDE HOURS" in ask(changed, "list")[1] and staff.outside_hours(changed, NOW) == 1
    assert "OUTSIDE HOURS" not in ask(under(), "list")[1] and staff.outside_hours(under(), NOW) == 0
    shorter = under(opening_hours={"tuesday": ["09:00-12:00"]})
    assert ask(shorter, "cancel", ref)[0] == 0 and staff.outside_hours(shorter, NOW) == 0


def test_a_clinician_who_left_or_works_less_has_bookings_outside_their_hours(store: Store) -> None:
    booked(Bookings(store, make_diary(a_clinic(), some_rules())).book(order(), NOW))
    for duty in ({"id": "one", "hours": {"tuesday": ["12:00-17:00"]}}, {"id": "two", "hours": None}):
        assert staff.outside_hours(Bookings(store, make_diary(a_clinic(), some_rules(on_duty=[duty]))), NOW) == 1


def test_the_list_marks_what_to_look_at_without_a_word_about_health(bookings: Bookings) -> None:
    bookings.book(order(), NOW)
    bookings.hold("t2", at(1, 11), NOW)
    (confirmed, held) = ask(bookings, "list")[1].splitlines()
    assert "planning" in confirmed and "flags" in confirmed and "keloids" not in confirmed
    assert "until 09:15" in held
    assert len(ask(bookings, "list", now=NOW + timedelta(minutes=15))[1].splitlines()) == 1  # the hold has run out


@pytest.mark.parametrize(
    ("mailing", "email", "told"),
    [(True, "ana@example.com", False), (True, None, True), (False, "ana@example.com", True)],
)
def test_a_cancellation_says_when_no_email_tells_the_visitor(
    store: Store, diary: Diary, mailing: bool, email: str | None, told: bool
) -> None:
    bookings = Bookings(store, diary, mailing=mailing)
    ref = booked(bookings.book(replace(order(), person=Person("Ana", PHONE, email)), NOW)).booking.reference
    if mailing and email:  # the mail about the booking has left
        with store.write() as ledger:
            ledger.put_notes(ref, [replace(n, state="sent") for n in ledger.notes(ref)])
    assert ("tell the visitor" in ask(bookings, "cancel", ref)[1]) is told
    assert "tell the visitor" not in ask(bookings, "cancel", ref)[1]  # it was cancelled before


def test_a_cancelled_booking_leaves_the_list_and_its_time(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    assert ask(bookings, "cancel", ref.lower())[0] == 0
    assert ask(bookings, "list") == (0, "")
    assert isinstance(bookings.hold("t2", at(1, 10), NOW), Held)


def test_show_tells_the_flags_for_the_clinician(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    assert "keloids isotretinoin" in ask(bookings, "show", ref)[1]
    assert ask(bookings, "show", "SP-0")[0] == 1


def test_what_has_begun_is_not_cancelled(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    assert ask(bookings, "cancel", ref, now=at(1, 11))[0] == 1
    assert bookings.find(ref, PHONE) != NotFound()


def test_blocked_time_is_not_offered_until_the_block_ends(bookings: Bookings) -> None:
    code, text = ask(bookings, "block", "2026-12-01T09:00", "2026-12-01T12:00")
    assert code == 0
    assert bookings.free_times(whole(1), NOW)[0].starts_at == at(1, 12)
    assert isinstance(bookings.book(order(), NOW), TimeTaken)
    assert ask(bookings, "cancel", text.split()[3])[0] == 0
    assert isinstance(bookings.book(order(), NOW), Booked)


def test_a_block_never_overrides_a_booking_and_names_it(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    code, text = ask(bookings, "block", "2026-12-01T09:00", "2026-12-01T12:00")
    assert code == 1 and ref in text
    assert bookings.free_times(whole(1), NOW)[0].starts_at == at(1, 9)


@pytest.mark.parametrize(
    "words", [("2026-12-01T12:00", "2026-12-01T12:00"), ("2026-12-01T09:00", "2026-12-01T12:00", "--clinician", "x")]
)
def test_a_block_without_time_or_clinician_is_refused(bookings: Bookings, words: tuple[str, ...]) -> None:
    assert ask(bookings, "block", *words)[0] == 1
    assert ask(bookings, "list") == (0, "")


def test_the_export_has_every_field_and_no_formula(bookings: Bookings) -> None:
    bookings.book(replace(order(), person=replace(ANA, name="=HYPERLINK(1)")), NOW)
    (row,) = csv.DictReader(io.StringIO(ask(bookings, "export")[1]))
    assert (row["name"], row["phone"], row["status"]) == ("'=HYPERLINK(1)", PHONE, "confirmed")


def test_the_feed_shows_times_and_references_only(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    text = ask(bookings, "feed")[1]
    (event,) = Calendar.from_ical(text).events
    assert event.start == datetime(2026, 12, 1, 15, tzinfo=timezone.utc) and event["SUMMARY"] == ref
    assert "Ana" not in text and "keloids" not in text
