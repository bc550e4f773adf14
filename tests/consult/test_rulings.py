"""The rulings of 2026-11-30: what follows from each, and from which factor."""

from pathlib import Path

import pytest

from clinic import wiring
from clinic.consult.symptoms import PROBLEM, problem
from clinic.reading import Vocabulary, read
from clinic.reading.signs import signs_of
from clinic.screening import Rules, assess
from tests.consult.verdicts import DAY, LETTERS, letter_of

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()

LINES = Path(__file__).with_name("rulings.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]
TREATED = "SCE"


def factors_of(text: str) -> set[str]:
    findings = read(text, DAY, VOCABULARY)
    found = problem(signs_of(text, VOCABULARY), frozenset({PROBLEM}), frozenset(), RULES)
    named = {f"{one.factor}/{one.qualifier}" if one.qualifier else one.factor for one in findings}
    return named | set(found.factors if found else ())


@pytest.mark.parametrize(("ruling", "letter", "factor", "text"), ROWS)
def test_what_follows_from_a_ruling(
    ruling: str, letter: str, factor: str, text: str, rules: Rules, vocabulary: Vocabulary
) -> None:
    name, _, asks = factor.partition("+")
    found = problem(signs_of(text, vocabulary), frozenset({PROBLEM}), frozenset(), rules) if letter in TREATED else None

    assert (found.outcome is LETTERS[letter]) if found else letter_of(text) == letter
    assert name == "-" or name in factors_of(text)
    assert not asks or assess(read(text, DAY, vocabulary), DAY, rules).ask


def test_every_ruling_about_statements_has_its_rows() -> None:
    assert {int(row[0]) for row in ROWS} == {*range(1, 13), 14, 16}


@pytest.mark.parametrize(
    ("text", "factors", "outcome"),
    [
        (
            "im booking for my sister and me, she is pregnant and i have a pacemaker",
            {"pregnancy", "pacemaker_implant"},
            "N",
        ),
        ("can me and my wife both come, shes on warfarin and im not on anything", {"blood_thinner"}, "R"),
        ("its for both of us, my mum has lupus and i have diabetes", {"autoimmune_disease", "diabetes"}, "R"),
    ],
)
def test_of_two_people_to_be_treated_each_counts_and_the_stricter_holds(
    text: str, factors: set[str], outcome: str, rules: Rules, vocabulary: Vocabulary
) -> None:
    """Ruling 13."""
    verdict = assess(read(text, DAY, vocabulary), DAY, rules)

    assert set(verdict.factors) >= factors and verdict.outcome is LETTERS[outcome]


def test_who_only_comes_along_is_not_treated(vocabulary: Vocabulary) -> None:
    told = read("my sister and i are coming, she is pregnant and just waits", DAY, vocabulary)
    assert not {one.factor for one in told if one.status.value == "present"}
