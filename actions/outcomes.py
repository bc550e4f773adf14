"""What is said of each outcome, as `data/flows/verdict.yml` writes it down."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from clinic.findings import Outcome
from clinic.strict import Strict, check, read_yaml

TABLE = Path("data/flows/verdict.yml")


class Saying(Strict):
    """The sentences of an outcome; see the file."""

    say: str
    dated: str | None = None
    still: str | None = None
    again: str | None = None
    ends_check: str | None = None
    hold: tuple[str, ...] = ()


class Verdicts(Strict):
    """The whole file."""

    outcomes: dict[Outcome, Saying]
    messages: dict[Literal["noted", "flagged", "result"], str]
    own_sentences: frozenset[str]
    waited: str
    waited_own: dict[str, str]
    foreign: dict[str, str]


@cache
def verdicts() -> Verdicts:
    """Return the checked file; raise `ContentError`."""
    return check(Verdicts, read_yaml(TABLE), str(TABLE))
