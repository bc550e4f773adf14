"""Where a booking talk stands; kept as plain values in the slot `flow` and gone when the talk ends."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timezone
from enum import StrEnum
from typing import Any

from actions.booking.terms import Asked, Task
from clinic.language.dates import Window

TASKS = {
    "book_consultation": Task.BOOK,
    "reschedule_booking": Task.MOVE,
    "cancel_booking": Task.CANCEL,
    "check_booking": Task.FIND,
}
"""What each topic that begins the talk is about."""


@dataclass(frozen=True)
class State:
    """A talk under way.

    `wanted` are the stretches in which the visitor can come, `options` the meanings of an ambiguous date, `offered` the
    times on the table, `at` the chosen one, `held` the reference under which the diary keeps it. `reference` is the
    booking to move, cancel or look up, `since` its time, `known` whether the visitor has proved that it is theirs.
    `refused` tells that a question was declined once, `paused` that an emergency has set the talk aside.
    """

    task: Task = Task.BOOK
    topic: str = "book_consultation"
    asked: Asked = Asked.NOTHING
    missed: int = 0
    wanted: tuple[Window, ...] = ()
    options: tuple[tuple[Window, ...], ...] = ()
    offered: tuple[datetime, ...] = ()
    shown: tuple[datetime, ...] = ()
    at: datetime | None = None
    held: str = ""
    person: str = ""
    phone: str = ""
    email: str = ""
    wish: str = ""
    reference: str = ""
    known: bool = False
    since: datetime | None = None
    planning: bool = False
    refused: bool = False
    paused: bool = False

    @property
    def spoken_of(self) -> tuple[datetime, ...]:
        """The times on the table, else the chosen one, else that of the booking to move."""
        at = self.at or (self.since if self.task is Task.MOVE else None)
        return self.offered or ((at,) if at else ())

    @property
    def contact(self) -> bool:
        """Whether there is a way to reach the visitor."""
        return bool(self.phone or self.email)


def dump(state: State) -> dict[str, Any]:
    """Return the state as plain values; what is empty is left out."""
    values = {field.name: getattr(state, field.name) for field in fields(state)}
    return {name: _plain(value) for name, value in values.items() if value}


def load(values: dict[str, Any]) -> State:
    """Return what `dump` made plain."""
    known = {field.name for field in fields(State)}
    given = {name: value for name, value in values.items() if name in known}
    readers: dict[str, Any] = {
        "task": Task,
        "asked": Asked,
        "wanted": _windows,
        "options": lambda options: tuple(map(_windows, options)),
        "offered": _times,
        "shown": _times,
        "at": datetime.fromisoformat,
        "since": datetime.fromisoformat,
    }
    return State(**{name: readers[name](value) if name in readers else value for name, value in given.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, Window):
        return [_plain(value.start), _plain(value.end)]
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _times(times: Any) -> tuple[datetime, ...]:
    return tuple(map(datetime.fromisoformat, times))


def _windows(pairs: Any) -> tuple[Window, ...]:
    return tuple(Window(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pairs)
