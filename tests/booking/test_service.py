"""The use cases, the same on every kind of store."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from clinic.booking.calendar import make_diary
from clinic.booking.model import (
    Cancelled,
    Closed,
    DayFull,
    FreeTime,
    Held,
    NotFound,
    OutsideWindow,
    Status,
    TimeTaken,
    TooLate,
)
from clinic.booking.service import Bookings
from clinic.booking.store import Store
from tests.booking.builders import ANA, NOW, PHONE, a_clinic, at, booked, order, some_rules, whole


def test_free_times_of_a_day_are_the_grid_within_the_hours(bookings: Bookings) -> None:
    free = bookings.free_times(whole(1), NOW)
    assert [t.starts_at for t in free] == [at(1, 9) + n * timedelta(minutes=30) for n in range(16)]


def test_what_is_held_is_free_for_its_talk_only(bookings: Bookings) -> None:
    held = bookings.hold("t1", at(1, 10), NOW)
    assert isinstance(held, Held) and held.booking.held_until == NOW + timedelta(minutes=15)
    assert FreeTime(at(1, 10), "one") not in bookings.free_times(whole(1), NOW)
    assert FreeTime(at(1, 10), "one") in bookings.free_times(whole(1), NOW, talk="t1")


def test_the_buffer_after_a_booking_is_not_offered(bookings: Bookings) -> None:
    booked(bookings.book(order(), NOW))
    left = {t.starts_at for t in bookings.free_times(whole(1), NOW)}
    assert not left & {at(1, 9, 30), at(1, 10), at(1, 10, 30)} and {at(1, 9), at(1, 11)} <= left


def test_a_held_time_is_taken_for_others_and_they_get_the_nearest_ones(bookings: Bookings) -> None:
    bookings.hold("t1", at(1, 10), NOW)
    result = bookings.hold("t2", at(1, 10), NOW)
    assert isinstance(result, TimeTaken)
    assert [t.starts_at for t in result.fresh] == [at(1, 9), at(1, 11), at(1, 11, 30)]


def test_a_hold_runs_out(bookings: Bookings) -> None:
    bookings.hold("t1", at(1, 10), NOW)
    later = NOW + timedelta(minutes=15)
    assert isinstance(bookings.hold("t2", at(1, 10), later), Held)
    assert isinstance(bookings.book(order(), later), TimeTaken)


def test_a_hold_that_ran_out_can_still_be_confirmed_when_nobody_else_came(bookings: Bookings) -> None:
    bookings.hold("t1", at(1, 10), NOW)
    assert booked(bookings.book(order(), NOW + timedelta(hours=1))).booking.starts_at == at(1, 10)


def test_a_second_hold_replaces_the_first_and_keeps_the_reference(bookings: Bookings) -> None:
    first = bookings.hold("t1", at(1, 10), NOW)
    second = bookings.hold("t1", at(1, 10, 30), NOW)  # overlaps only what it replaces
    assert isinstance(first, Held) and isinstance(second, Held)
    assert first.booking.reference == second.booking.reference
    assert isinstance(bookings.hold("t2", at(1, 9, 30), NOW), Held)


def test_a_hold_that_is_refused_leaves_the_former_one(bookings: Bookings) -> None:
    bookings.hold("t1", at(1, 10), NOW)
    bookings.hold("t2", at(1, 12), NOW)
    assert isinstance(bookings.hold("t2", at(1, 10), NOW), TimeTaken)
    assert isinstance(bookings.hold("t3", at(1, 12), NOW), TimeTaken)


def test_a_released_time_is_free_and_a_release_of_nothing_is_nothing(bookings: Bookings) -> None:
    bookings.hold("t1", at(1, 10), NOW)
    bookings.release("t1", NOW)
    bookings.release("t1", NOW)
    assert isinstance(bookings.hold("t2", at(1, 10), NOW), Held)


def test_a_booking_keeps_all_that_was_ordered(bookings: Bookings) -> None:
    held = bookings.hold("t1", at(1, 10), NOW)
    got = booked(bookings.book(order(), NOW)).booking
    assert isinstance(held, Held) and got.reference == held.booking.reference
    assert bookings.find(got.reference, PHONE) == got == bookings.find(got.reference, "ana@example.com")
    assert (got.person, got.wish, got.flags, got.planning) == (ANA, "scars", ("keloids", "isotretinoin"), True)
    assert (got.status, got.version, got.held_until) == (Status.CONFIRMED, 0, None)
    assert got.busy_until - got.starts_at == timedelta(minutes=40)


def test_the_same_key_books_once(bookings: Bookings) -> None:
    first = booked(bookings.book(order(), NOW))
    again = booked(bookings.book(order(), NOW + timedelta(hours=1)))
    assert again == replace(first, again=True)


def test_a_repeated_confirmation_of_a_cancelled_booking_never_says_booked(bookings: Bookings) -> None:
    got = booked(bookings.book(order(), NOW)).booking
    bookings.cancel(got.reference, PHONE, NOW)
    assert isinstance(bookings.book(order(), NOW), Cancelled)


def test_reference_and_contact_belong_together(bookings: Bookings) -> None:
    got = booked(bookings.book(order(), NOW)).booking
    assert bookings.find(got.reference, "+12125550199") == NotFound() == bookings.find("SP-1", PHONE)
    assert bookings.cancel(got.reference, "", NOW) == NotFound()
    assert bookings.reschedule(got.reference, "x", at(2, 10), NOW) == NotFound()


def test_moving_frees_the_old_time_and_raises_the_version_once(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    moved = booked(bookings.reschedule(ref, PHONE, at(1, 10, 30), NOW))
    again = booked(bookings.reschedule(ref, PHONE, at(1, 10, 30), NOW))
    assert (moved.booking.version, again.booking.version, again.again) == (1, 1, True)
    assert isinstance(bookings.hold("t2", at(1, 9, 30), NOW), Held)


def test_a_move_that_is_refused_leaves_the_old_time(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    booked(bookings.book(order("k2", "t2", at(1, 12)), NOW))
    assert isinstance(bookings.reschedule(ref, PHONE, at(1, 12), NOW), TimeTaken)
    found = bookings.find(ref, PHONE)
    assert not isinstance(found, NotFound) and (found.starts_at, found.version) == (at(1, 10), 0)


def test_cancelling_is_idempotent_and_frees_the_time(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    first, second = bookings.cancel(ref, PHONE, NOW), bookings.cancel(ref, PHONE, NOW)
    assert isinstance(first, Cancelled) and isinstance(second, Cancelled)
    assert (first.again, second.again, second.booking.version) == (False, True, 1)
    assert isinstance(bookings.reschedule(ref, PHONE, at(2, 10), NOW), Cancelled)
    assert isinstance(bookings.hold("t2", at(1, 10), NOW), Held)


def test_what_has_begun_can_neither_be_moved_nor_cancelled(bookings: Bookings) -> None:
    ref = booked(bookings.book(order(), NOW)).booking.reference
    assert isinstance(bookings.cancel(ref, PHONE, at(1, 10)), TooLate)
    assert isinstance(bookings.reschedule(ref, PHONE, at(2, 10), at(1, 10)), TooLate)


def test_times_that_can_never_be_booked_say_why(bookings: Bookings) -> None:
    def why(starts_at: datetime) -> object:
        result = bookings.hold("t", starts_at, NOW)
        assert isinstance(result, (Closed, OutsideWindow)), result
        return result.why

    assert why(at(30, 8, month=11)) == "past"
    assert why(at(30, 10, 30, month=11)) == "too_soon"
    assert why(datetime(2027, 2, 1, 15, tzinfo=timezone.utc)) == "too_late"
    assert why(at(5, 10)) == "weekday"
    assert why(at(25, 10)) == "holiday"
    assert why(at(1, 18)) == why(at(1, 16, 45)) == "hours"
    assert why(at(1, 10, 10)) == "not_a_start"
    assert isinstance(bookings.hold("t", at(30, 11, month=11), NOW), Held)


def test_the_last_day_of_the_window_can_be_booked_to_its_end(bookings: Bookings) -> None:
    last = datetime(2027, 1, 29, 21, 30, tzinfo=timezone.utc)  # sixty days on, 16:30 in New York
    assert isinstance(bookings.hold("t", last, NOW), Held)


def test_a_full_day_is_said_so_and_a_move_within_it_still_works(store: Store) -> None:
    bookings = Bookings(store, make_diary(a_clinic(), some_rules(daily_cap=2)))
    ref = booked(bookings.book(order("a", "a", at(1, 9)), NOW)).booking.reference
    bookings.hold("b", at(1, 12), NOW)
    result = bookings.hold("c", at(1, 15), NOW)
    assert isinstance(result, DayFull) and result.day == date(2026, 12, 1)
    assert [t.starts_at for t in result.fresh] == [at(2, 9), at(2, 9, 30), at(2, 10)]
    booked(bookings.reschedule(ref, PHONE, at(1, 9, 30), NOW))


def test_two_clinicians_take_two_at_a_time_within_their_hours(store: Store) -> None:
    duty = [{"id": "one", "hours": None}, {"id": "two", "hours": {"tuesday": ["10:00-12:00"]}}]
    bookings = Bookings(store, make_diary(a_clinic(), some_rules(on_duty=duty)))
    who = [booked(bookings.book(order(k, k, at(1, 10)), NOW)).booking.clinician for k in "ab"]
    assert who == ["one", "two"]
    assert isinstance(bookings.book(order("c", "c", at(1, 10)), NOW), TimeTaken)
    booked(bookings.book(order("d", "d", at(1, 13)), NOW))
    assert isinstance(bookings.book(order("e", "e", at(1, 13)), NOW), TimeTaken)


def test_references_that_are_taken_are_not_given_twice(store: Store) -> None:
    numbers = iter(["1", "1", "2"])
    bookings = Bookings(store, make_diary(a_clinic(), some_rules()), numbers=lambda: next(numbers))
    refs = [booked(bookings.book(order(k, k, at(1, h)), NOW)).booking.reference for k, h in (("a", 9), ("b", 11))]
    assert refs == ["SP-1", "SP-2"]
