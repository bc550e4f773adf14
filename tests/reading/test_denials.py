"""A denial is earned: shapes that deny, shapes that only look like it, and foreign words between."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic import wiring
from clinic.findings import Status
from clinic.reading import Vocabulary
from clinic.reading.disclosures import read

FILLINGS = {
    "condition": {"eczema": "eczema_dermatitis", "keloids": "keloid", "psoriasis": "psoriasis"},
    "medicine": {"roaccutane": "isotretinoin", "warfarin": "blood_thinner"},
    "state": {"pregnant": "pregnancy", "breastfeeding": "breastfeeding"},
}
FOREIGN = ["helps", "worried about", "luck with", "missed", "cure for", "ashamed of my", "off", "hiding", "doubt about"]
SHAPES = ["no {}", "i dont have {}", "never had {}", "i have no {}", "not on {}", "without {}", "neither {}"]
RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()


def cases(kind: str) -> list[tuple[str, str]]:
    """Return (message, factor) for each shape of clinic/language/en/denials.yml and each filling."""
    named = []
    for shape in getattr(VOCABULARY.shapes, kind):
        sort = shape[shape.index("{") + 1 : shape.index("}")]
        named += [(shape.replace("{" + sort + "}", word), factor) for word, factor in FILLINGS[sort].items()]
    return named


def statuses(text: str, factor: str, vocabulary: Vocabulary) -> set[Status]:
    return {one.status for one in read(text, date(2026, 11, 24), vocabulary) if one.factor.startswith(factor)}


@pytest.mark.parametrize(("text", "factor"), cases("denies"))
def test_what_denies_clears(text: str, factor: str, vocabulary: Vocabulary) -> None:
    assert statuses(text, factor, vocabulary) in ({Status.ABSENT}, set())


@pytest.mark.parametrize(("text", "factor"), cases("holds"))
def test_what_only_looks_like_a_denial_tells_that_it_is_there(text: str, factor: str, vocabulary: Vocabulary) -> None:
    assert Status.PRESENT in statuses(text, factor, vocabulary)


@pytest.mark.parametrize(("text", "factor"), cases("over"))
def test_what_is_over_was_there(text: str, factor: str, vocabulary: Vocabulary) -> None:
    assert statuses(text, factor, vocabulary) == {Status.PAST}


@given(st.sampled_from(SHAPES), st.sampled_from(FOREIGN), st.sampled_from(["eczema", "psoriasis", "warfarin"]))
def test_a_foreign_word_between_ends_every_denial(shape: str, foreign: str, word: str) -> None:
    found = read(shape.format(f"{foreign} {word}"), date(2026, 11, 24), VOCABULARY)
    assert Status.ABSENT not in {one.status for one in found}
