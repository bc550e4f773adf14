"""Sentences for consent and denials, by authors who had not seen the code; tests since they were read."""

from pathlib import Path

import pytest

from clinic.findings import Status
from clinic.reading.consent import Consent, consent
from clinic.reading.reader import read
from clinic.wiring import clock, consents, vocabulary

HERE = Path(__file__).parents[1] / "blind" / "first_aid"
QUESTIONS = {"book": "confirm", "cancel": "cancel", "move": "move"}


def rows(name: str) -> list[list[str]]:
    """Return the columns of each line of a file."""
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("question", "meant", "said"), [row for row in rows("consent.tsv") if row[1] != "yes"])
def test_what_is_no_yes_is_never_taken_for_one(question: str, meant: str, said: str) -> None:
    assert consent(said, QUESTIONS[question], consents()) is not Consent.YES


def test_most_of_what_agrees_is_taken_for_a_yes() -> None:
    yes = [row for row in rows("consent.tsv") if row[1] == "yes"]
    taken = [row for row in yes if consent(row[2], QUESTIONS[row[0]], consents()) is Consent.YES]
    assert len(taken) >= 0.85 * len(yes)


@pytest.mark.parametrize(("kind", "word", "said"), [row for row in rows("denials.tsv") if row[0] == "affirms"])
def test_who_affirms_is_not_read_as_denying(kind: str, word: str, said: str) -> None:
    found = read(said, clock().date(), vocabulary())
    assert {one.status for one in found} != {Status.ABSENT}
