"""Every pattern of ours is linear: pumped with its own words it takes twice the time for twice the length, not more."""

from typing import Any

from tests.pumps import LONGEST, at_most, patterns, pumped, recorded, search_time, shapes
from tests.talk import Talk

FLOOR = 0.02  # seconds: below it a visitor notices nothing, and a busy machine measures noise
GROWTH = 2.5
LINES = (
    *("im on accutane since 2 weeks, can i have it?", "no", "book on december 7 at 10 for my sister", "the second one"),
    *("Ana Lopez, ana at example dot com, not 212 555 0184", "yes", "move SP-123456 to friday", "skip", "is it safe"),
)


def slow(pattern: Any, half: str, whole: str) -> bool:
    """Tell whether a pattern takes over a second, or more than its share for twice the length."""
    try:
        with at_most(2):
            taken = search_time(pattern, whole)
            return taken > 1 or (
                taken > FLOOR
                and min(search_time(pattern, whole) for _ in range(3))
                > max(FLOOR, GROWTH * min(search_time(pattern, half) for _ in range(3)))
            )
    except TimeoutError:
        return True


async def test_no_pattern_is_slow(agent: Any) -> None:
    """A single message must not hold up everybody: "no no no …" in a booking did."""
    found = patterns()
    with recorded(found):
        for line in LINES:
            await (await Talk.begin(agent)).say(line)
        talk = await Talk.begin(agent)
        for line in LINES[2:]:
            await talk.say(line)
    assert len(found) > 150
    texts = list(zip(shapes(LONGEST // 2), shapes(LONGEST), strict=True))
    faults = [
        (pattern.pattern[:80], whole[:30])
        for pattern in found
        for half, whole in [*zip(pumped(pattern, LONGEST // 2), pumped(pattern, LONGEST), strict=True), *texts[::7]]
        if slow(pattern, half, whole)
    ]
    assert not faults
