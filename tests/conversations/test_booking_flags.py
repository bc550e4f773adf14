"""What is disclosed reaches the clinician with the booking, also after it was made; nothing of somebody else does."""

import pytest

from clinic.booking import staff
from clinic.booking.model import Booking
from clinic.wiring import bookings
from tests.talk import Talk

pytestmark = pytest.mark.usefixtures("vectors")

BOOK = ("book friday at 10", "Ana Lopez 212 555 0184", "yes")


async def booking_after(talk: Talk, *lines: str) -> Booking:
    """Return the stored booking that the talk made, after all lines were said."""
    reference = ""
    for line in lines:
        turn = (await talk.say(line)).turn
        reference = (turn["booking"] or {}).get("reference", reference)
    found = staff.show(bookings(), reference)
    assert isinstance(found, Booking)
    return found


@pytest.mark.parametrize(
    ("later", "flags", "planning"),
    [
        (["oh and i have diabetes"], {"diabetes"}, False),
        (["im on accutane"], {"isotretinoin"}, True),
        (["i have diabetes", "does it hurt", "and im pregnant"], {"diabetes", "pregnancy"}, True),
        (["/eligibility_check", "/check/about_you/none", "im on accutane"], {"isotretinoin"}, True),
        (["i dont have diabetes"], set(), False),
        (["what if i was pregnant"], set(), False),
        (["my daughter is 15, can she have it"], set(), False),
        (["my daughter is 15, can she have it", "move it to monday at 11", "yes", "does it hurt her"], set(), False),
    ],
)
async def test_what_is_said_after_the_booking_is_added(
    later: list[str], flags: set[str], planning: bool, talk: Talk
) -> None:
    booking = await booking_after(talk, *BOOK, *later)
    assert (set(booking.flags), booking.planning) == (flags, planning)


async def test_nothing_is_taken_away_and_a_denial_is_no_flag(talk: Talk) -> None:
    booking = await booking_after(talk, "i have diabetes, but no keloids", *BOOK, "and cold sores", "does it hurt")
    assert {"diabetes"} < set(booking.flags) and "keloid" not in booking.flags
    assert booking.version == 0  # nothing that a calendar must learn


async def test_a_cancelled_booking_learns_nothing(talk: Talk) -> None:
    booking = await booking_after(talk, *BOOK, "cancel my appointment", "yes", "im on accutane")
    assert booking.flags == () and not booking.planning
