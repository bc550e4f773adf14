"""The booking talk as `data/flows/booking.yml` writes it down: its questions in order, and their sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from actions.booking.state import State
from actions.booking.terms import Act, Asked, Task
from clinic.strict import Strict, check, read_yaml

TABLE = Path("data/flows/booking.yml")
Field_ = Literal["options", "offered", "at", "person", "contact"]
"""What a state may hold."""


class Row(Strict):
    """A question, asked while something is there, until one of some things is, or when all is there."""

    ask: Asked
    while_: Field_ | None = Field(None, alias="while")
    until: tuple[Field_, ...] | None = None

    def fits(self, state: State) -> bool:
        """Tell whether this is the question of a talk that stands so."""
        if self.while_:
            return bool(getattr(state, self.while_))
        return not any(getattr(state, field) for field in self.until or ())


class Question(Strict):
    """The sentences of a question, and the titles of its two buttons; see the file."""

    ask: str
    again: str
    needed: str | None = None
    agree: str | None = None
    decline: str | None = None


class Aside(Strict):
    """What is asked about the consultation itself, and the topic that is answered with it."""

    say: str
    answers: str | None = None


class Refused(Strict):
    """Why a time cannot be had, and which others are offered: those near to it, or at the same hour on other days."""

    say: str
    offer: Literal["nearest", "other_days"] = "nearest"


class Table(Strict):
    """The whole file."""

    order: tuple[str, ...]
    collect: dict[Task, tuple[Row, ...]]
    questions: dict[Asked, Question]
    changes: dict[str, str]
    unclear: dict[str, str]
    asides: dict[Act, Aside]
    refused: dict[str, Refused]
    put_off: dict[Task, str]

    def question(self, state: State) -> Asked:
        """Return which question is open when a time is being arranged."""
        return next(row.ask for row in self.collect[state.task] if row.fits(state))


@cache
def table() -> Table:
    """Return the checked file; raise `ContentError`."""
    return check(Table, read_yaml(TABLE), str(TABLE))
