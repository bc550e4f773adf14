"""The rules of booking, from booking.yml and mail.yml."""

from datetime import timedelta
from pathlib import Path
from string import Formatter

from pydantic import validator

from clinic.content import read_span
from clinic.places import default_file
from clinic.strict import Strict, check, read_yaml

CELL_MINUTES = 5
"""The grain of the diary: a booking claims every cell that it touches."""

MAIL_WORDS = {"name", "clinic", "date", "time", "zone", "reference", "address", "phone"}


def span(text: str) -> tuple[int, int]:
    """Return "09:00-17:00" as minutes after midnight; raise `ValueError` when it is not such a stretch."""
    start, end = (clock.hour * 60 + clock.minute for clock in read_span(text))
    if start >= end:
        raise ValueError(f"{text!r} does not end after it starts")
    return start, end


class Duty(Strict):
    """A clinician and their hours by day name; none means all opening hours."""

    id: str
    hours: dict[str, list[str]] | None


class Mail(Strict):
    """The approved texts of the e-mails, with placeholders."""

    subject: str
    request: str
    cancel: str
    reminder: str
    staff_request: str
    staff_cancel: str

    @validator("*")
    def _known_placeholders(cls, text: str) -> str:
        unknown = {name for _, name, _, _ in Formatter().parse(text) if name is not None} - MAIL_WORDS
        if unknown:
            raise ValueError(f"unknown placeholders: {', '.join(sorted(unknown))}")
        return text


class BookingRules(Strict):
    """Lengths in minutes unless the name says otherwise; see the comments of content/booking.yml."""

    zone_data: str  # IANA release, e.g. 2026b
    length_minutes: int
    buffer_minutes: int
    grid_minutes: int
    notice_minutes: int
    window_days: int
    daily_cap: int
    hold_minutes: int
    mail_delay_minutes: int
    reminder_hours: int
    holds_per_address: int
    open_per_contact: int
    failed_lookups_per_hour: int
    mails_per_booking: int
    mails_per_day: int
    area_code: str
    reference_prefix: str
    on_duty: list[Duty]
    mail: Mail

    @validator(
        "length_minutes", "grid_minutes", "window_days", "daily_cap", "hold_minutes",
        "open_per_contact", "failed_lookups_per_hour", "mails_per_booking", "mails_per_day",
        "holds_per_address",
    )  # fmt: skip
    def _positive(cls, value: int) -> int:
        if value < 1:
            raise ValueError("must be at least 1")
        return value

    @validator("length_minutes", "grid_minutes", "buffer_minutes")
    def _whole_cells(cls, value: int) -> int:
        if value < 0 or value % CELL_MINUTES:
            raise ValueError(f"must be a multiple of {CELL_MINUTES}")
        return value

    @validator("on_duty")
    def _distinct(cls, value: list[Duty]) -> list[Duty]:
        if not value or len({duty.id for duty in value}) < len(value):
            raise ValueError("name at least one clinician, each id once")
        return value

    @property
    def length(self) -> timedelta:
        """How long a consultation takes."""
        return timedelta(minutes=self.length_minutes)

    @property
    def occupied(self) -> timedelta:
        """How long a consultation keeps its clinician: its length and the buffer."""
        return timedelta(minutes=self.length_minutes + self.buffer_minutes)


def load_rules(folder: Path) -> BookingRules:
    """Return booking.yml of the content folder and the texts of mail.yml; raise `ContentError` naming every fault."""
    path, mail = folder / "booking.yml", default_file(folder, "mail.yml")
    texts, said = check(Mail, read_yaml(mail), str(mail)), read_yaml(path)
    return check(BookingRules, {**said, "mail": texts} if isinstance(said, dict) else said, str(path))
