"""Why nothing is free when somebody wishes to come, and what is free instead."""

from collections.abc import Sequence
from datetime import datetime

from clinic.booking.calendar import Diary, bounds, by_day, closed, starts
from clinic.booking.model import Closed, OutsideWindow, Refusal, TimeTaken
from clinic.booking.openings import nearest_free
from clinic.booking.service import Bookings
from clinic.language.dates import Window


def why_none(bookings: Bookings, windows: Sequence[Window], now: datetime) -> Refusal:
    """Return why `free_times` found nothing in the windows: past, too soon, too far, closed, or taken.

    The windows must not be empty.
    """
    limits = bounds(bookings.diary, now)
    return (
        _outside(windows, limits, now)
        or _shut(bookings.diary, windows, limits)
        or TimeTaken(nearest_free(bookings.free_times([limits], now), windows[0].start))
    )


def _outside(windows: Sequence[Window], limits: Window, now: datetime) -> Refusal | None:
    """Tell on which side of what can be booked all windows lie, if they do."""
    if all(w.end <= limits.start for w in windows):
        past = all(w.end <= now for w in windows)
        return OutsideWindow("past" if past else "too_soon", limits.start, limits.end)
    if all(w.start >= limits.end for w in windows):
        return OutsideWindow("too_late", limits.start, limits.end)
    return None


def _shut(diary: Diary, windows: Sequence[Window], limits: Window) -> Refusal | None:
    """Tell why no consultation starts in the windows, taken or not, if none does."""
    inside = by_day(diary, windows, Window(min(w.start for w in windows), limits.end))
    days = sorted(inside)
    holidays = [found for day in days if (found := closed(diary, day))]
    if len(holidays) == len(days):
        return holidays[0]
    wanted = [s.at for day in days for s in starts(diary, day) if any(w.start <= s.at < w.end for w in inside[day])]
    if not wanted:
        return Closed(days[0], "hours")
    if max(wanted) < limits.start:  # today, but not in time any more
        return OutsideWindow("too_soon", limits.start, limits.end)
    return None
