"""How an instant is said: the one place, so that list, read-back, mail and staff never differ."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from clinic.hours import clock


@dataclass(frozen=True)
class Spoken:
    """For example "Tuesday, 1 December 2026", "4 pm", "New York time" and, for lists, "Tue 1 Dec, 4 pm"."""

    date: str
    time: str
    zone: str
    short: str


def spoken(instant: datetime, zone: ZoneInfo, hours: int) -> Spoken:
    """Return an aware instant as people in the zone say it, on a clock of 12 or 24 `hours`."""
    local = instant.astimezone(zone)
    return Spoken(
        f"{local:%A}, {local.day} {local:%B %Y}",
        clock(local, hours),
        f"{zone.key.split('/')[-1].replace('_', ' ')} time",
        f"{local:%a} {local.day} {local:%b}, {clock(local, hours)}",
    )


def duration(minutes: int) -> str:
    """Return a length of time in minutes as people say it: "2 hours", "90 minutes"."""
    hours, rest = divmod(minutes, 60)
    count, unit = (minutes, "minute") if rest or not hours else (hours, "hour")
    return f"{count} {unit}{'' if count == 1 else 's'}"
