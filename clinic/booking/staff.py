"""What the staff do with the diary: look at it, keep time free, cancel, hand it out."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TextIO

from clinic.booking.calendar import ONE_DAY, outside
from clinic.booking.model import Booking, Cancelled, NotFound, Status, TooLate
from clinic.booking.service import Bookings
from clinic.booking.spoken import spoken
from clinic.booking.store import Conflict

COLUMNS = (
    "reference",
    "status",
    "date",
    "time",
    "zone",
    "clinician",
    "name",
    "phone",
    "email",
    "flags",
    "planning",
    "wish",
)


def between(bookings: Bookings, first: date, last: date) -> list[Booking]:
    """Return all that starts on the local days from first to last, in order; holds too, cancelled ones too."""
    zone = bookings.diary.zone
    with bookings.store.read() as ledger:
        return ledger.between(datetime.combine(first, time(), zone), datetime.combine(last + ONE_DAY, time(), zone))


def show(bookings: Bookings, reference: str) -> Booking | NotFound:
    """Return a booking by its reference alone: the staff need no contact."""
    with bookings.store.read() as ledger:
        return ledger.get(reference.upper()) or NotFound()


def block(bookings: Bookings, clinician: str, start: datetime, end: datetime, now: datetime) -> Booking | list[Booking]:
    """Keep a clinician's time free; return the block, or the bookings that stand in its way."""
    try:
        with bookings.store.write() as ledger:
            ledger.expire(now)
            start, end = start.astimezone(timezone.utc), end.astimezone(timezone.utc)
            reference = bookings.new_reference(ledger)
            blocked = Booking(reference, clinician, start, end, end, Status.BLOCKED, now)
            ledger.put(blocked)
            return blocked
    except Conflict:
        with bookings.store.read() as ledger:
            near = ledger.between(start - timedelta(days=31), end)  # no block or booking is longer than a month
        return [
            b for b in near if b.clinician == clinician and b.status is not Status.CANCELLED and b.busy_until > start
        ]


def cancel(bookings: Bookings, reference: str, now: datetime) -> Cancelled | NotFound | TooLate:
    """Cancel a booking, or give a block or a hold free; the visitor is told as if they had done it themselves."""
    with bookings.store.write() as ledger:
        found = ledger.get(reference.upper())
        if found is None:
            return NotFound()
        if found.status in (Status.BLOCKED, Status.HELD):
            ledger.drop(found.reference)
            return Cancelled(replace(found, status=Status.CANCELLED))
        return bookings.drop(ledger, found, now)


def stands(booking: Booking, now: datetime) -> bool:
    """Tell whether the booking still keeps its time: neither cancelled nor a hold that has run out."""
    return booking.status is not Status.CANCELLED and not (booking.held_until and booking.held_until <= now)


def outside_hours(bookings: Bookings, now: datetime) -> int:
    """Return how many coming consultations lie outside the hours: these may have been changed since."""
    today = now.astimezone(bookings.diary.zone).date()
    coming = between(bookings, today, today + timedelta(days=366))
    return sum(_is_outside(bookings, b) for b in coming if b.starts_at > now)


def _is_outside(bookings: Bookings, booking: Booking) -> bool:
    stands = booking.status is Status.CONFIRMED
    return stands and outside(bookings.diary, booking.clinician, booking.starts_at, booking.ends_at)


def marks(bookings: Bookings, booking: Booking) -> list[str]:
    """Return what the team should notice about a booking, without a word about health."""
    until = booking.held_until and booking.held_until.astimezone(bookings.diary.zone)
    with bookings.store.read() as ledger:
        over = any(note.state == "over" for note in ledger.notes(booking.reference))
    noticed = {
        "OUTSIDE HOURS": _is_outside(bookings, booking),
        f"being booked in the chat, kept until {until:%H:%M}" if until else "": until is not None,
        "e-mails stopped": over,  # too many
        "planning only": booking.planning,
        "flags (see show)": bool(booking.flags),
    }
    return [mark for mark, applies in noticed.items() if applies]


def line(bookings: Bookings, booking: Booking) -> dict[str, str]:
    """Return a booking as `COLUMNS`."""
    said, person = spoken(booking.starts_at, bookings.diary.zone, bookings.diary.clock), booking.person
    return {
        "reference": booking.reference, "status": booking.status.value, "clinician": booking.clinician,
        "date": said.date, "time": said.time, "zone": said.zone, "name": person.name if person else "",
        "phone": (person and person.phone) or "", "email": (person and person.email) or "",
        "flags": " ".join(booking.flags), "planning": "yes" if booking.planning else "", "wish": booking.wish,
    }  # fmt: skip


def export(bookings: Bookings, chosen: Sequence[Booking], out: TextIO) -> None:
    """Write bookings as CSV; a value that a spreadsheet would run as a formula is quoted."""
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    for booking in chosen:
        row = line(bookings, booking)
        table.writerow({column: _harmless(column, value) for column, value in row.items()})


def _harmless(column: str, value: str) -> str:
    runs = value[:1] in ("=", "@", "-", "+", "\t") and column != "phone"  # ours, and always E.164
    return f"'{value}" if runs else value
