"""Opening hours as decisions over a clock: is somebody there now, when next, and how the week reads."""

from datetime import date, datetime, timedelta
from typing import Optional
from zoneinfo import ZoneInfo

from clinic.content import DAYS, Clinic, read_span
from clinic.language.dates import parse

MOST_ASKED = 2  # days that a question is answered for one by one
SEARCH_DAYS = 60  # a clinic that does not open within two months has no next opening to promise


def spans_on(clinic: Clinic, day: date) -> list[tuple[datetime, datetime]]:
    """Return the opening spans of `day` as aware datetimes in the clinic's zone; none on holidays."""
    if any(holiday.date == day for holiday in clinic.holidays):
        return []
    zone = ZoneInfo(clinic.time_zone)
    spans = [read_span(span) for span in clinic.opening_hours.get(DAYS[day.weekday()], [])]
    return [
        (datetime.combine(day, start, tzinfo=zone), datetime.combine(day, end, tzinfo=zone)) for start, end in spans
    ]


def is_open(clinic: Clinic, now: datetime) -> bool:
    """Tell whether the clinic is open at the aware time `now`."""
    today = now.astimezone(ZoneInfo(clinic.time_zone)).date()
    return any(start <= now < end for start, end in spans_on(clinic, today))


def next_opening(clinic: Clinic, now: datetime) -> Optional[datetime]:
    """Return the next start of an opening span after `now`, or None within the next `SEARCH_DAYS` days."""
    today = now.astimezone(ZoneInfo(clinic.time_zone)).date()
    for ahead in range(SEARCH_DAYS):
        for start, _ in spans_on(clinic, today + timedelta(days=ahead)):
            if start > now:
                return start
    return None


def clock(moment: datetime, hours: int) -> str:
    """Return the time of day as people write it on a clock of 12 or 24 `hours`: "9 am", "4:30 pm"; "09:00", "16:30"."""
    if hours == 24:
        return f"{moment:%H:%M}"
    hour, minutes = moment.hour % 12 or 12, f":{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minutes} {'am' if moment.hour < 12 else 'pm'}"


def on_day(clinic: Clinic, day: date) -> str:
    """Return the opening hours of one day: "9 am to 5 pm" or "closed"."""
    return (
        ", ".join(f"{clock(start, clinic.clock)} to {clock(end, clinic.clock)}" for start, end in spans_on(clinic, day))
        or "closed"
    )


def asked_days(clinic: Clinic, text: str, now: datetime) -> list[date]:
    """Return the one or two days other than today that `text` names, in order: "r u open saturdays" means the next.

    Nothing where it names no day, only today, or more than two.
    """
    zone = ZoneInfo(clinic.time_zone)
    today = now.astimezone(zone).date()
    if holiday := _named_holiday(clinic, text, today):
        return [holiday]
    days = sorted(
        {window.start.astimezone(zone).date() for window in parse(text, now, zone, order=clinic.dates).windows}
    )
    first = sorted({day.weekday(): day for day in reversed(days)}.values())
    return [] if len(first) > MOST_ASKED or days == [today] else first


def _named_holiday(clinic: Clinic, text: str, today: date) -> Optional[date]:
    """Return the next holiday of the clinic's list that `text` names: "are you open on thanksgiving"."""
    said = text.lower().replace("'", "").replace("’", "")
    coming = sorted((holiday.date, holiday.name) for holiday in clinic.holidays if holiday.date >= today)
    return next((day for day, name in coming if _bare(name) in said), None)


def _bare(name: str) -> str:
    return name.lower().replace("'", "").replace("’", "").removesuffix(" day").removesuffix("s")


def spoken_day(clinic: Clinic, day: date) -> str:
    """Return a day with its hours: "Thursday, 26 November: closed"."""
    return f"{day:%A}, {day.day} {day:%B}: {on_day(clinic, day)}"


def week(clinic: Clinic) -> list[tuple[str, str]]:
    """Return (day, hours) for an ordinary week, Monday first."""
    monday = date(2001, 1, 1)  # a Monday without holidays
    return [(name.capitalize(), on_day(clinic, monday + timedelta(days=i))) for i, name in enumerate(DAYS)]
