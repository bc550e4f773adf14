"""Which times exist and which are free: pure functions of the rules, the busy times and a clock."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clinic.booking.model import Closed, FreeTime, OutsideWindow
from clinic.booking.rules import CELL_MINUTES, BookingRules, span
from clinic.content import DAYS, Clinic
from clinic.language.dates import Window
from clinic.strict import ContentError

ONE_DAY = timedelta(days=1)

Hours = Mapping[int, Sequence[tuple[int, int]]]
"""Weekday (Monday is 0) to stretches in minutes after midnight."""


@dataclass(frozen=True, eq=False)  # told apart by identity, so that the starts of its days can be remembered
class Diary:
    """The clinic's week and rules, in its zone."""

    zone: ZoneInfo
    clock: int  # hours, 12 or 24
    opening: Hours
    holidays: Mapping[date, str]
    duty: Mapping[str, Hours]
    rules: BookingRules


class Start(NamedTuple):
    """A time in UTC at which a consultation can start, what it takes, and the clinicians on duty all the while."""

    at: datetime
    cells: range
    who: tuple[str, ...]


class Busy(NamedTuple):
    """A clinician is not free from cell `first` up to but without cell `end`; see `cells`."""

    clinician: str
    first: int
    end: int
    reference: str = ""
    counts: bool = True  # towards the daily cap: a consultation, not a block


def hours(week: Mapping[str, Sequence[str]], where: str) -> Hours:
    """Return day names and "09:00-17:00" as `Hours`; raise `ContentError` naming `where` for other values."""
    try:
        if unknown := set(week) - set(DAYS):
            raise ValueError(f"{', '.join(unknown)}: not a day; use {', '.join(DAYS)}")
        return {DAYS.index(day): [span(text) for text in spans] for day, spans in week.items()}
    except ValueError as error:
        raise ContentError(f"{where}: {error}") from None


def make_diary(clinic: Clinic, rules: BookingRules) -> Diary:
    """Return the diary of a clinic; raise `ContentError` for hours on duty that cannot be read."""
    opening = hours(clinic.opening_hours, "opening_hours")
    duty = {d.id: opening if d.hours is None else hours(d.hours, f"booking.yml: {d.id}") for d in rules.on_duty}
    return Diary(
        ZoneInfo(clinic.time_zone), clinic.clock, opening, {h.date: h.name for h in clinic.holidays}, duty, rules
    )


def instant(local: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the naive wall clock time in UTC; None when the clocks skip it or show it twice that day."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first.astimezone(timezone.utc) if first.utcoffset() == second.utcoffset() else None


def cells(start: datetime, end: datetime) -> range:
    """Return the numbers of all cells (`CELL_MINUTES` each, counted from 1970 in UTC) that the stretch touches."""
    size = CELL_MINUTES * 60
    return range(int(start.timestamp()) // size, -(-int(end.timestamp()) // size))


@lru_cache(maxsize=1000)
def starts(diary: Diary, day: date) -> tuple[Start, ...]:
    """Return the starting times of a local day."""
    if closed(diary, day):
        return ()
    length, midnight, weekday = diary.rules.length_minutes, datetime.combine(day, time()), day.weekday()
    found = []
    for opens, closes in diary.opening[weekday]:
        last = (midnight + timedelta(minutes=closes)).replace(tzinfo=diary.zone)
        for minute in range(opens, closes - length + 1, diary.rules.grid_minutes):
            start = instant(midnight + timedelta(minutes=minute), diary.zone)
            who = _on_duty(diary, weekday, minute)
            if who and start and start + diary.rules.length <= last:
                found.append(Start(start, cells(start, start + diary.rules.occupied), who))
    return tuple(found)


def _on_duty(diary: Diary, weekday: int, minute: int) -> tuple[str, ...]:
    end = minute + diary.rules.length_minutes
    fits = {who: any(a <= minute and end <= b for a, b in week.get(weekday, ())) for who, week in diary.duty.items()}
    return tuple(who for who, fit in fits.items() if fit)


def bounds(diary: Diary, now: datetime) -> Window:
    """Return what can be booked now: after the notice, up to the end of the last day of the window."""
    last = now.astimezone(diary.zone).date() + timedelta(days=diary.rules.window_days)
    end = datetime.combine(last + ONE_DAY, time(), diary.zone).astimezone(timezone.utc)
    return Window(now.astimezone(timezone.utc) + timedelta(minutes=diary.rules.notice_minutes), end)


def refuse(diary: Diary, start: datetime, now: datetime) -> Closed | OutsideWindow | None:
    """Return why nobody could ever book this time now, or None when it is a time of the diary."""
    limits = bounds(diary, now)
    if start < limits.start:
        return OutsideWindow("past" if start <= now else "too_soon", limits.start, limits.end)
    if start >= limits.end:
        return OutsideWindow("too_late", limits.start, limits.end)
    day = start.astimezone(diary.zone).date()
    if shut := closed(diary, day):
        return shut
    if any(start == offered for offered, _, _ in starts(diary, day)):
        return None
    clock = start.astimezone(diary.zone)
    minute = clock.hour * 60 + clock.minute
    inside = any(a <= minute <= b - diary.rules.length_minutes for a, b in diary.opening[day.weekday()])
    return Closed(day, "not_a_start" if inside else "hours")


def closed(diary: Diary, day: date) -> Closed | None:
    """Return why the clinic is closed all that day, or None when it opens."""
    if day in diary.holidays:
        return Closed(day, "holiday", diary.holidays[day])
    return None if diary.opening.get(day.weekday()) else Closed(day, "weekday")


def outside(diary: Diary, clinician: str, start: datetime, end: datetime) -> bool:
    """Tell whether the stretch lies outside the hours of the clinic or of the clinician: they may have been changed."""
    first, last = start.astimezone(diary.zone), end.astimezone(diary.zone)
    if closed(diary, first.date()) or first.date() != last.date():
        return True
    begins, ends = (at.hour * 60 + at.minute for at in (first, last))
    spans = [week.get(first.weekday(), ()) for week in (diary.opening, diary.duty.get(clinician, {}))]
    return not all(any(a <= begins and ends <= b for a, b in open_then) for open_then in spans)


def free(diary: Diary, windows: Sequence[Window], busy: Sequence[Busy], now: datetime) -> list[FreeTime]:
    """Return the free times of the windows in order, each once, with the first clinician of the list who is free."""
    inside = by_day(diary, windows, bounds(diary, now))
    taken: dict[str, set[int]] = {name: set() for name in diary.duty}
    for b in busy:
        taken.setdefault(b.clinician, set()).update(range(b.first, b.end))
    full = full_days(diary, busy)
    found = []
    for day in sorted(inside.keys() - full):
        for start, needed, who in starts(diary, day):
            if any(w.start <= start < w.end for w in inside[day]):
                for name in who:
                    if taken[name].isdisjoint(needed):
                        found.append(FreeTime(start, name))
                        break
    return found


def by_day(diary: Diary, windows: Sequence[Window], limits: Window) -> dict[date, set[Window]]:
    """Return the windows by the local days that they touch, inside the limits: "at 3 or 4" gives two a day."""
    found: dict[date, set[Window]] = {}
    for window in windows:
        inside = Window(max(window.start, limits.start), min(window.end, limits.end))
        for day in days_of(inside, diary.zone):
            found.setdefault(day, set()).add(inside)
    return found


def full_days(diary: Diary, busy: Sequence[Busy]) -> set[date]:
    """Return the local days on which the daily cap is reached."""
    days: Counter[date] = Counter()
    for first, count in Counter(b.first for b in busy if b.counts).items():
        days[datetime.fromtimestamp(first * CELL_MINUTES * 60, diary.zone).date()] += count
    return {day for day, count in days.items() if count >= diary.rules.daily_cap}


def days_of(window: Window, zone: ZoneInfo) -> list[date]:
    """Return the local days that the window touches; none when it is empty."""
    if window.start >= window.end:
        return []
    last_moment = window.end.astimezone(timezone.utc) - timedelta(seconds=1)
    first, last = (at.astimezone(zone).date() for at in (window.start, last_moment))
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]
