"""Triage of symptoms after a treatment: every rule is reached, the worse level wins, worry alone is contact today."""

import pytest

from clinic.consult.symptoms import UNTREATED, symptoms_of
from clinic.findings import Outcome
from clinic.reading import Vocabulary, read
from clinic.reading.signs import is_after_treatment, signs_of
from clinic.screening import Rules, assess, triage
from tests.consult.verdicts import DAY

CASES = [
    ("bit red and tight, day 2", Outcome.SELF_CARE, "tri_expected"),
    ("tiny scabs in rows on my forehead, had it done 2 days ago", Outcome.SELF_CARE, "tri_scab_grid"),
    ("put my acid on last night after my session, stings a bit", Outcome.SELF_CARE, "tri_product_sun_mild"),
    ("day 4, theres yellow crust and its hot to touch", Outcome.CONTACT_TODAY, "tri_infection_local"),
    ("a cold sore came up after my treatment", Outcome.CONTACT_TODAY, "tri_cold_sore_after"),
    ("itchy rash since my session, breathing is fine", Outcome.CONTACT_TODAY, "tri_allergic_rash"),
    ("blisters on my cheek two days after needling", Outcome.CONTACT_TODAY, "tri_severe_pain_swelling"),
    ("fever the day after my session but my skin looks fine", Outcome.CONTACT_TODAY, "tri_fever_alone"),
    ("it started bleeding again tonight, just a little", Outcome.CONTACT_TODAY, "tri_bleeding_again"),
    ("used retinol the day after and now there are blisters", Outcome.CONTACT_TODAY, "tri_product_sun_severe"),
    ("two weeks and still pink", Outcome.CONTACT_TODAY, "tri_redness_persistent"),
    ("dark patches have come up where they needled me", Outcome.CONTACT_TODAY, "tri_pigment_change"),
    ("tiny scabs in rows", Outcome.CONTACT_TODAY, "tri_track_marks"),
    ("my scars look worse than before, it was six weeks ago", Outcome.CONTACT_TODAY, "tri_scars_worse"),
    ("hard lumps appeared three weeks after my session", Outcome.CONTACT_TODAY, "tri_lumps_nodules"),
    ("my cheek is numb since my appointment", Outcome.CONTACT_TODAY, "tri_numbness"),
    ("swollen glands since i had it done", Outcome.CONTACT_TODAY, "tri_glands"),
    ("found out im pregnant after my second session", Outcome.CONTACT_TODAY, "tri_pregnant_after"),
    ("temperature of 39 and my cheek is swollen since my session", Outcome.EMERGENCY, "tri_spreading_infection"),
    ("golden crusts on my cheek since my session", Outcome.CONTACT_TODAY, "tri_infection_local"),
    ("one spot turned black after my session", Outcome.CONTACT_TODAY, "tri_pigment_change"),
    ("the redness is creeping towards my eye", Outcome.EMERGENCY, "tri_spreading_infection"),
    ("it wont stop bleeding", Outcome.EMERGENCY, "tri_heavy_bleeding"),
    ("blisters all over since morpheus8 yesterday", Outcome.EMERGENCY, "tri_burn"),
]


@pytest.mark.parametrize(("text", "outcome", "rule"), CASES)
def test_a_symptom_meets_its_rule(text: str, outcome: Outcome, rule: str, rules: Rules, vocabulary: Vocabulary) -> None:
    verdict = triage(signs_of(text, vocabulary), rules)

    assert verdict.outcome is outcome
    assert rule in verdict.factors


@pytest.mark.parametrize(
    "text", ["something is not right with my face since monday", "im worried about how it looks", ""]
)
def test_worry_without_a_match_is_contact_today(text: str, rules: Rules, vocabulary: Vocabulary) -> None:
    assert triage(signs_of(text, vocabulary), rules).outcome is Outcome.CONTACT_TODAY


@pytest.mark.parametrize(
    "sign", ["and it is getting worse", "and a fever", "and severe pain", "and its spreading", "and my eye hurts"]
)
def test_a_grave_sign_beside_an_expected_one_is_never_self_care(
    sign: str, rules: Rules, vocabulary: Vocabulary
) -> None:
    assert triage(signs_of(f"a bit red and dry on day 2 {sign}", vocabulary), rules).outcome is not Outcome.SELF_CARE


def test_signs_that_are_denied_do_not_count(rules: Rules, vocabulary: Vocabulary) -> None:
    assert (
        triage(signs_of("no pus, no fever, no blisters, just a bit pink, day 2", vocabulary), rules).outcome
        is Outcome.SELF_CARE
    )


@pytest.mark.parametrize(
    "text", ["day 3 after my session", "had it done yesterday", "two weeks after my treatment and still red"]
)
def test_a_treatment_that_was_done_is_noticed(text: str, vocabulary: Vocabulary) -> None:
    assert is_after_treatment(text, vocabulary)


@pytest.mark.parametrize("text", ["how much is it", "i have eczema", "im on warfarin, can i book"])
def test_other_talk_is_not_taken_for_a_treatment_that_was_done(text: str, vocabulary: Vocabulary) -> None:
    assert not is_after_treatment(text, vocabulary)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("feeling unwell and hot since the session yesterday", Outcome.CONTACT_TODAY),
        ("im coming down with something, had my session yesterday", Outcome.CONTACT_TODAY),
        ("had my session two months ago, i have a cold now", None),
        ("i have a cold, can i come tomorrow", None),
    ],
)
def test_what_would_put_a_treatment_off_is_a_sign_after_one(
    text: str, outcome: Outcome | None, rules: Rules, vocabulary: Vocabulary
) -> None:
    disclosed = assess(read(text, DAY, vocabulary), DAY, rules)
    found = symptoms_of(
        signs_of(text, vocabulary), frozenset({"eligibility_check"}), frozenset(), rules, UNTREATED, disclosed
    )

    assert (found.outcome if found else None) is outcome
