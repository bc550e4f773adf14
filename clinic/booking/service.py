"""What can be done with consultations. Every use case is one transaction and says what came of it as a value."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from clinic.booking.calendar import Diary, free
from clinic.booking.limits import count_hold, has_enough, holds_enough
from clinic.booking.model import (
    Booked,
    Booking,
    Cancelled,
    FreeTime,
    Held,
    NotFound,
    Order,
    Person,
    Refusal,
    Status,
    TimeTaken,
    TooLate,
    TooMany,
)
from clinic.booking.openings import busy, clinician_for, fresh_times
from clinic.booking.outbox import plan, readdressed
from clinic.booking.store import Conflict, Ledger, Store, theirs
from clinic.language.dates import Window

Result = TypeVar("Result")


def nine_digits() -> str:
    """Return a random number to refer to a booking by; it is only good together with the contact."""
    return f"{secrets.randbelow(900_000_000) + 100_000_000}"


@dataclass(frozen=True)
class Bookings:
    """The use cases. Every instant is aware; `StoreDown` of the store passes through."""

    store: Store
    diary: Diary
    mailing: bool = False  # whether anybody sends the notes
    numbers: Callable[[], str] = nine_digits

    def free_times(
        self, windows: Sequence[Window], now: datetime, talk: str | None = None, moving: str | None = None
    ) -> list[FreeTime]:
        """Return the free times inside the windows in order; what `talk` holds or `moving` gives up counts as free."""
        with self.store.read() as ledger:
            held = ledger.held_by(talk) if talk else None
            but = held.reference if held else moving
            return free(self.diary, windows, busy(ledger, self.diary, now, but), now)

    def hold(self, talk: str, starts_at: datetime, now: datetime, visitor: str = "") -> Held | Refusal:
        """Keep a time for a conversation for a while, in place of what it held before.

        `visitor` stands for the internet address, whose new holds are limited; empty: not known.
        """

        def change(ledger: Ledger) -> Held | Refusal:
            mine = ledger.held_by(talk)
            is_new = mine is None
            who = clinician_for(ledger, self.diary, starts_at, now, mine)
            if not isinstance(who, str):
                return who
            if is_new and holds_enough(ledger, visitor, now, self.diary.rules):
                return TooMany()
            until = now + timedelta(minutes=self.diary.rules.hold_minutes)
            held = self._booking(ledger, who, starts_at, now, mine)
            held = replace(held, status=Status.HELD, held_until=until, talk=talk)
            ledger.put(held)
            if is_new:
                count_hold(ledger, visitor, now)
            return Held(held)

        return self._try(change, starts_at, now)

    def release(self, talk: str, now: datetime) -> None:
        """Give back what a conversation holds; nothing happens when it holds nothing."""
        with self.store.write() as ledger:
            ledger.expire(now)
            if held := ledger.held_by(talk):
                ledger.drop(held.reference)

    def book(self, order: Order, now: datetime) -> Booked | Cancelled | Refusal:
        """Confirm a time, held or not. A repeated key changes nothing and tells how its booking stands."""

        def change(ledger: Ledger) -> Booked | Cancelled | Refusal:
            if done := ledger.by_key(order.key):
                return Cancelled(done, True) if done.status is Status.CANCELLED else Booked(done, True)
            mine = ledger.held_by(order.talk)
            kept = mine is not None and mine.starts_at == order.starts_at and order.starts_at > now
            who = mine.clinician if mine and kept else clinician_for(ledger, self.diary, order.starts_at, now, mine)
            if not isinstance(who, str):
                return who
            if has_enough(ledger, order.person, now, self.diary.rules.open_per_contact):
                return TooMany()
            booking = replace(
                self._booking(ledger, who, order.starts_at, now, mine),
                status=Status.CONFIRMED, held_until=None, talk=order.talk, key=order.key, person=order.person,
                wish=order.wish, flags=order.flags, planning=order.planning,
            )  # fmt: skip
            self._save(ledger, booking, now)
            return Booked(booking)

        return self._try(change, order.starts_at, now)

    def find(self, reference: str, contact: str) -> Booking | NotFound:
        """Return the booking, standing or cancelled, that has this reference and this phone (E.164) or e-mail."""
        with self.store.read() as ledger:
            return theirs(ledger, reference, contact)

    def reschedule(
        self, reference: str, contact: str, starts_at: datetime, now: datetime
    ) -> Booked | Cancelled | Refusal | NotFound | TooLate:
        """Move a booking; the old time is only given up when the new one is had. `Cancelled`: there is none to move."""

        def change(ledger: Ledger) -> Booked | Cancelled | Refusal | NotFound | TooLate:
            old = theirs(ledger, reference, contact)
            if isinstance(old, NotFound):
                return old
            if old.status is Status.CANCELLED:
                return Cancelled(old, True)
            if old.starts_at == starts_at:
                return Booked(old, True)
            if old.starts_at <= now:
                return TooLate(old)
            who = clinician_for(ledger, self.diary, starts_at, now, old)
            if not isinstance(who, str):
                return who
            moved = replace(self._booking(ledger, who, starts_at, now, old), version=old.version + 1)
            self._save(ledger, moved, now)
            return Booked(moved)

        return self._try(change, starts_at, now)

    def amend(self, reference: str, contact: str, person: Person, now: datetime) -> Booked | Cancelled | NotFound:
        """Change who comes and how to reach them; the time stays."""
        with self.store.write() as ledger:
            old = theirs(ledger, reference, contact)
            if isinstance(old, NotFound) or old.status is Status.CANCELLED:
                return Cancelled(old, True) if isinstance(old, Booking) else old
            if person == old.person:
                return Booked(old, True)
            if old.person is None or person.email != old.person.email:
                ledger.put_notes(reference, readdressed(ledger.notes(reference)))
            changed = replace(old, person=person, version=old.version + 1)
            self._save(ledger, changed, now)
            return Booked(changed)

    def cancel(self, reference: str, contact: str, now: datetime) -> Cancelled | NotFound | TooLate:
        """Cancel a booking; again changes nothing."""
        with self.store.write() as ledger:
            old = theirs(ledger, reference, contact)
            return old if isinstance(old, NotFound) else self.drop(ledger, old, now)

    def drop(self, ledger: Ledger, old: Booking, now: datetime) -> Cancelled | TooLate:
        """Cancel a booking inside an open transaction."""
        if old.status is Status.CANCELLED:
            return Cancelled(old, True)
        if old.starts_at <= now:
            return TooLate(old)
        gone = replace(old, status=Status.CANCELLED, version=old.version + 1)
        self._save(ledger, gone, now)
        return Cancelled(gone)

    def new_reference(self, ledger: Ledger) -> str:
        """Return a reference that no booking has."""
        while True:
            reference = f"{self.diary.rules.reference_prefix}-{self.numbers()}"
            if ledger.get(reference) is None:
                return reference

    def _try(self, change: Callable[[Ledger], Result], starts_at: datetime, now: datetime) -> Result | TimeTaken:
        try:
            with self.store.write() as ledger:
                ledger.expire(now)
                return change(ledger)
        except Conflict:  # the store has the last word on who has a time
            with self.store.read() as ledger:
                return TimeTaken(fresh_times(ledger, self.diary, starts_at, now))

    def _booking(self, ledger: Ledger, who: str, starts_at: datetime, now: datetime, old: Booking | None) -> Booking:
        starts_at, rules = starts_at.astimezone(timezone.utc), self.diary.rules
        ends_at, busy_until = starts_at + rules.length, starts_at + rules.occupied
        if old:
            return replace(old, clinician=who, starts_at=starts_at, ends_at=ends_at, busy_until=busy_until)
        return Booking(self.new_reference(ledger), who, starts_at, ends_at, busy_until, Status.HELD, now)

    def _save(self, ledger: Ledger, booking: Booking, now: datetime) -> None:
        ledger.put(booking)
        if self.mailing:
            notes = plan(booking, ledger.notes(booking.reference), now, self.diary.rules)
            ledger.put_notes(booking.reference, notes)
