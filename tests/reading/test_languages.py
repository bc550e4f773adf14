"""Other languages: a problem after a treatment is never lost, and what only asks or denies is no problem."""

from pathlib import Path

import pytest
import yaml

from clinic.consult.symptoms import problem
from clinic.findings import Outcome
from clinic.reading import Vocabulary
from clinic.reading.signs import is_after_treatment, signs_of
from clinic.screening import Rules, triage

TALKS = yaml.safe_load(Path(__file__).with_name("languages.yml").read_text(encoding="utf-8"))
TODAY = [(code, text) for code, said in TALKS.items() for text in said["today"]]
EMERGENCY = [(code, text) for code, said in TALKS.items() for text in said["emergency"]]
ORDINARY = [(code, text) for code, said in TALKS.items() for text in said["ordinary"]]
OUT_OF_SCOPE = frozenset({"out_of_scope"})


@pytest.mark.parametrize(("code", "text"), TODAY)
def test_a_sign_after_the_treatment_is_for_today(code: str, text: str, rules: Rules, vocabulary: Vocabulary) -> None:
    found = problem(signs_of(text, vocabulary), OUT_OF_SCOPE, frozenset(), rules)

    assert found is not None and found.outcome is Outcome.CONTACT_TODAY


@pytest.mark.parametrize(("code", "text"), EMERGENCY)
def test_a_danger_sign_is_an_emergency(code: str, text: str, rules: Rules, vocabulary: Vocabulary) -> None:
    assert triage(signs_of(text, vocabulary), rules).outcome is Outcome.EMERGENCY


@pytest.mark.parametrize(("code", "text"), ORDINARY)
def test_a_question_or_a_denial_is_neither(code: str, text: str, rules: Rules, vocabulary: Vocabulary) -> None:
    assert problem(signs_of(text, vocabulary), OUT_OF_SCOPE, frozenset(), rules) is None


def test_each_language_has_all_kinds_of_words(vocabulary: Vocabulary) -> None:
    assert len(TODAY) >= 30 and len(EMERGENCY) >= 30
    assert not is_after_treatment("i was in pain and sin before the visit", vocabulary)


@pytest.mark.parametrize(("code", "text"), TODAY)
def test_the_language_of_a_sign_is_known(code: str, text: str, vocabulary: Vocabulary) -> None:
    assert signs_of(text, vocabulary).language == code


@pytest.mark.parametrize("text", ["i have pain and pus after my session", "swollen since the treatment, what now", ""])
def test_english_is_no_other_language(text: str, vocabulary: Vocabulary) -> None:
    assert signs_of(text, vocabulary).language is None
