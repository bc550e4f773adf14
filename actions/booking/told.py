"""What one message tells a booking talk, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.booking.state import TASKS
from actions.booking.terms import Act
from clinic.language.dates import Reading

Clause = dict[str, Any]
"""A part of a message: its `text`, its most probable `topic`, and the `confidence` of that."""

OURS = frozenset(TASKS) | {"affirm", "deny", "thanks", "greet", "goodbye"}
"""Topics whose messages may be answers to the talk's questions."""
NO_TIME = Reading("nothing")
SURE = 0.75
"""From this probability on a lone phrase is a question ("side effects"), not a name, and a yes is a yes."""


@dataclass(frozen=True)
class Place:
    """What reading depends on beside the message: the clock, where the clinic is and how dates are written."""

    now: datetime
    zone: ZoneInfo
    region: str
    dates: str
    area_code: str
    prefix: str


@dataclass(frozen=True)
class BookingInput:
    """What was read; empty values were not said.

    `foreign` are the topics of the parts that ask something else, `own` what a wish about the talk was mistaken for.
    """

    reading: Reading = NO_TIME
    at: datetime | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    reference: str = ""
    unclear: str = ""
    acts: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Take no other acts than there are; raise `ValueError`."""
        object.__setattr__(self, "acts", frozenset(map(Act, self.acts)))

    @property
    def who(self) -> bool:
        """Whether a name or a contact was read."""
        return bool(self.name or self.phone or self.email)

    @property
    def plain(self) -> bool:
        """Whether no time was read."""
        return not self.at and self.reading.kind == "nothing"

    @property
    def anything(self) -> bool:
        """Whether the message meant anything to the talk."""
        return replace(self, own=frozenset(), foreign=frozenset()) != BookingInput()
