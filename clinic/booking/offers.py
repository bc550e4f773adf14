"""Which of the free times are named: a few, for nobody reads a list of all, with something in it for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

MOST_TIMES = 4
"""Times offered at once."""


def spread(times: Sequence[datetime], zone: ZoneInfo, earliest: bool = False) -> tuple[datetime, ...]:
    """Return the few times to offer: the first ones, one a day over several days, or spread over a single day."""
    if earliest or len(times) <= MOST_TIMES:
        return tuple(times[: MOST_TIMES - 1 if earliest else MOST_TIMES])
    days: dict[object, list[datetime]] = {}
    for at in times:
        days.setdefault(at.astimezone(zone).date(), []).append(at)
    if len(days) == 1:
        step = (len(times) - 1) / (MOST_TIMES - 1)
        return tuple(times[round(n * step)] for n in range(MOST_TIMES))
    if len(days) == 2:
        first, second = days.values()
        return tuple(sorted({first[0], first[-1], second[0], second[-1]}))
    # One a day, at changing times of day, so that there is something for everybody.
    several = list(days.values())[: MOST_TIMES - 1]
    return tuple(day[n * (len(day) - 1) // max(len(several) - 1, 1)] for n, day in enumerate(several))


def nearest(times: Sequence[datetime], wished: datetime) -> tuple[datetime, ...]:
    """Return the few times nearest to a wished one, in order."""
    return tuple(sorted(sorted(times, key=lambda at: (abs(at - wished), at))[: MOST_TIMES - 1]))


def alike(times: Sequence[datetime], wished: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return one time on each of the few days nearest to a wished one, as near to its time of day as can be."""
    clock = wished.astimezone(zone)

    def apart(at: datetime) -> int:
        local = at.astimezone(zone)
        return abs(local.hour * 60 + local.minute - clock.hour * 60 - clock.minute)

    days: dict[date, datetime] = {}
    for at in sorted(times, key=apart):
        days.setdefault(at.astimezone(zone).date(), at)
    near = sorted(days, key=lambda day: (abs(day - clock.date()), day))[: MOST_TIMES - 1]
    return tuple(days[day] for day in sorted(near))
