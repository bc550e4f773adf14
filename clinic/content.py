"""What the clinic knows about itself: clinic.yml, and the sources of a treatment, checked at load."""

import re
import zoneinfo
from datetime import date, time
from pathlib import Path
from typing import Literal, Optional

import phonenumbers
from pydantic import Field, validator

from clinic.strict import ContentError, Strict, check, read_yaml

# What the sample says, and what is reserved for examples: the domains of RFC 2606 and the 555-01xx numbers.
INVENTED = re.compile(r"^Sample\b|\bExample Street\b|[@.]example\b|\.(test|invalid)$|555\W?01\d\d")
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")  # as a browser sends it: small letters, nothing after it
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

    @validator("price")
    def has_a_currency(cls, value: str) -> str:
        """Refuse a bare number: a visitor would guess what it counts."""
        if not re.search(r"[^\W\d_]|[^\w\s.,'/+-]", value):
            raise ValueError('expected the amount with its currency, e.g. "280 US dollars"')
        return value


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
    poison_line: str = ""  # advice on what was swallowed, where the region has one
    opening_hours: dict[str, list[str]]  # day -> ["09:00-17:00", ...]
    treatments: list[str]  # folder names below treatments/
    min_age: int = 18
    dates: Literal["either", "day_first", "month_first"] = "either"  # how 03/04 is read; either asks which is meant
    clock: Literal[12, 24] = 12  # how a time of day is written
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

    @validator("treatments")
    def one_treatment(cls, value: list[str]) -> list[str]:
        """Refuse none and several: the screening judges by the rules of one treatment."""
        if len(value) != 1:
            raise ValueError("expected one treatment, e.g. [microneedling]")
        return value

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

    @validator("opening_hours", each_item=True)
    def hours_are_spans(cls, spans: list[str]) -> list[str]:
        """Refuse what is not HH:MM-HH:MM in order."""
        for start, end in map(read_span, spans):
            if start >= end:
                raise ValueError("ends before it starts")
        return spans

    @validator("opening_hours")
    def days_are_known(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:
        """Refuse a key that is no day."""
        for day in value:
            if day not in DAYS:
                raise ValueError(f"{day}: not a day; use {', '.join(DAYS)}")
        return value

    @validator("website_origins", each_item=True)
    def origin_can_match(cls, value: str) -> str:
        """Refuse what no browser ever sends as the origin of a page."""
        if not ORIGIN.fullmatch(value):
            raise ValueError("expected an origin such as https://www.example.com, without a slash or path at the end")
        return value

    @validator("phone", "address", "directions", "email", "privacy_contact")
    def is_real(cls, value: str, values: dict[str, object]) -> str:
        """Refuse what was invented for the sample once the data are said to be the clinic's own."""
        if values.get("sample") is False and INVENTED.search(value):
            raise ValueError("this is invented (sample: false says that all facts are real); enter the clinic's own")
        return value


class Source(Strict):
    """A reference behind an answer; `show: false` informs the writer and is not shown to visitors."""

    title: str
    url: Optional[str] = None
    show: bool = True


def read_span(span: str) -> tuple[time, time]:
    """Return the start and end of "09:00-17:00"; raise `ValueError` for anything else."""
    try:
        start, _, end = span.partition("-")
        return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
    except ValueError:
        raise ValueError(f'{span!r}: expected hours with four digits each, such as "09:00-17:00"') from None


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
