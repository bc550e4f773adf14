"""What can be done with consultations. Every use case is one transaction and says what came of it as a value."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TypeVar

from clinic.booking.calendar import ONE_DAY, Busy, Diary, bounds, free, full_days, refuse
from clinic.booking.limits import count, exhausted, key, over
from clinic.booking.model import (
    Booked,
    Booking,
    Cancelled,
    DayFull,
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
from clinic.booking.outbox import announced_soon, plan, readdressed
from clinic.booking.store import Conflict, Ledger, Store
from clinic.language.dates import Window

Result = TypeVar("Result")

FRESH = 3
"""How many other times are offered in place of one that is taken."""


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
            return free(self.diary, windows, self._busy(ledger, now, held.reference if held else moving), now)

    def hold(self, talk: str, starts_at: datetime, now: datetime, visitor: str = "") -> Held | Refusal:
        """Keep a time for a conversation for a while, in place of what it held before.

        `visitor` stands for the internet address, whose new holds are limited; empty: not known.
        """

        def change(ledger: Ledger) -> Held | Refusal:
            mine = ledger.held_by(talk)
            fresh = [key("hold", visitor)] if visitor and mine is None else []
            who = self._who(ledger, starts_at, now, mine)
            if not isinstance(who, str):
                return who
            rules = self.diary.rules
            span = timedelta(minutes=rules.hold_minutes)
            if any(exhausted(ledger.attempts(one), now, span, rules.holds_per_address) for one in fresh):
                return TooMany()
            until = now + span
            held = self._booking(ledger, who, starts_at, now, mine)
            held = replace(held, status=Status.HELD, held_until=until, talk=talk)
            ledger.put(held)
            if fresh:
                count(ledger, fresh, now)
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
            who = mine.clinician if mine and kept else self._who(ledger, order.starts_at, now, mine)
            if not isinstance(who, str):
                return who
            if self._too_many(ledger, order.person, now):
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
            who = self._who(ledger, starts_at, now, old)
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

    def announces(self, reference: str) -> bool:
        """Tell whether the visitor will get an e-mail about the last change of a booking."""
        with self.store.read() as ledger:
            note, booking = announced_soon(ledger.notes(reference)), ledger.get(reference)
            if not (self.mailing and note and booking):
                return False
            return not over(ledger, booking, note, note.due_at, self.diary.rules)

    def add_flags(self, reference: str, flags: Sequence[str], planning: bool) -> Booked | NotFound:
        """Add to what the clinician is told of a standing booking; nothing is taken away and nobody gets an e-mail."""
        with self.store.write() as ledger:
            old = ledger.get(reference)
            if old is None or old.status is not Status.CONFIRMED:
                return NotFound()
            told = tuple(dict.fromkeys((*old.flags, *flags)))
            changed = replace(old, flags=told, planning=old.planning or planning)
            if changed != old:
                ledger.put(changed)
            return Booked(changed, changed == old)

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
                return TimeTaken(self._fresh(self._busy(ledger, now), starts_at, now))

    def _too_many(self, ledger: Ledger, person: Person, now: datetime) -> bool:
        most = self.diary.rules.open_per_contact
        return any(ledger.open_of(contact, now) >= most for contact in (person.phone, person.email) if contact)

    def _who(self, ledger: Ledger, starts_at: datetime, now: datetime, mine: Booking | None) -> str | Refusal:
        if refusal := refuse(self.diary, starts_at, now):
            return refusal
        day, but = starts_at.astimezone(self.diary.zone).date(), mine.reference if mine else None
        busy = self._busy(ledger, now, but, day)
        if found := free(self.diary, [Window(starts_at, starts_at + timedelta(seconds=1))], busy, now):
            return found[0].clinician
        fresh = self._fresh(self._busy(ledger, now, but), starts_at, now)
        return DayFull(day, fresh) if day in full_days(self.diary, busy) else TimeTaken(fresh)

    def _fresh(self, busy: Sequence[Busy], wished: datetime, now: datetime) -> tuple[FreeTime, ...]:
        times = free(self.diary, [bounds(self.diary, now)], busy, now)
        return tuple(sorted(sorted(times, key=lambda t: abs(t.starts_at - wished))[:FRESH]))

    def _busy(self, ledger: Ledger, now: datetime, but: str | None = None, day: date | None = None) -> list[Busy]:
        """Return what is busy on a local day, or in the whole window, from its first midnight on for the daily cap."""
        first = datetime.combine(day or now.astimezone(self.diary.zone).date(), time(), self.diary.zone)
        last = datetime.combine(day + ONE_DAY, time(), self.diary.zone) if day else bounds(self.diary, now).end
        return [b for b in ledger.busy(first, last, now) if b.reference != but]

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


def theirs(ledger: Ledger, reference: str, contact: str) -> Booking | NotFound:
    """Return the booking, standing or cancelled, that has this reference and this phone (E.164) or e-mail."""
    found = ledger.get(reference)
    if found and found.person and contact and contact in (found.person.phone, found.person.email):
        return found
    return NotFound()
