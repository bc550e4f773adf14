"""The guided check as `data/flows/check.yml` writes it down, as far as it is flow and not medicine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from clinic.findings import Outcome
from clinic.strict import Strict, check, read_yaml

TABLE = Path("data/flows/check.yml")


class Says(Strict):
    """The sentences around the questions; see the file."""

    begins: str
    which: str
    rest: str
    missed: str
    left_open: str
    taken: str
    stopped: str


class Table(Strict):
    """The whole file."""

    order: tuple[str, ...]
    ended_by: frozenset[Outcome]
    left_for: frozenset[str]
    says: Says


@cache
def table() -> Table:
    """Return the checked file; raise `ContentError`."""
    return check(Table, read_yaml(TABLE), str(TABLE))
