"""A clinic, rules and times to test with."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from clinic.booking.model import Booked, Order, Person
from clinic.booking.rules import BookingRules, load_rules
from clinic.content import Clinic, Holiday, load_clinic
from clinic.language.dates.model import Window

CONTENT = Path(__file__).parents[2] / "content"
NOW = datetime(2026, 11, 30, 14, 0, tzinfo=timezone.utc)  # a Monday, 9 am in New York
PHONE = "+12125550123"
ANA = Person("Ana", PHONE, "ana@example.com")


def a_clinic(**changes: object) -> Clinic:
    """A clinic that opens on weekdays from 9 to 17, with one holiday."""
    week = {day: ["09:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    facts = load_clinic(CONTENT).dict() | {"opening_hours": week, "time_zone": "America/New_York"}
    return Clinic(**(facts | {"holidays": [Holiday(date=date(2026, 12, 25), name="Christmas Day")]} | changes))


def some_rules(**changes: object) -> BookingRules:
    """Half an hour and ten minutes of buffer, every half hour, two hours of notice, sixty days, one clinician."""
    fixed = {
        "length_minutes": 30, "buffer_minutes": 10, "grid_minutes": 30, "notice_minutes": 120, "window_days": 60,
        "daily_cap": 50, "hold_minutes": 15, "mail_delay_minutes": 3, "reminder_hours": 24,
        "open_per_contact": 50, "failed_lookups_per_hour": 50, "mails_per_booking": 50, "mails_per_day": 50,
        "holds_per_address": 50,
        "on_duty": [{"id": "one", "hours": None}],
    }  # fmt: skip
    return BookingRules(**(load_rules(CONTENT).dict() | fixed | changes))


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    """New York in winter, as UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=timezone.utc) + timedelta(hours=5)


def order(key: str = "k1", talk: str = "t1", starts_at: datetime | None = None) -> Order:
    """Ana's order."""
    return Order(key, talk, starts_at or at(1, 10), ANA, "scars", ("keloids", "isotretinoin"), True)


def booked(result: object) -> Booked:
    """The result, which must be a booking."""
    assert isinstance(result, Booked), result
    return result


def whole(day: int) -> list[Window]:
    """That day of December."""
    return [Window(at(day, 0), at(day + 1, 0))]


class Clock:
    """A clock that is set by hand."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now
