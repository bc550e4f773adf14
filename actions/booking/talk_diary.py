"""The calls to the diary for one conversation: free times, holding, confirming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.booking.state import State
from actions.booking.terms import Note, Task
from clinic.booking import (
    Booked,
    Booking,
    Bookings,
    Cancelled,
    Held,
    NotFound,
    Order,
    Person,
    Refusal,
    TooLate,
    TooMany,
    add_flags,
    announces,
    look_up,
    staff,
)
from clinic.language.dates import Window


@dataclass(frozen=True)
class TalkDiary:
    """The diary as one conversation sees it. `StoreDown` passes through everywhere."""

    bookings: Bookings
    talk: str
    now: datetime
    visitor: str = ""  # stands for the internet address, where it is known

    def hold(self, at: datetime) -> Held | Refusal:
        """Keep a time for this conversation, in place of what it held before."""
        return self.bookings.hold(self.talk, at, self.now, self.visitor)

    def release(self) -> None:
        """Give back what this conversation holds."""
        self.bookings.release(self.talk, self.now)

    def free(self, state: State, windows: Sequence[Window]) -> list[datetime]:
        """Return the free times inside the windows; a booking that moves is not offered the time that it has."""
        times = self.bookings.free_times(windows, self.now, self.talk, state.reference or None)
        own = state.since if state.task is Task.MOVE else None
        return [found.starts_at for found in times if found.starts_at != own]

    def book(self, state: State, flags: Sequence[str]) -> Booked | Cancelled | Refusal:
        """Confirm; the key makes the same confirmation again book nothing."""
        assert state.at
        person = Person(state.person, state.phone or None, state.email or None)
        key = f"{self.talk}:{state.held}"
        order = Order(key, self.talk, state.at, person, state.wish, tuple(flags), state.planning)
        return self.bookings.book(order, self.now)

    def show(self, reference: str) -> Booking | None:
        """Return the booking whose reference this conversation knows to be its own."""
        found = staff.show(self.bookings, reference)
        return None if isinstance(found, NotFound) else found

    def find(self, reference: str, phone: str, email: str) -> Booking | NotFound | TooMany:
        """Return the booking that has this reference and one of the two contacts."""
        contacts = [contact for contact in (phone, email) if contact]
        return look_up(self.bookings, reference, contacts, self.talk, self.now, self.visitor)

    def move(self, found: Booking, at: datetime) -> Booked | Cancelled | Refusal | NotFound | TooLate:
        """Move a booking."""
        return self.bookings.reschedule(found.reference, _contact(found), at, self.now)

    def cancel(self, found: Booking) -> Cancelled | NotFound | TooLate:
        """Cancel a booking."""
        return self.bookings.cancel(found.reference, _contact(found), self.now)

    def amend(self, found: Booking, person: Person) -> Booked | Cancelled | NotFound:
        """Change who comes and how to reach them."""
        return self.bookings.amend(found.reference, _contact(found), person, self.now)

    def mailed(self, reference: str) -> tuple[str, ...]:
        """Return what is said of an e-mail after a change: that one follows, where one does."""
        return (Note.MAILED,) if announces(self.bookings, reference) else ()

    def add_flags(self, reference: str, flags: Sequence[str], planning: bool) -> None:
        """Tell the clinician of a booking what was disclosed since; costs a mere look when nothing is new."""
        found = self.show(reference)
        if found and (set(flags) - set(found.flags) or (planning and not found.planning)):
            add_flags(self.bookings, reference, flags, planning)


def _contact(found: Booking) -> str:
    return (found.person and (found.person.phone or found.person.email)) or ""
