"""Calendar entries. They hold no word about health: a calendar is seen by others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clinic.booking.model import Booking, Status
from clinic.booking.outbox import Note
from clinic.content import Clinic

if TYPE_CHECKING:  # loaded with the first entry: a server without a mail server makes none
    from icalendar import Event


def invite(booking: Booking, note: Note, clinic: Clinic, title: str, now: datetime) -> bytes:
    """Return the entry that a mail program adds, moves or removes: constant UID, SEQUENCE by version, RFC 5546."""
    from icalendar import vCalAddress

    cancelled = note.kind == "cancel"
    event = _event(booking, clinic, title, now)
    event.add("sequence", note.version)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{clinic.email}"))
    if booking.person and booking.person.email:
        event.add("attendee", vCalAddress(f"mailto:{booking.person.email}"), parameters={"PARTSTAT": "ACCEPTED"})
    return _calendar("CANCEL" if cancelled else "REQUEST", [event], clinic)


def feed(bookings: Sequence[Booking], clinic: Clinic, now: datetime) -> bytes:
    """Return a calendar of the standing bookings and blocks, titled by their references, for staff to subscribe to."""
    standing = [b for b in bookings if b.status in (Status.CONFIRMED, Status.BLOCKED)]
    events = [_event(booking, clinic, booking.reference, now) for booking in standing]
    for event, booking in zip(events, standing, strict=True):
        event.add("sequence", booking.version)
    return _calendar("PUBLISH", events, clinic)


def _event(booking: Booking, clinic: Clinic, title: str, now: datetime) -> Event:
    from icalendar import Event

    zone, event = ZoneInfo(clinic.time_zone), Event()
    event.add("uid", f"{booking.reference}@{clinic.email.partition('@')[2] or 'clinic.invalid'}")
    event.add("summary", title)
    event.add("dtstamp", now)
    event.add("dtstart", booking.starts_at.astimezone(zone))
    event.add("dtend", booking.ends_at.astimezone(zone))
    event.add("location", clinic.address)
    return event


def _calendar(method: str, events: Sequence[Event], clinic: Clinic) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//{clinic.name}//booking//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
