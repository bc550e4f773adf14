"""Where bookings are kept: the port, and how a visitor's own is found in it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from clinic.booking.calendar import Busy
from clinic.booking.model import Booking, NotFound
from clinic.booking.outbox import Note


class Conflict(Exception):  # noqa: N818
    """Two bookings would share a clinician's time, or two confirmations a key; nothing was changed."""


class StoreDown(Exception):  # noqa: N818
    """The store cannot be reached; nothing was changed, or it is not known whether it was: repeat with the same key."""


class Ledger(Protocol):
    """One transaction over the bookings and their notes; all of it happens or nothing."""

    def busy(self, start: datetime, end: datetime, now: datetime) -> list[Busy]:
        """Return what occupies clinicians between the two instants; holds that have run out do not."""

    def between(self, start: datetime, end: datetime) -> list[Booking]:
        """Return all bookings that start between the two instants, in order."""

    def get(self, reference: str) -> Booking | None:
        """Return the booking, or None."""

    def by_key(self, key: str) -> Booking | None:
        """Return the booking that was confirmed with this key, or None."""

    def held_by(self, talk: str) -> Booking | None:
        """Return what this conversation holds, or None."""

    def open_of(self, contact: str, now: datetime) -> int:
        """Return how many confirmed bookings that are still to come have this phone (E.164) or e-mail."""

    def put(self, booking: Booking) -> None:
        """Store or replace a booking and claim its time; raise `Conflict` if another one has it."""

    def drop(self, reference: str) -> None:
        """Forget a hold or a block and free its time."""

    def expire(self, now: datetime) -> None:
        """Drop every hold that has run out."""

    def notes(self, reference: str) -> list[Note]:
        """Return the messages of a booking."""

    def put_notes(self, reference: str, notes: Sequence[Note]) -> None:
        """Replace the messages of a booking."""

    def due(self, now: datetime) -> Note | None:
        """Return the message that is due for longest, waiting or left behind by a dead worker, or None."""

    def save_note(self, note: Note) -> None:
        """Replace one message."""

    def attempts(self, key: str) -> list[datetime]:
        """Return when attempts with this key failed."""

    def put_attempts(self, keys: Sequence[str], at: datetime) -> None:
        """Note a failed attempt under each key."""

    def forget_attempts(self, until: datetime) -> None:
        """Forget the attempts of this instant and before."""


class Store(Protocol):
    """Opens transactions. Writing ones come one after the other, reading ones see the last finished state."""

    def read(self) -> AbstractContextManager[Ledger]:
        """Open a transaction for reading; raise `StoreDown`."""

    def write(self) -> AbstractContextManager[Ledger]:
        """Open a transaction for writing, undone by any exception; raise `Conflict` or `StoreDown`."""


def theirs(ledger: Ledger, reference: str, contact: str) -> Booking | NotFound:
    """Return the booking, standing or cancelled, that has this reference and this phone (E.164) or e-mail."""
    found = ledger.get(reference)
    if found and found.person and contact and contact in (found.person.phone, found.person.email):
        return found
    return NotFound()
