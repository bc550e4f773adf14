"""A booking that stands while a second one is talked about."""

import pytest

from tests.conversations.conftest import empty_diary  # noqa: F401
from tests.talk import Talk

ALL = "book tue 8 dec at 10, Ana Lopez 212 555 0184"
STANDS = "Tuesday, 8 December 2026 at 10 am"


@pytest.mark.parametrize(
    ("line", "response"),
    [
        ("never mind", "utter_booking_stopped"),
        ("i'll call you instead", "utter_booking_stopped_call"),
        ("start over", "utter_booking_ask_which"),
        ("i am 15", "utter_booking_minor"),
    ],
)
async def test_nobody_is_told_that_nothing_is_booked(line: str, response: str, talk: Talk) -> None:
    for said in (ALL, "yes", "book another one for friday at 11", line):
        reply = await talk.say(said)
    assert reply.responses[-1] == response and STANDS in reply.texts[-1]


async def test_without_one_no_time_is_named(talk: Talk) -> None:
    await talk.say(ALL)
    reply = await talk.say("never mind")
    assert reply.responses == ["utter_booking_stopped"] and STANDS not in reply.texts[0]


async def test_one_that_was_cancelled_does_not_stand(talk: Talk) -> None:
    for said in (ALL, "yes", "cancel it", "yes", "book friday at 11", "never mind"):
        reply = await talk.say(said)
    assert reply.responses == ["utter_booking_stopped"] and STANDS not in reply.texts[0]


async def test_what_is_cancelled_beside_an_emergency_is_the_one_that_stands(talk: Talk) -> None:
    for said in (ALL, "yes", "book another one for friday at 11", "i cant breathe, cancel my appointment", "im fine"):
        reply = await talk.say(said)
    assert reply.parts[-1] == "utter_booking_put_off_cancel"
    assert (await talk.say("cancel it")).responses == ["utter_booking_ask_cancel"]
