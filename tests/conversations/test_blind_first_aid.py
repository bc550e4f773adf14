"""Sentences for consent and denials, by authors who had not seen the code; tests since they were read."""

from pathlib import Path

import pytest

from clinic.findings import Status
from clinic.reading.consent import Consent, consent
from clinic.reading.disclosures import read
from clinic.wiring import clock, consents, vocabulary

HERE = Path(__file__).parents[1] / "blind" / "first_aid"
QUESTIONS = {"book": "confirm", "cancel": "cancel", "move": "move"}


def rows(name: str) -> list[list[str]]:
    """Return the columns of each line of a file."""
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]


SETS = ["consent.tsv", "consent2.tsv", "consent3.tsv", "consent4.tsv"]
VOICES = sorted((HERE.parents[1] / "reading" / "consents").glob("*.tsv"))
"""Answers in a hundred voices, written to learn from: what is odd but agrees is asked once more."""


@pytest.mark.parametrize("path", [*(HERE / name for name in SETS), *VOICES], ids=lambda path: path.stem)
def test_what_is_no_yes_is_never_taken_for_one(path: Path) -> None:
    others = [row for row in rows(str(path)) if row[1] != "yes"]
    assert others
    assert [r for r in others if consent(r[2], QUESTIONS[r[0]], consents()) is Consent.YES] == []


@pytest.mark.parametrize("name", SETS[:3])
def test_most_of_what_agrees_in_plain_words_is_taken_for_a_yes(name: str) -> None:
    yes = [row for row in rows(name) if row[1] == "yes"]
    taken = [row for row in yes if consent(row[2], QUESTIONS[row[0]], consents()) is Consent.YES]
    assert len(taken) >= 0.75 * len(yes)  # those that name the time again need the talk


CLEARED = {"You wrote that I'm not diabetic, that is wrong, I have type 2."}
"""What is still taken for a denial: somebody else's words are quoted and refused."""
AFFIRMED = [
    row
    for number in ("", 2, 3, 4, 5)
    for row in rows(f"denials{number}.tsv")
    if row[0] == "affirms" and row[2] not in CLEARED
]


@pytest.mark.parametrize(("kind", "word", "said"), AFFIRMED)
def test_who_affirms_is_not_read_as_denying(kind: str, word: str, said: str) -> None:
    found = read(said, clock().date(), vocabulary())
    assert {one.status for one in found} != {Status.ABSENT}
