"""Limits on abuse, the same on every kind of store."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clinic.booking.attempts import look_up
from clinic.booking.calendar import make_diary
from clinic.booking.limits import key
from clinic.booking.model import Booked, Cancelled, Held, NotFound, Person, Refusal, TooMany
from clinic.booking.service import Bookings
from clinic.booking.store import Store
from tests.booking.builders import ANA, NOW, PHONE, a_clinic, at, booked, order, some_rules

LIMIT = 2


@pytest.fixture
def limited(store: Store) -> Bookings:
    """The use cases with small limits."""
    return Bookings(
        store,
        make_diary(
            a_clinic(), some_rules(open_per_contact=LIMIT, failed_lookups_per_hour=LIMIT, holds_per_address=LIMIT)
        ),
    )


def take(
    bookings: Bookings, hour: int, person: Person = ANA, now: datetime = NOW
) -> Booked | Cancelled | Refusal | TooMany:
    """Book an hour of Wednesday in a talk of its own."""
    key = f"k{hour}"
    return bookings.book(replace(order(key, key, at(2, hour)), person=person), now)


@pytest.mark.parametrize("same", [Person("Bo", PHONE), Person("Bo", None, ANA.email), ANA])
def test_one_contact_has_only_so_many_open_bookings(limited: Bookings, same: Person) -> None:
    first = booked(take(limited, 9)).booking
    booked(take(limited, 10))
    assert take(limited, 11, same) == TooMany()
    assert isinstance(take(limited, 9), Booked)  # the same confirmation again changes nothing
    booked(take(limited, 12, Person("Bo", "+12125550199", "bo@example.com")))
    limited.cancel(first.reference, PHONE, NOW)
    booked(take(limited, 11, same))


def test_what_is_over_is_not_open_and_what_is_refused_keeps_its_hold(limited: Bookings) -> None:
    for hour in (9, 10):
        booked(take(limited, hour))
    limited.hold("k14", at(2, 14), NOW)
    assert take(limited, 14) == TooMany()
    booked(take(limited, 14, now=at(2, 9)))


def test_who_fails_too_often_is_not_told_whether_there_is_a_booking(limited: Bookings) -> None:
    right = booked(take(limited, 9)).booking.reference
    fresh = iter(f"t{n}" for n in range(99))
    for _ in range(LIMIT):
        assert look_up(limited, "SP-1", [PHONE], next(fresh), NOW) == NotFound()
    for reference in (right, "SP-2"):
        assert look_up(limited, reference, [PHONE], next(fresh), NOW) == TooMany()
    assert look_up(limited, "SP-2", ["x", PHONE], next(fresh), NOW) == TooMany()
    later = NOW + timedelta(hours=1)
    assert look_up(limited, right, [PHONE], next(fresh), later) == limited.find(right, PHONE)


def test_one_conversation_fails_only_so_often_whatever_contacts_it_tries(limited: Bookings) -> None:
    right = booked(take(limited, 9)).booking.reference
    for number in range(LIMIT):
        assert look_up(limited, right, [f"+1212555{number}"], "t", NOW) == NotFound()
    assert look_up(limited, right, [PHONE], "t", NOW) == TooMany()
    assert look_up(limited, right, [PHONE], "another", NOW) != TooMany()


def test_found_bookings_count_for_nothing_and_old_failures_are_forgotten(limited: Bookings) -> None:
    right = booked(take(limited, 9)).booking.reference
    for _ in range(LIMIT + 1):
        assert look_up(limited, right, [PHONE], "t", NOW) == limited.find(right, PHONE)
    look_up(limited, "SP-1", [PHONE], "t", NOW)
    with limited.store.read() as ledger:
        assert [ledger.attempts(key(*of)) for of in (("contact", PHONE), ("talk", "t"))] == [[NOW], [NOW]]
    look_up(limited, "SP-1", ["x"], "u", NOW + timedelta(hours=25))
    with limited.store.read() as ledger:
        assert ledger.attempts(key("contact", PHONE)) == []


def test_one_address_holds_only_so_many_times_at_once(limited: Bookings) -> None:
    def hold(talk: str, hour: int, visitor: str = "here", now: datetime = NOW) -> object:
        return limited.hold(talk, at(3, hour), now, visitor)

    assert isinstance(hold("a", 9), Held) and isinstance(hold("b", 10), Held)
    assert hold("c", 11) == TooMany()
    assert isinstance(hold("a", 12), Held)  # another time in place of the first
    assert isinstance(hold("d", 11, "elsewhere"), Held) and isinstance(hold("e", 14, ""), Held)
    assert isinstance(hold("c", 9, now=NOW + timedelta(minutes=15)), Held)


def test_one_address_fails_only_so_often_in_whatever_conversations(limited: Bookings) -> None:
    for number in range(LIMIT):
        assert look_up(limited, "SP-1", [f"+1212555{number}"], f"t{number}", NOW, "here") == NotFound()
    assert look_up(limited, "SP-1", ["x"], "t", NOW, "here") == TooMany()
    assert look_up(limited, "SP-1", ["x"], "t", NOW, "elsewhere") == NotFound()
