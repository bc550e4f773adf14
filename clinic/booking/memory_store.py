"""A store of bookings in memory; it keeps the same promises as the one in the database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import RLock

from clinic.booking.calendar import Busy, cells
from clinic.booking.model import Booking, Status
from clinic.booking.outbox import Note
from clinic.booking.store import Conflict, Ledger


class MemoryLedger:
    """Plain dictionaries; see `Ledger`."""

    def __init__(self) -> None:
        """Begin empty."""
        self.bookings: dict[str, Booking] = {}
        self.outbox: dict[str, Note] = {}
        self.failed: list[tuple[str, datetime]] = []

    def busy(self, start: datetime, end: datetime, now: datetime) -> list[Busy]:
        """See `Ledger`."""
        return [
            Busy(b.clinician, at.start, at.stop, b.reference, b.status is not Status.BLOCKED)
            for b in self._where(lambda b: b.starts_at < end and b.busy_until > start)
            if b.status is not Status.CANCELLED and not (b.held_until and b.held_until <= now)
            for at in [cells(b.starts_at, b.busy_until)]
        ]

    def between(self, start: datetime, end: datetime) -> list[Booking]:
        """See `Ledger`."""
        return sorted(self._where(lambda b: start <= b.starts_at < end), key=lambda b: (b.starts_at, b.reference))

    def get(self, reference: str) -> Booking | None:
        """See `Ledger`."""
        return self.bookings.get(reference)

    def by_key(self, key: str) -> Booking | None:
        """See `Ledger`."""
        return next(iter(self._where(lambda b: b.key == key)), None)

    def held_by(self, talk: str) -> Booking | None:
        """See `Ledger`."""
        return next(iter(self._where(lambda b: b.talk == talk and b.status is Status.HELD)), None)

    def open_of(self, contact: str, now: datetime) -> int:
        """See `Ledger`."""
        coming = self._where(lambda b: b.status is Status.CONFIRMED and b.starts_at > now)
        return sum(b.person is not None and contact in (b.person.phone, b.person.email) for b in coming)

    def put(self, booking: Booking) -> None:
        """See `Ledger`."""
        mine = _claim(booking)
        for other in self._where(lambda b: b.reference != booking.reference):
            if mine & _claim(other) or (booking.key and booking.key == other.key):
                raise Conflict
        self.bookings[booking.reference] = booking

    def drop(self, reference: str) -> None:
        """See `Ledger`."""
        self.bookings.pop(reference, None)

    def expire(self, now: datetime) -> None:
        """See `Ledger`."""
        for b in self._where(lambda b: b.held_until is not None and b.held_until <= now):
            del self.bookings[b.reference]

    def notes(self, reference: str) -> list[Note]:
        """See `Ledger`."""
        return sorted((n for n in self.outbox.values() if n.reference == reference), key=lambda n: (n.due_at, n.id))

    def put_notes(self, reference: str, notes: Sequence[Note]) -> None:
        """See `Ledger`."""
        self.outbox = {key: n for key, n in self.outbox.items() if n.reference != reference} | {n.id: n for n in notes}

    def due(self, now: datetime) -> Note | None:
        """See `Ledger`."""
        open_notes = [n for n in self.outbox.values() if n.state in ("waiting", "sending") and n.due_at <= now]
        return min(open_notes, key=lambda n: (n.due_at, n.id), default=None)

    def save_note(self, note: Note) -> None:
        """See `Ledger`."""
        self.outbox[note.id] = note

    def attempts(self, key: str) -> list[datetime]:
        """See `Ledger`."""
        return [at for of, at in self.failed if of == key]

    def put_attempts(self, keys: Sequence[str], at: datetime) -> None:
        """See `Ledger`."""
        self.failed = [*self.failed, *((key, at) for key in keys)]

    def forget_attempts(self, until: datetime) -> None:
        """See `Ledger`."""
        self.failed = [(of, at) for of, at in self.failed if at > until]

    def _where(self, fits: Callable[[Booking], bool]) -> list[Booking]:
        return [b for b in self.bookings.values() if fits(b)]


def _claim(booking: Booking) -> set[tuple[str, int]]:
    if booking.status is Status.CANCELLED:
        return set()
    return {(booking.clinician, cell) for cell in cells(booking.starts_at, booking.busy_until)}


class MemoryStore:
    """For tests and for a look around; see `Store`."""

    def __init__(self) -> None:
        """Begin empty."""
        self._ledger = MemoryLedger()
        self._lock = RLock()

    @contextmanager
    def read(self) -> Iterator[Ledger]:
        """See `Store`."""
        with self._lock:
            yield self._ledger

    @contextmanager
    def write(self) -> Iterator[Ledger]:
        """See `Store`."""
        with self._lock:
            before = dict(self._ledger.bookings), dict(self._ledger.outbox), self._ledger.failed
            try:
                yield self._ledger
            except BaseException:
                self._ledger.bookings, self._ledger.outbox, self._ledger.failed = before
                raise
