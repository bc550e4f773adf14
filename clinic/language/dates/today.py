"""The day of the talk, and plain calendar arithmetic around it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

Dates = list[date]

ONE = timedelta(days=1)
RECENT = timedelta(days=60)
"""A day without a year that was this short a time ago is meant as past; an older one comes again next year."""

LONGEST = 1000
"""Days of the longest stretch; no diary reaches further, and "until 2099" would be counted out day by day."""
YEARS = range(1900, 2200)
"""Years that a date can be in."""

_EARLY, _MIDDLE, _LATE = (
    ("early", "earlier", "beginning of", "start of"),
    ("mid", "middle of"),
    ("late", "later", "end of"),
)
_WEEK = dict.fromkeys(_EARLY, slice(0, 2)) | dict.fromkeys(_MIDDLE, slice(1, 4)) | dict.fromkeys(_LATE, slice(3, 5))
_MONTH = (
    dict.fromkeys(_EARLY, slice(0, 10)) | dict.fromkeys(_MIDDLE, slice(10, 20)) | dict.fromkeys(_LATE, slice(20, 31))
)

_NTH_WEEK = ("second week of", "third week of")
_HALVES = {"first week of": slice(0, 7), "first half of": slice(0, 15), "second half of": slice(15, 31)}


@dataclass(frozen=True)
class Today:
    """The day of the talk and how many days ahead "any friday" reaches."""

    day: date
    ahead: int
    said: date | None = None  # the day that the talk is about, for "the following monday"
    order: str = "either"  # of day and month in figures: "day_first", "month_first", or "either"

    def every(self, *weekdays: int) -> Dates:
        """Return all coming days of these weekdays."""
        days = (self.day + n * ONE for n in range(self.ahead + 1))
        return [day for day in days if not weekdays or day.weekday() in weekdays]

    def coming(self, weekday: int) -> date:
        """Return the nearest such day, today included."""
        return self.day + (weekday - self.day.weekday()) % 7 * ONE

    def monday(self, weeks: int) -> date:
        """Return the Monday of this week (0), the next (1), …"""
        return self.day + (7 * weeks - self.day.weekday()) * ONE


def stretch(first: date, last: date) -> Dates:
    """Return all days from first to last, at most `LONGEST`."""
    return [first + n * ONE for n in range(min((last - first).days + 1, LONGEST))]


def dated(day: int, month: int, year: str | None, today: Today) -> Dates:
    """Return that day; without a year the coming one, or the one just past; nothing if there is no such day."""
    try:
        if year:
            found = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
            return [found] if found.year in YEARS else []
        this = date(today.day.year, month, day)
        return [this if this >= today.day - RECENT else date(this.year + 1, month, day)]
    except ValueError:
        return []


def month_of(day: date, months: int = 0) -> Dates:
    """Return all days of the month that lies so many months after that of `day`."""
    index = day.month - 1 + months
    first = date(day.year + index // 12, index % 12 + 1, 1)
    return stretch(first, first.replace(day=monthrange(first.year, first.month)[1]))


def part_of(days: Dates, part: str | None) -> Dates:
    """Return the named part ("early", "end of", …) of a week or a month; all of it for "rest of" and none."""
    if part in _NTH_WEEK:
        start = 7 * (_NTH_WEEK.index(part) + 1) - days[0].weekday()
        return days[start : start + 7]
    parts = (_WEEK if len(days) == 7 else _MONTH) | _HALVES
    return days[parts[part]] if part in parts else days
