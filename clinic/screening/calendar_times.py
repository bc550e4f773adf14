"""Calendar times: "yesterday", "last summer", "in March 2025", "12/03/2026" become days from today."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clinic.screening.model import Time, TimeKind
from clinic.screening.words import Word

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASON_ENDS = {
    "spring": (5, 31),
    "easter": (4, 20),
    "summer": (8, 31),
    "autumn": (11, 30),
    "fall": (11, 30),
    "winter": (2, 28),
    "christmas": (12, 25),
}
_FIXED = {"yesterday": 1, "today": 0, "tonight": 0}


@dataclass(frozen=True)
class Mention:
    """A time said at words `start` to `end`; `span` marks a duration ("for 3 months") instead of a point."""

    start: int
    end: int
    time: Time
    span: bool = False


def norm_at(words: Sequence[Word], place: int) -> str:
    return words[place].norm if 0 <= place < len(words) else ""


def calendar_time(words: Sequence[Word], place: int, today: date) -> Mention | None:
    """Return the calendar time that begins at word `place`, if one does."""
    norm, following = norm_at(words, place), norm_at(words, place + 1)
    if norm in _FIXED:
        return Mention(place, place + 1, Time(TimeKind.AGO, _FIXED[norm]))
    if norm == "tomorrow":
        return Mention(place, place + 1, Time(TimeKind.IN, 1))
    if norm == "lately":
        return Mention(place, place + 1, Time(TimeKind.AGO, 0, True), span=True)
    if norm == "recently" or (norm, following) == ("other", "day"):
        return Mention(place, place + 1, Time(TimeKind.AGO, 0, True))
    if norm == "this" and following in ("morning", "afternoon", "evening", "week", "month", "weekend"):
        return Mention(place, place + 2, Time(TimeKind.AGO, 0, following not in ("morning", "afternoon", "evening")))
    if norm in ("last", "next"):
        return _relative(norm, following, place, today)
    if norm == "as" and following == "a" and norm_at(words, place + 2) in ("child", "kid", "baby", "toddler"):
        return Mention(place, place + 3, Time(TimeKind.AGO, 730, True))
    return _dated(words, place, today)


def _relative(norm: str, unit: str, place: int, today: date) -> Mention | None:
    if norm == "next":
        days = {"week": 1, "month": 1, "year": 1, "weekend": 1, "summer": 30, "spring": 30, "winter": 30}.get(unit)
        if unit in _WEEKDAYS:
            days = (_WEEKDAYS.index(unit) - today.weekday() - 1) % 7 + 1
        return None if days is None else Mention(place, place + 2, Time(TimeKind.IN, days, unit not in _WEEKDAYS))
    ends = {
        "night": today - timedelta(1),
        "week": today - timedelta(today.weekday() + 1),
        "weekend": today - timedelta(today.weekday() + 1),
        "month": today.replace(day=1) - timedelta(1),
        "year": date(today.year - 1, 12, 31),
    }
    if unit in _SEASON_ENDS:
        ends[unit] = _latest(today, *_SEASON_ENDS[unit])
    if unit in _MONTHS:
        ends[unit] = _month_end(today, _MONTHS.index(unit) + 1)
    if unit in _WEEKDAYS:
        ends[unit] = today - timedelta((today.weekday() - _WEEKDAYS.index(unit) - 1) % 7 + 1)
    if unit not in ends:
        return None
    return Mention(place, place + 2, Time(TimeKind.AGO, (today - ends[unit]).days))


def _dated(words: Sequence[Word], place: int, today: date) -> Mention | None:
    """Month names, years, weekdays and numeric dates: a past day, or a coming one when the words point ahead."""
    norm, before = norm_at(words, place), norm_at(words, place - 1)
    if norm in _WEEKDAYS and before in ("on", "since", "this", "from", "", "back"):
        return Mention(place, place + 1, Time(TimeKind.AGO, (today.weekday() - _WEEKDAYS.index(norm) - 1) % 7 + 1))
    if re.fullmatch(r"(19|20)\d\d", norm) and before in (
        "in",
        "since",
        "from",
        "of",
        "around",
        "about",
        "until",
        "till",
        "early",
        "late",
        "mid",
        "was",
    ):
        return Mention(place, place + 1, Time(TimeKind.AGO, max((today - date(int(norm), 12, 31)).days, 0)))
    if norm in _MONTHS and (
        norm not in ("may", "march")
        or before in ("in", "since", "of", "until", "last", "early", "late", "mid", "from", "this", "th", "st")
    ):
        return _month(words, place, today)
    if norm in _SEASON_ENDS and before in ("in", "since", "the", "this", "over", "at", "during") and norm != "fall":
        return Mention(place, place + 1, Time(TimeKind.AGO, (today - _latest(today, *_SEASON_ENDS[norm])).days))
    return _numeric(words, place, today)


def _month(words: Sequence[Word], place: int, today: date) -> Mention:
    month = _MONTHS.index(norm_at(words, place)) + 1
    end, year = place + 1, None
    day = _day_near(words, place)
    if norm_at(words, end).isdigit() and len(norm_at(words, end)) < 3:
        end += 1 + (norm_at(words, end + 1) in ("th", "st", "nd", "rd"))
    if re.fullmatch(r"(19|20)\d\d", norm_at(words, end)):
        year, end = int(norm_at(words, end)), end + 1
    if year:
        last = date(year, month, min(day, 28)) if day else (date(year + month // 12, month % 12 + 1, 1) - timedelta(1))
    else:
        last = _latest(today, month, min(day, 28)) if day else _month_end(today, month)
    gap = (today - last).days
    return Mention(place, end, Time(TimeKind.AGO, gap) if gap >= 0 else Time(TimeKind.IN, -gap))


def _day_near(words: Sequence[Word], place: int) -> int | None:
    back = place - 1
    while norm_at(words, back) in ("of", "the", "th", "st", "nd", "rd"):
        back -= 1
    for near in (back, place + 1):
        number = norm_at(words, near)
        if number.isdigit() and 1 <= int(number) <= 31:
            return int(number)
    return None


def _month_end(today: date, month: int) -> date:
    """The last day of the latest `month` that has begun, not after today."""
    year = today.year if month <= today.month else today.year - 1
    return min(today, date(year + month // 12, month % 12 + 1, 1) - timedelta(1))


def _latest(today: date, month: int, day: int) -> date:
    found = date(today.year, month, day)
    return found if found <= today else date(today.year - 1, month, day)


def _numeric(words: Sequence[Word], place: int, today: date) -> Mention | None:
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
    except ValueError:
        return None
