"""What is free in the diary while a transaction is open: who can take a time, and what else could be had."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from clinic.booking.calendar import ONE_DAY, Busy, Diary, bounds, free, full_days, refuse
from clinic.booking.model import Booking, DayFull, FreeTime, Refusal, TimeTaken
from clinic.booking.store import Ledger
from clinic.language.dates import Window

FRESH = 3
"""How many other times are offered in place of one that is taken."""


def clinician_for(
    ledger: Ledger, diary: Diary, starts_at: datetime, now: datetime, mine: Booking | None
) -> str | Refusal:
    """Return who can take a time, or why nobody can; what `mine` takes counts as free."""
    if refusal := refuse(diary, starts_at, now):
        return refusal
    day, but = starts_at.astimezone(diary.zone).date(), mine.reference if mine else None
    taken = busy(ledger, diary, now, but, day)
    if found := free(diary, [Window(starts_at, starts_at + timedelta(seconds=1))], taken, now):
        return found[0].clinician
    fresh = fresh_times(ledger, diary, starts_at, now, but)
    return DayFull(day, fresh) if day in full_days(diary, taken) else TimeTaken(fresh)


def fresh_times(
    ledger: Ledger, diary: Diary, wished: datetime, now: datetime, but: str | None = None
) -> tuple[FreeTime, ...]:
    """Return the few free times nearest to a wished one, in order; what the booking `but` takes counts as free."""
    return nearest_free(free(diary, [bounds(diary, now)], busy(ledger, diary, now, but), now), wished)


def nearest_free(times: Sequence[FreeTime], wished: datetime) -> tuple[FreeTime, ...]:
    """Return the few of these times that are nearest to a wished one, in order."""
    return tuple(sorted(sorted(times, key=lambda t: abs(t.starts_at - wished))[:FRESH]))


def busy(ledger: Ledger, diary: Diary, now: datetime, but: str | None = None, day: date | None = None) -> list[Busy]:
    """Return what is busy on a local day, or in the whole window, from its first midnight on for the daily cap."""
    first = datetime.combine(day or now.astimezone(diary.zone).date(), time(), diary.zone)
    last = datetime.combine(day + ONE_DAY, time(), diary.zone) if day else bounds(diary, now).end
    return [b for b in ledger.busy(first, last, now) if b.reference != but]
