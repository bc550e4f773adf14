"""No message holds the server: texts of every shape in every state of a talk, each shape in one of the states."""

from typing import Any

from extensions.channels.requests import LONGEST_TEXT
from tests.pumps import STATES, message_time, shapes
from tests.talk import Talk

FLOOR = 0.25  # seconds: below it a visitor notices nothing, and a busy machine measures noise
GROWTH = 2.5
EVERY = 3  # of the shapes; `make bench` takes all of them in all states


async def test_no_message_is_slow(agent: Any) -> None:
    """Twice the length takes at most 2.5 times the time, and nothing over a second."""
    texts = [*zip(shapes(LONGEST_TEXT // 2), shapes(LONGEST_TEXT), strict=True)]
    faults = []
    for number, (half, whole) in enumerate(texts[::EVERY]):
        before = STATES[number % len(STATES)]
        taken = await message_time(await Talk.begin(agent), before, whole)
        if taken > FLOOR:
            taken = min(taken, await message_time(await Talk.begin(agent), before, whole))
            shorter = await message_time(await Talk.begin(agent), before, half)
            if taken > min(1, max(FLOOR, GROWTH * shorter)):
                faults.append((before, whole[:30], taken, shorter))
    assert not faults
