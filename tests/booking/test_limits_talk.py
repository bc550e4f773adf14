"""Limits on abuse as a conversation says them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from clinic.booking import desk
from clinic.booking.model import Status
from clinic.wiring import bookings, clock
from tests.conversations.conftest import empty
from tests.talk import Talk


@pytest.fixture(autouse=True)
def empty_diary() -> Iterator[None]:
    """Begin with nothing and leave nothing behind."""
    empty()
    yield
    empty()


async def test_a_fourth_open_booking_with_one_phone_is_refused_and_keeps_no_time(agent: Any) -> None:
    for hour in (10, 11, 12, 13):
        talk = await Talk.begin(agent)
        await talk.say(f"book friday at {hour}:00, Ana Lopez 212 555 0184")
        reply = await talk.say("yes")
    assert reply.responses == ["utter_booking_too_many"] and reply.turn["booking"] is None
    kept = desk.between(bookings(), clock().date(), clock().date() + timedelta(days=90))
    assert [b.status for b in kept] == [Status.CONFIRMED] * 3
