"""Why nothing is free when somebody wishes to come, and what is free instead."""

from collections.abc import Sequence
from datetime import datetime

from clinic.booking.calendar import bounds, closed, days_of, starts
from clinic.booking.model import Closed, OutsideWindow, Refusal, TimeTaken
from clinic.booking.service import FRESH, Bookings
from clinic.language.dates import Window


def why_none(bookings: Bookings, windows: Sequence[Window], now: datetime) -> Refusal:
    """Return why `free_times` found nothing in the windows: past, too soon, too far, closed, or taken.

    The windows must not be empty.
    """
    diary, limits = bookings.diary, bounds(bookings.diary, now)
    if all(w.end <= limits.start for w in windows):
        past = all(w.end <= now for w in windows)
        return OutsideWindow("past" if past else "too_soon", limits.start, limits.end)
    if all(w.start >= limits.end for w in windows):
        return OutsideWindow("too_late", limits.start, limits.end)
    days = sorted({day for w in windows for day in days_of(Window(w.start, min(w.end, limits.end)), diary.zone)})
    shut = [found for day in days if (found := closed(diary, day))]
    if len(shut) == len(days):
        return shut[0]
    wanted = [
        start.at for day in days for start in starts(diary, day) if any(w.start <= start.at < w.end for w in windows)
    ]
    if not wanted:
        return Closed(days[0], "hours")
    if max(wanted) < limits.start:  # today, but not in time any more
        return OutsideWindow("too_soon", limits.start, limits.end)
    free = bookings.free_times([limits], now)
    return TimeTaken(tuple(sorted(sorted(free, key=lambda t: abs(t.starts_at - windows[0].start))[:FRESH])))
