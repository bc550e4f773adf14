"""Talks share one database; each begins with an empty diary."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from clinic.wiring import bookings, clock


@pytest.fixture(autouse=True)
def empty_diary() -> Iterator[None]:
    """Forget all bookings and holds, those of other folders too."""
    empty()
    yield
    empty()


def empty() -> None:
    """Drop everything that the diary holds in the time around the fixed clock."""
    with bookings().store.write() as ledger:
        for booking in ledger.between(clock() - timedelta(days=90), clock() + timedelta(days=90)):
            ledger.drop(booking.reference)
