"""What the clinic knows about itself: `content/clinic.yml` and `content/sources.yml`, checked at load."""

import zoneinfo
from datetime import date, time
from pathlib import Path
from typing import Optional

import phonenumbers
from pydantic import Field, validator

from clinic.strict import ContentError, Strict, check, read_yaml

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Holiday(Strict):
    """A day on which the clinic is closed."""

    date: date
    name: str


class Price(Strict):
    """One line of the price list, as the clinic wants it read out."""

    item: str
    price: str
    includes: str = ""


class Colleague(Strict):
    """A person who treats patients, with the registration that the clinic vouches for."""

    name: str
    role: str
    registration: str = ""


class Clinic(Strict):
    """The clinic's own facts. Required ones have no default: an emergency number is never guessed."""

    sample: bool
    name: str
    region: str  # ISO 3166 code; local phone numbers belong to it
    time_zone: str  # IANA name
    emergency_number: str
    crisis_line: str
    opening_hours: dict[str, list[str]]  # day -> ["09:00-17:00", ...]
    min_age: int = 18
    address: str = ""
    directions: str = ""
    phone: str = ""
    email: str = ""
    privacy_contact: str = ""
    holidays: list[Holiday] = Field(default_factory=list)
    price_list: list[Price] = Field(default_factory=list)
    session_minutes: Optional[int] = None
    payment_methods: list[str] = Field(default_factory=list)
    team: list[Colleague] = Field(default_factory=list)
    website_origins: list[str] = Field(default_factory=list)

    @validator("time_zone")
    def zone_is_known(cls, value: str) -> str:
        """Refuse a zone that the time-zone data does not know."""
        if value not in zoneinfo.available_timezones():
            raise ValueError("not an IANA time zone, e.g. America/New_York")
        return value

    @validator("emergency_number", "crisis_line")
    def is_said(cls, value: str) -> str:
        """Refuse an empty number: a frightened person must never read a gap."""
        if not value.strip():
            raise ValueError("must not be empty")
        return value

    @validator("phone")
    def phone_is_valid(cls, value: str, values: dict[str, object]) -> str:
        """Refuse a phone number that is not valid in the clinic's region."""
        if not value:
            return value
        try:
            valid = phonenumbers.is_valid_number(phonenumbers.parse(value, str(values.get("region"))))
        except phonenumbers.NumberParseException:
            valid = False
        if not valid:
            raise ValueError("not a valid phone number of the region")
        return value

    @validator("opening_hours")
    def hours_are_spans(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:
        """Refuse unknown days and spans that are not HH:MM-HH:MM in order."""
        for day, spans in value.items():
            if day not in DAYS:
                raise ValueError(f"{day}: not a day; use {', '.join(DAYS)}")
            for span in spans:
                start, end = read_span(span)
                if start >= end:
                    raise ValueError(f"{span}: ends before it starts")
        return value


class Source(Strict):
    """A reference behind an answer; `show: false` informs the writer and is not shown to visitors."""

    title: str
    url: Optional[str] = None
    show: bool = True


def read_span(span: str) -> tuple[time, time]:
    """Return the start and end of "09:00-17:00"; raise `ValueError` for anything else."""
    start, _, end = span.partition("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


def load_clinic(folder: Path) -> Clinic:
    """Return the facts of `folder`/clinic.yml; raise `ContentError` with the key that is wrong or missing."""
    path = folder / "clinic.yml"
    return check(Clinic, read_yaml(path), str(path))


def load_sources(folder: Path) -> dict[str, Source]:
    """Return the references of `folder`/sources.yml by key; raise `ContentError` for a faulty entry."""
    path = folder / "sources.yml"
    entries = read_yaml(path)
    if not isinstance(entries, dict):
        raise ContentError(f"{path}: expected one entry per source key")
    return {key: check(Source, entry, f"{path}: {key}") for key, entry in entries.items()}
