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


def test_numbers_of_ages_doses_and_degrees_are_shown() -> None:
    assert "- ages: from 5, under 18" in SECTIONS["under_18"]
    assert "- high_dose: mg_a_day from 40" in SECTIONS["oral_steroids"]
    assert "- degrees: from 100.4, under 108" in SECTIONS["fever"]


@pytest.mark.parametrize("section", ["by_day", "beside", "recent", "fever", "together"])
def test_what_signs_mean_beside_others_is_shown_and_signed(section: str) -> None:
    assert "- approved: NOT YET" in SECTIONS[section] and "- holds from: 2026-" in SECTIONS[section]


def test_every_row_about_signs_is_shown() -> None:
    rows = RULES.signs.by_day.rows + RULES.signs.beside.covers + RULES.signs.together.rows
    pages = "".join(SECTIONS[name] for name in ("by_day", "beside", "together"))
    assert pages.count("\n- ") == len(rows) + len(RULES.signs.beside.adds) + 3 * 3  # source, day and approval of each


def test_every_emergency_phrase_is_shown() -> None:
    assert all(phrase in PAGE for words in VOCABULARY.alarms.phrases.values() for phrase in words)
