"""The parts of the clinic put together once, on first use: settings, content, clock, bookings."""

from datetime import datetime
from functools import cache

from clinic.booking.rules import load_rules as load_booking_rules
from clinic.booking.service import Bookings
from clinic.booking.setup import open_bookings
from clinic.content import Clinic, Source, load_clinic, load_sources
from clinic.screening import Rules, load_rules
from clinic.screening.check import Check, load_check
from clinic.settings import Settings, read_settings


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return read_settings()


def clock() -> datetime:
    """Return the current time, aware."""
    return settings().clock()


@cache
def clinic() -> Clinic:
    """Return the clinic's facts."""
    return load_clinic(settings().content)


@cache
def sources() -> dict[str, Source]:
    """Return the references behind the answers."""
    return load_sources(settings().content)


@cache
def rules() -> Rules:
    """Return the screening rules."""
    return load_rules(settings().content / "screening")


@cache
def guided_check() -> Check:
    """Return the guided check."""
    return load_check(settings().content / "screening" / "check.yml", rules())


@cache
def bookings() -> Bookings:
    """Return the use cases of booking over the clinic's database; a failure to open it is not remembered."""
    return open_bookings(settings().database_url, clinic(), load_booking_rules(settings().content))
