"""Which messages a booking owes to whom, and when: pure functions. The notes are stored together with the booking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from clinic.booking.model import Booking, Status
from clinic.booking.rules import BookingRules

Kind = Literal["request", "cancel", "reminder"]
Recipient = Literal["visitor", "clinic"]
State = Literal["waiting", "sending", "sent", "dead", "elsewhere", "over"]
"""`elsewhere`: it went to an address that is no longer the visitor's; `over`: one too many, never sent."""

GONE = ("sending", "sent", "elsewhere")
"""States of what has left, or is leaving, to whomever."""

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 720))
"""How long to wait after each failed try; after the last one the message is given up."""

LEASE = timedelta(minutes=10)
"""How long a worker may take over one message before another may try it again."""


@dataclass(frozen=True)
class Note:
    """One message of one version of a booking, due at `due_at`; never twice, for the first four fields are its key."""

    reference: str
    version: int
    kind: Kind
    to: Recipient
    starts_at: datetime
    due_at: datetime
    state: State = "waiting"
    attempts: int = 0

    @property
    def id(self) -> str:
        """The same for every try, so that a mail system can drop a doubled one."""
        return f"{self.reference}-{self.version}-{self.kind}-{self.to}"


def plan(booking: Booking, earlier: Sequence[Note], now: datetime, rules: BookingRules) -> list[Note]:
    """Return the notes of a booking after a change: what went out stays, what waited is replaced."""
    gone = [note for note in earlier if note.state != "waiting"]
    due = now + timedelta(minutes=rules.mail_delay_minutes)
    reachable: list[Recipient] = ["clinic"]
    if booking.person and booking.person.email:
        reachable.append("visitor")
    kinds = [(to, owed(booking, _announced(gone, to))) for to in reachable]
    notes = [Note(booking.reference, booking.version, kind, to, booking.starts_at, due) for to, kind in kinds if kind]
    remind_at = booking.starts_at - timedelta(hours=rules.reminder_hours)
    if booking.status is Status.CONFIRMED and "visitor" in reachable and remind_at > due:
        notes.append(Note(booking.reference, booking.version, "reminder", "visitor", booking.starts_at, remind_at))
    return gone + notes


def readdressed(earlier: Sequence[Note]) -> list[Note]:
    """Return the notes after the visitor's address has changed: whoever reads the new one has heard nothing yet."""
    gone = ("sending", "sent")
    return [replace(n, state="elsewhere") if n.to == "visitor" and n.state in gone else n for n in earlier]


def announced_soon(notes: Sequence[Note]) -> Note | None:
    """Return the e-mail about the last change that is on its way to the visitor, or None."""
    coming = (note for note in notes if note.to == "visitor" and note.state == "waiting" and note.kind != "reminder")
    return next(coming, None)


def owed(booking: Booking, announced: Note | None) -> Kind | None:
    """Return what must be told to somebody who last heard `announced`; None when they know it already."""
    knows = announced.starts_at if announced and announced.kind == "request" else None
    if booking.status is Status.CONFIRMED:
        return None if knows == booking.starts_at else "request"
    return "cancel" if knows else None


def _announced(gone: Sequence[Note], to: Recipient) -> Note | None:
    told = [n for n in gone if n.to == to and n.kind != "reminder" and n.state in ("sending", "sent")]
    return max(told, key=lambda note: note.version, default=None)


def stale(note: Note, booking: Booking | None, now: datetime) -> bool:
    """Return whether the note has been overtaken: by a later change, or a reminder by the consultation itself."""
    if booking is None or booking.starts_at != note.starts_at:
        return True
    if note.kind == "cancel":
        return booking.status is not Status.CANCELLED
    return booking.status is not Status.CONFIRMED or now >= booking.starts_at
