"""Why nothing is free is told truly."""

from clinic.booking.model import Closed, OutsideWindow, TimeTaken
from clinic.booking.none_free import why_none
from clinic.booking.service import Bookings
from clinic.language.dates.model import Window
from tests.booking.builders import NOW, at, order, whole


def test_the_reason_is_the_first_that_holds(bookings: Bookings) -> None:
    def why(*windows: Window) -> object:
        result = why_none(bookings, windows, NOW)
        assert isinstance(result, Closed | OutsideWindow), result
        return result.why, getattr(result, "name", "")

    assert why(Window(at(29, 9, month=11), at(29, 17, month=11))) == ("past", "")
    assert why(Window(at(30, 9, month=11), at(30, 10, month=11))) == ("too_soon", "")
    assert why(Window(at(30, 0, month=11), at(30, 10, 30, month=11))) == ("too_soon", "")  # some of it is past
    assert why(Window(at(1, 9, month=6).replace(year=2027), at(2, 9, month=6).replace(year=2027))) == ("too_late", "")
    assert why(*whole(5)) == why(*whole(5), *whole(6)) == ("weekday", "")
    assert why(*whole(25)) == ("holiday", "Christmas Day")
    assert why(Window(at(1, 18), at(1, 22))) == ("hours", "")


def test_what_is_taken_comes_with_the_nearest_free_times(bookings: Bookings) -> None:
    bookings.book(order(), NOW)
    result = why_none(bookings, [Window(at(1, 10), at(1, 10, 1))], NOW)
    assert isinstance(result, TimeTaken)
    assert [t.starts_at for t in result.fresh] == [at(1, 9), at(1, 11), at(1, 11, 30)]
