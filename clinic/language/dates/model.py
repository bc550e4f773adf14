"""What a phrase about time can mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

POINT = timedelta(minutes=1)


@dataclass(frozen=True, order=True)
class Window:
    """A stretch of time, from `start` up to but without `end`; both aware. A clock time is a window of one minute."""

    start: datetime
    end: datetime

    @property
    def exact(self) -> bool:
        """Whether a clock time was named, not a stretch."""
        return self.end - self.start == POINT


def windows_of(pairs: Iterable[tuple[datetime, datetime]]) -> tuple[Window, ...]:
    """Return the windows from each start to its end; none where it ends before it has begun, as in a night in which
    the clocks go forward."""
    return tuple(Window(start, end) for start, end in pairs if start.timestamp() < end.timestamp())


@dataclass(frozen=True)
class Reading:
    """What a message says about time, in the clinic's zone.

    `windows`: read; the windows in order. `ask`: it can mean one of `options`, each a list of windows, and only the
    visitor can say which. `past`: read, but all of it is over. `nothing`: it says nothing about time. `earliest` is set
    when the soonest was asked for.
    """

    kind: Literal["windows", "ask", "past", "nothing"]
    windows: tuple[Window, ...] = ()
    options: tuple[tuple[Window, ...], ...] = ()
    earliest: bool = False
