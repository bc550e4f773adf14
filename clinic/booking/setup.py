"""Puts the use cases together over a real database."""

from sqlalchemy.exc import SQLAlchemyError

from clinic.booking.calendar import make_diary
from clinic.booking.migrate import migrate
from clinic.booking.rules import BookingRules
from clinic.booking.service import Bookings
from clinic.booking.sql_store import SqlStore, open_engine
from clinic.booking.store import StoreDown
from clinic.booking.zones import check_zone_data
from clinic.content import Clinic
from clinic.database import why_down
from clinic.strict import StartError


class NotOpened(StoreDown, StartError):  # noqa: N818
    """The store cannot be opened; the message says why."""


def open_bookings(url: str, clinic: Clinic, rules: BookingRules, mailing: bool = False) -> Bookings:
    """Return the use cases over the database at `url`, its tables brought up to date.

    `mailing`: whether messages are written down for a postman to send. Raises `NotOpened` when the database cannot be
    reached, `SettingsError` for its address, `ContentError` for stale zone data.
    """
    check_zone_data(rules.zone_data)
    engine = open_engine(url)
    try:
        migrate(engine)
    except SQLAlchemyError as error:
        raise NotOpened(f"DATABASE_URL: the database cannot be opened: {why_down(error)}") from None
    return Bookings(SqlStore(engine), make_diary(clinic, rules), mailing)
