"""What a booking is, and what can come of asking for one. Every instant is aware and in UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Literal


class Status(str, Enum):
    """Where a booking stands; a block is time that the staff keep free."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Person:
    """Who comes: the name as given, the phone as E.164, the e-mail normalised; at least one of the two."""

    name: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Booking:
    """A stretch of a clinician's time. `version` rises with every change and is the SEQUENCE of its calendar entry."""

    reference: str
    clinician: str
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime  # the end plus the buffer
    status: Status
    created_at: datetime
    version: int = 0
    held_until: datetime | None = None
    talk: str | None = None  # the conversation that holds it
    key: str | None = None  # of the confirmation, so that a repeated one books once
    person: Person | None = None
    wish: str = ""
    flags: tuple[str, ...] = ()  # screening rule ids for the clinician, never words
    planning: bool = False  # treatment is not possible now; a talk about later


@dataclass(frozen=True)
class Order:
    """All that a confirmation needs; the same `key` again never books twice."""

    key: str
    talk: str
    starts_at: datetime
    person: Person
    wish: str = ""
    flags: tuple[str, ...] = ()
    planning: bool = False


@dataclass(frozen=True, order=True)
class FreeTime:
    """A time that can be booked, and with whom."""

    starts_at: datetime
    clinician: str


@dataclass(frozen=True)
class Held:
    """The time is kept until `booking.held_until`."""

    booking: Booking


@dataclass(frozen=True)
class Booked:
    """The consultation is confirmed or moved; `again` when this was already so."""

    booking: Booking
    again: bool = False


@dataclass(frozen=True)
class Cancelled:
    """The booking is cancelled; `again` when this was already so."""

    booking: Booking
    again: bool = False


@dataclass(frozen=True)
class TimeTaken:
    """Somebody else has the time; `fresh` are the free times nearest to it."""

    fresh: tuple[FreeTime, ...]


@dataclass(frozen=True)
class DayFull:
    """The daily cap of that day is reached; `fresh` are the nearest free times on other days."""

    day: date
    fresh: tuple[FreeTime, ...]


@dataclass(frozen=True)
class OutsideWindow:
    """The time is past, too soon or too far ahead; bookable from `earliest` to before `latest`."""

    why: Literal["past", "too_soon", "too_late"]
    earliest: datetime
    latest: datetime


@dataclass(frozen=True)
class Closed:
    """The clinic is closed: a holiday (with its `name`), a weekday, outside its hours, or not a starting time."""

    day: date
    why: Literal["holiday", "weekday", "hours", "not_a_start"]
    name: str = ""


@dataclass(frozen=True)
class NotFound:
    """No booking has this reference together with this contact."""


@dataclass(frozen=True)
class TooMany:
    """Too many open bookings with this contact, failed look-ups, or holds from this address; nothing was done."""


@dataclass(frozen=True)
class TooLate:
    """The consultation has already begun; only the staff can change it."""

    booking: Booking


Refusal = TimeTaken | DayFull | OutsideWindow | Closed | TooMany
