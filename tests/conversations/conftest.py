"""Talks share one database; each begins with an empty diary. Those that ask for `vectors` are held thrice."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest

from clinic.wiring import bookings, clock
from extensions.nlu.encoder import MiniLM
from tests.vectors import encoding

# More of them in one run: CLINIC_VECTORS="noise:2 noise:3" .venv/bin/python -m pytest tests/conversations
MACHINES = os.environ.get("CLINIC_VECTORS", "int8 fp32 noise:1").split()


@pytest.fixture(params=MACHINES)
def vectors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold the talk with the vectors of another machine as well; the model stays as it was trained on this one."""
    monkeypatch.setattr(MiniLM, "encode", encoding(request.param))


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
        ledger.forget_attempts(clock())
