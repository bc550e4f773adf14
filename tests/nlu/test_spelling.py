"""Slips are read as words of the examples; words that are known, or anything that may be a word, stay."""

from pathlib import Path

import pytest

from extensions.nlu.spelling import OFTEN, Spelling

TEXTS = [
    "how much does microneedling cost",
    "downtime and side effects",
    "what is it",
    "a rare word: fibroblast",
] * OFTEN


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling.learn([*TEXTS, "once only: derminator"])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("hwo mcuh does mirconeedlng csot", "hwo much does microneedling cost"),
        ("DONWTIME??", "downtime??"),
        ("side efects, plz", "side effects, plz"),
    ],
)
def test_a_slip_is_read_as_the_nearest_word(spelling: Spelling, typed: str, read: str) -> None:
    assert spelling.mend(typed) == read


@pytest.mark.parametrize("text", ["most", "coast guard", "derminator", "Ana Lopez", "ist es teuer", "12:30", "🙂", ""])
def test_words_of_english_and_of_the_examples_names_and_short_words_stay(spelling: Spelling, text: str) -> None:
    assert spelling.mend(text) == text


def test_no_example_is_changed(spelling: Spelling) -> None:
    assert all(spelling.mend(text) == text for text in TEXTS)


def test_what_is_saved_is_read_back(spelling: Spelling, tmp_path: Path) -> None:
    spelling.save(tmp_path / "spelling.json")
    assert Spelling.load(tmp_path / "spelling.json").mend("csot") == "cost"


def test_what_was_never_learned_mends_nothing() -> None:
    assert Spelling({}).mend("mirconeedlng") == "mirconeedlng"
