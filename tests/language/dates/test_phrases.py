"""Every phrase of phrases.yml is read as the file says."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from clinic.language.dates import Reading, Window, parse

ZONE = ZoneInfo("America/New_York")
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
AHEAD = 60
Minutes = set[tuple[date, int]]


def cases() -> list[Any]:
    """Every phrase with its clock and what is expected."""
    groups = yaml.load((Path(__file__).parent / "phrases.yml").read_text(), yaml.BaseLoader)
    return [
        pytest.param(text, group["now"], group.get("said"), expected, id=f"{group['now']} {text}")
        for group in groups
        for text, expected in group["phrases"].items()
    ]


def minute(clock: str) -> int:
    """Minutes after midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def decoded(lines: list[str], today: date) -> Minutes:
    """The minutes that the notation of the file names."""
    found: Minutes = set()
    for line in lines:
        every, _, rest = line.partition(" ")
        names, _, clock = (rest if every == "every" else line).partition(" ")
        days = [today + timedelta(days=n) for n in range(AHEAD + 1)]
        if every == "every":
            days = [d for d in days if names == "day" or DAYS[d.weekday()] in names.split("+")]
        else:
            first, _, last = names.partition("..")
            span = (date.fromisoformat(last or first) - date.fromisoformat(first)).days
            days = [date.fromisoformat(first) + timedelta(days=n) for n in range(span + 1)]
        start, _, end = (clock or "00:00-24:00").partition("-")
        found |= {(d, m) for d in days for m in range(minute(start), minute(end) if end else minute(start) + 1)}
    return found


def minutes(windows: tuple[Window, ...]) -> Minutes:
    """The minutes that the windows cover, by the wall clock."""
    found: Minutes = set()
    for window in windows:
        at = window.start.replace(tzinfo=None)
        while at < window.end.replace(tzinfo=None):
            found.add((at.date(), at.hour * 60 + at.minute))
            at += timedelta(minutes=1)
    return found


@pytest.mark.parametrize(("text", "now", "said", "expected"), cases())
def test_the_phrase_is_read_as_expected(text: str, now: str, said: str | None, expected: Any) -> None:
    clock = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    reading = parse(text, clock, ZONE, AHEAD, said and datetime.fromisoformat(said).replace(tzinfo=ZONE))
    if expected == "nothing":
        assert reading == Reading("nothing")
        return
    wanted = expected if isinstance(expected, dict) else {"windows": expected}
    kind, lines = next(iter(wanted.items()))
    assert reading.kind == ("windows" if kind == "earliest" else kind)
    assert reading.earliest == (kind == "earliest")
    if kind == "ask":
        assert [minutes(o) for o in reading.options] == [decoded(o, clock.date()) for o in lines]
    else:
        assert minutes(reading.windows) == decoded(lines, clock.date())
    assert all(w.start.tzinfo is ZONE and w.start < w.end for w in reading.windows)
    assert list(reading.windows) == sorted(reading.windows)


def test_there_are_at_least_two_hundred_phrases() -> None:
    assert len(cases()) >= 200
