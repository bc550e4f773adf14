"""Other languages: a problem after a treatment is never lost, and what only asks or denies is no problem."""

from pathlib import Path

import pytest
import yaml

from clinic.consult.symptoms import problem
from clinic.findings import Outcome
from clinic.reading import is_after_treatment, triage
from clinic.reading.triage import language_of
from clinic.screening import Rules

TALKS = yaml.safe_load(Path(__file__).with_name("languages.yml").read_text(encoding="utf-8"))
TODAY = [(code, text) for code, said in TALKS.items() for text in said["today"]]
EMERGENCY = [(code, text) for code, said in TALKS.items() for text in said["emergency"]]
ORDINARY = [(code, text) for code, said in TALKS.items() for text in said["ordinary"]]
OUT_OF_SCOPE = frozenset({"out_of_scope"})


@pytest.mark.parametrize(("code", "text"), TODAY)
def test_a_sign_after_the_treatment_is_for_today(code: str, text: str, rules: Rules) -> None:
    found = problem(text, OUT_OF_SCOPE, frozenset(), rules)

    assert found is not None and found.outcome is Outcome.CONTACT_TODAY


@pytest.mark.parametrize(("code", "text"), EMERGENCY)
def test_a_danger_sign_is_an_emergency(code: str, text: str, rules: Rules) -> None:
    assert triage(text, rules).outcome is Outcome.EMERGENCY


@pytest.mark.parametrize(("code", "text"), ORDINARY)
def test_a_question_or_a_denial_is_neither(code: str, text: str, rules: Rules) -> None:
    assert problem(text, OUT_OF_SCOPE, frozenset(), rules) is None


def test_each_language_has_all_kinds_of_words(rules: Rules) -> None:
    assert len(TODAY) >= 30 and len(EMERGENCY) >= 30
    assert not is_after_treatment("i was in pain and sin before the visit", rules)


@pytest.mark.parametrize(("code", "text"), TODAY)
def test_the_language_of_a_sign_is_known(code: str, text: str, rules: Rules) -> None:
    assert language_of(text, rules) == code


@pytest.mark.parametrize("text", ["i have pain and pus after my session", "swollen since the treatment, what now", ""])
def test_english_is_no_other_language(text: str, rules: Rules) -> None:
    assert language_of(text, rules) is None
