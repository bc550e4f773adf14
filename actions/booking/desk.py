"""The calls to the diary for one conversation: free times, holding, confirming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from actions.booking.plan import refined
from actions.booking.state import State
from actions.booking.table import table
from actions.booking.terms import Act, Note, Task
from actions.booking.times import inside
from actions.booking.told import Told
from clinic.booking import (
    Booked,
    Booking,
    Bookings,
    Cancelled,
    Closed,
    DayFull,
    Held,
    NotFound,
    Order,
    OutsideWindow,
    Person,
    Refusal,
    TimeTaken,
    TooLate,
    TooMany,
    add_flags,
    alike,
    announces,
    bounds,
    look_up,
    nearest,
    refuse,
    spread,
    staff,
    why_none,
)
from clinic.language.dates import Window

SECOND = timedelta(seconds=1)
NO_DAY = 14
"""More windows than that say a time of day, on any day."""


@dataclass(frozen=True)
class Arranged:
    """The state after the diary was asked, and what is to be said about it: keys of responses, and facts."""

    state: State
    notes: tuple[str, ...] = ()
    day: datetime | None = None  # that a note speaks of
    holiday: str = ""


@dataclass(frozen=True)
class Desk:
    """The diary as one conversation sees it. `StoreDown` passes through everywhere."""

    bookings: Bookings
    talk: str
    now: datetime
    visitor: str = ""  # stands for the internet address, where it is known

    def arrange(self, state: State, told: Told) -> Arranged:
        """Return what comes of the times that were told: one chosen, some offered, or why there is none."""
        if told.at:
            return self.choose(state, told.at)
        reading = told.reading
        if reading.kind == "windows":
            return self._search(state, reading.windows, reading.earliest)
        if reading.kind == "ask":
            return self._ambiguous(state, reading.options, reading.earliest)
        if reading.kind == "past":
            return self.instead(state, OutsideWindow("past", self.now, self.now), reading.windows[0].start)
        if told.acts & {Act.LATER, Act.EARLIER, Act.MORE, Act.WRONG_TIME} and state.spoken_of:
            return self._other(state, told)
        return Arranged(state) if state.at or state.offered or state.options else self._first(state)

    def _first(self, state: State) -> Arranged:
        """Return the first offers; what was wished may have been told before it was known which booking is to move."""
        if state.wanted:
            return self._search(replace(state, wanted=()), state.wanted, False)
        return Arranged(self._offer(state, self.free(state, [self._all()])))

    def choose(self, state: State, at: datetime) -> Arranged:
        """Take a time: hold it, or for a booking that moves see that it is free."""
        refusal = self._can_move(state, at) if state.task is Task.MOVE else self.hold(at)
        if not isinstance(refusal, Held) and refusal is not None:
            return self.instead(state, refusal, at)
        held = refusal.booking.reference if refusal else ""
        return Arranged(replace(state, at=at, held=held, offered=(), options=()), (Note.KEPT,) if held else ())

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

    def _search(self, state: State, windows: Sequence[Window], earliest: bool) -> Arranged:
        for some in self._narrowed(state, windows, earliest):
            if len(some) == 1 and some[0].exact:
                wanted = tuple(self._days([some[0].start]))
                return self.choose(replace(state, wanted=wanted, options=(), shown=()), some[0].start)
            if times := self.free(state, some):
                windows = some
                break
        state = replace(state, wanted=tuple(windows), options=(), shown=())
        if times:
            return Arranged(self._offer(state, times, earliest))
        wished = max(windows[0].start, self.now)
        return self.instead(state, why_none(self.bookings, windows, self.now), wished)

    def _narrowed(self, state: State, windows: Sequence[Window], earliest: bool) -> list[tuple[Window, ...]]:
        """Return where to look first, and where then: what was said before still counts where it can.

        "mornings", then "tuesday"; "tuesday after 4", then "11"; for a time of day alone the day that is spoken of.
        But "the earliest you have" looks beyond a day that was named before.
        """
        if earliest and len(windows) == 1 and len(state.wanted) <= NO_DAY:
            return [tuple(windows)]
        table = inside(windows, self._days(state.spoken_of)) if len(windows) > NO_DAY else ()
        return [inside(windows, state.wanted), table, tuple(windows)]

    def _days(self, times: Sequence[datetime]) -> list[Window]:
        """Return the whole days on which the times lie."""
        midnights = {at.astimezone(self.bookings.diary.zone).replace(hour=0, minute=0) for at in times}
        return [Window(midnight, midnight + timedelta(days=1)) for midnight in midnights]

    def _ambiguous(self, state: State, options: Sequence[tuple[Window, ...]], earliest: bool) -> Arranged:
        """Ask which day is meant, unless only one of them has free times."""
        possible = [option for option in options if self.free(state, option)]
        if len(possible) == 1 or not possible:
            return self._search(state, (possible or options)[0], earliest)
        return Arranged(replace(state, options=tuple(possible), offered=()))

    def _other(self, state: State, told: Told) -> Arranged:
        near = refined(self.free(state, state.wanted), state, told) if state.wanted else []
        times = near or refined(self.free(state, [self._all()]), state, told)
        if not times:
            return Arranged(state, (Note.NO_MORE,))
        if told.acts & {Act.LATER, Act.EARLIER}:
            offered = nearest(times, state.spoken_of[0 if Act.EARLIER in told.acts else -1])
            if Act.EARLIER in told.acts and state.spoken_of == (state.since,):  # that day, or the first day there is
                offered = tuple(sorted({times[0], *offered[1:]}))
            return Arranged(replace(state, offered=offered))
        return Arranged(self._offer(replace(state, shown=(*state.shown, *state.offered)), times))

    def _offer(self, state: State, times: Sequence[datetime], earliest: bool = False) -> State:
        return replace(state, offered=spread(times, self.bookings.diary.zone, earliest), options=())

    def instead(self, state: State, refusal: Refusal, wished: datetime) -> Arranged:
        """Say why there is nothing, and offer what is near."""
        refused, zone = table().refused[reason(refusal)], self.bookings.diary.zone
        holiday = refusal.name if isinstance(refusal, Closed) else ""
        times = self.free(state, [self._all()])
        other_day = refused.offer == "other_days" and wished.astimezone(zone).time() != time()
        fresh = alike(times, wished, zone) if other_day else nearest(times, wished)
        state = replace(state, offered=fresh, options=(), wanted=(), since=state.since or wished)
        return Arranged(state, (refused.say,) if fresh else (Note.NOTHING_FREE,), wished, holiday)

    def _can_move(self, state: State, at: datetime) -> Refusal | None:
        if at == state.since or self.free(state, [Window(at, at + SECOND)]):
            return None
        return refuse(self.bookings.diary, at, self.now) or TimeTaken(())

    def _all(self) -> Window:
        return bounds(self.bookings.diary, self.now)


def _contact(found: Booking) -> str:
    return (found.person and (found.person.phone or found.person.email)) or ""


def reason(refusal: Refusal) -> str:
    """Return why there is nothing, by its name in `refused` of the talk's table."""
    names = {TimeTaken: "taken", DayFull: "day_full", TooMany: "holds_too_many"}
    return refusal.why if isinstance(refusal, OutsideWindow | Closed) else names[type(refusal)]
