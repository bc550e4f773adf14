"""Limits on abuse as a conversation says them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from clinic.booking import staff
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
    kept = staff.between(bookings(), clock().date(), clock().date() + timedelta(days=90))
    assert [b.status for b in kept] == [Status.CONFIRMED] * 3


async def test_after_five_wrong_references_the_right_one_is_not_looked_up_either(agent: Any) -> None:
    await (talk := await Talk.begin(agent)).say("book friday at 10, Ana Lopez 646 555 0184")
    right = (await talk.say("yes")).turn["booking"]["reference"]
    for number in range(5):
        wrong = await (await Talk.begin(agent)).say(f"cancel my appointment SP-00000000{number}, 646 555 0184")
        assert wrong.responses == ["utter_booking_not_found"]
    said = [
        await (await Talk.begin(agent)).say(f"cancel my appointment {reference}, 646 555 0184")
        for reference in (right, "SP-000000000")
    ]
    assert [reply.responses for reply in said] == [["utter_booking_not_here"]] * 2 and said[0].texts == said[1].texts
    assert said[0].turn["booking"] is None
