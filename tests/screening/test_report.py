"""The page for the clinician holds every rule, with what is said and who approved it."""

from pathlib import Path

import pytest

from clinic import wiring
from clinic.report import load_sentences, page

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()
PAGE = page(RULES, wiring.guided_check(), VOCABULARY.alarms, load_sentences(Path("data/responses")))
SECTIONS = {part.split("`")[1]: part for part in PAGE.split("\n## ")[1:]}


@pytest.mark.parametrize("rule", [*RULES.factors, *RULES.triage])
def test_every_rule_stands_on_the_page_with_its_wording_and_approval(rule: str) -> None:
    assert "- says: " in SECTIONS[rule]
    assert "- approved: NOT YET" in SECTIONS[rule]


def test_waiting_times_are_shown_in_days() -> None:
    assert "under 180 days not_now" in SECTIONS["isotretinoin"]


def test_every_emergency_phrase_is_shown() -> None:
    assert all(phrase in PAGE for words in VOCABULARY.alarms.phrases.values() for phrase in words)
