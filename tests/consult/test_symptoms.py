"""Symptoms after a treatment: what a message means in the course of a talk."""

import pytest

from clinic.consult.symptoms import PROBLEM, UNTREATED, Course, problem
from clinic.findings import Outcome
from clinic.reading import Vocabulary, read
from clinic.reading.ages import outgrown
from clinic.reading.scene import lay_out
from clinic.reading.signs import signs_of
from clinic.screening import Rules
from tests.consult.verdicts import DAY

NONE: frozenset[str] = frozenset()
REPORTS = frozenset({PROBLEM})
TREATED = Course(treated=True)


def test_a_sign_after_a_treatment_is_triaged_and_without_one_is_not(rules: Rules, vocabulary: Vocabulary) -> None:
    told = problem(signs_of("had my session yesterday and its a bit red", vocabulary), REPORTS, NONE, rules)

    assert told is not None
    assert told.outcome is Outcome.SELF_CARE
    assert problem(signs_of("my face is a bit red", vocabulary), NONE, NONE, rules, UNTREATED) is None


def test_a_treatment_alone_is_no_worry_and_a_worry_without_a_sign_is_for_today(
    rules: Rules, vocabulary: Vocabulary
) -> None:
    worried = problem(
        signs_of("had my session yesterday and im worried", vocabulary),
        frozenset({"faq/safety"}),
        frozenset({"worried"}),
        rules,
    )

    assert problem(signs_of("had my session yesterday", vocabulary), frozenset({"faq/aftercare"}), NONE, rules) is None
    assert worried is not None
    assert worried.outcome is Outcome.CONTACT_TODAY


def test_later_signs_are_judged_with_those_before(rules: Rules, vocabulary: Vocabulary) -> None:
    before = Course(treated=True, signs=("tri_infection_local",), just=True)
    later = problem(signs_of("its also a bit red", vocabulary), REPORTS, NONE, rules, before)

    assert later is not None
    assert later.outcome is Outcome.CONTACT_TODAY


def test_signs_of_several_messages_are_an_emergency_together(rules: Rules, vocabulary: Vocabulary) -> None:
    before = Course(treated=True, groups=("fever",), just=True)
    later = problem(signs_of("and now my cheek is swollen and hot", vocabulary), REPORTS, NONE, rules, before)

    assert rules.signs.raised(frozenset({"fever", "local_sign"})) == ["tri_spreading_infection"]
    assert rules.signs.raised(frozenset({"fever"})) == []
    assert later is not None
    assert later.outcome is Outcome.EMERGENCY


def test_a_wish_to_be_checked_is_no_report_of_mild_signs(rules: Rules, vocabulary: Vocabulary) -> None:
    assert (
        problem(
            signs_of("my skin is a bit dry, can i have it", vocabulary),
            frozenset({"eligibility_check"}),
            NONE,
            rules,
            TREATED,
        )
        is None
    )


@pytest.mark.parametrize(
    ("text", "grown"),
    [
        ("ive had spots since i was a teenager", True),
        ("im 34 and i look like a teenager", True),
        ("im a teenager", False),
        ("my daughter is a teenager", False),
    ],
)
def test_a_teenager_long_ago_is_an_adult(text: str, grown: bool, vocabulary: Vocabulary) -> None:
    scene = lay_out(text, DAY, vocabulary)
    match = next(match for match in scene.matches if match.target.name == "under_18")

    assert outgrown(scene, match, vocabulary, other=False) is grown
    assert grown is (not [one for one in read(text, DAY, vocabulary) if one.factor == "under_18"])
