"""Consultations: what can be booked, moved and cancelled, the diary that holds them, and the e-mails about them."""

from clinic.booking import staff
from clinic.booking.attempts import look_up
from clinic.booking.calendar import bounds, refuse
from clinic.booking.informed import add_flags, announces
from clinic.booking.invite import feed
from clinic.booking.mail import compose, sender
from clinic.booking.model import (
    Booked,
    Booking,
    Cancelled,
    Closed,
    DayFull,
    Held,
    NotFound,
    Order,
    OutsideWindow,
    Person,
    Refusal,
    Status,
    TimeTaken,
    TooLate,
    TooMany,
)
from clinic.booking.none_free import why_none
from clinic.booking.offers import alike, nearest, spread
from clinic.booking.outbox import Note
from clinic.booking.postman import Postman, work
from clinic.booking.rules import BookingRules, load_rules
from clinic.booking.service import Bookings
from clinic.booking.setup import open_bookings
from clinic.booking.spoken import duration, spoken
from clinic.booking.store import StoreDown

__all__ = [
    "Booked",
    "Booking",
    "BookingRules",
    "Bookings",
    "Cancelled",
    "Closed",
    "DayFull",
    "Held",
    "NotFound",
    "Note",
    "Order",
    "OutsideWindow",
    "Person",
    "Postman",
    "Refusal",
    "Status",
    "StoreDown",
    "TimeTaken",
    "TooLate",
    "TooMany",
    "add_flags",
    "alike",
    "announces",
    "bounds",
    "compose",
    "duration",
    "feed",
    "load_rules",
    "look_up",
    "nearest",
    "open_bookings",
    "refuse",
    "sender",
    "spoken",
    "spread",
    "staff",
    "why_none",
    "work",
]  # fmt: skip
