"""Times as they are written in figures, and what a mention of a time is: "12/03/2026", "2026-03-12"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic.findings import Time, TimeKind
from clinic.language import Word


@dataclass(frozen=True)
class Mention:
    """A time said at words `start` to `end`; `span` marks a duration ("for 3 months") instead of a point."""

    start: int
    end: int
    time: Time
    span: bool = False


def norm_at(words: Sequence[Word], place: int) -> str:
    return words[place].norm if 0 <= place < len(words) else ""


def numeric_time(words: Sequence[Word], place: int, today: date) -> Mention | None:
    """12/03/2026, 12.3.26, 2026-03-12; day and month in either order: the one that lies less far back."""
    parts = [norm_at(words, place + step) for step in range(5)]
    if parts[1:4:2] in (["/", "/"], [".", "."]) and all(part.isdigit() for part in parts[0:5:2]):
        numbers, used = [int(part) for part in parts[0:5:2]], 5
    elif re.fullmatch(r"20\d\d", parts[0]) and parts[1].isdigit() and parts[2].isdigit():
        numbers, used = [int(part) for part in parts[:3]], 3
    else:
        return None
    days = [found for order in ((2, 1, 0), (2, 0, 1), (0, 1, 2)) if (found := _as_date([numbers[i] for i in order]))]
    gaps = [(today - day).days for day in days]
    past = [gap for gap in gaps if gap >= 0]
    if past:
        return Mention(place, place + used, Time(TimeKind.AGO, min(past)))
    return Mention(place, place + used, Time(TimeKind.IN, -max(gaps))) if gaps else None


def _as_date(numbers: list[int]) -> date | None:
    year, month, day = numbers
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except (ValueError, OverflowError):
        return None
