"""Limits on abuse, the same on every kind of store."""

from dataclasses import replace
from datetime import datetime

import pytest

from clinic.booking.calendar import make_diary
from clinic.booking.model import Booked, Cancelled, Person, Refusal, TooMany
from clinic.booking.service import Bookings
from clinic.booking.store import Store
from tests.booking.builders import ANA, NOW, PHONE, a_clinic, at, booked, order, some_rules

LIMIT = 2


@pytest.fixture
def limited(store: Store) -> Bookings:
    """The use cases with small limits."""
    return Bookings(store, make_diary(a_clinic(), some_rules(open_per_contact=LIMIT)))


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
