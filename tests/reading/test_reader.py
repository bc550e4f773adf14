"""How people really tell things: lists, denials, others, times, slips; and any text without an error."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic import wiring
from clinic.findings import Outcome, Status
from clinic.reading import Vocabulary, read
from clinic.screening import Rules, assess

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()
TODAY = date(2026, 11, 22)

READINGS = [
    ("I take something to stop my blood clotting", "blood_thinner", Status.PRESENT),
    ("im still feeding my little girl myself", "breastfeeding", Status.PRESENT),
    ("i had 20 units in my forehead on friday", "botox_recent", Status.PAST),
    ("microdermabrasion did nothing for me", "laser_recent", Status.HYPOTHETICAL),
    ("peels never helped", "peel_recent", Status.HYPOTHETICAL),
    ("i had a peel last week and it did nothing", "peel_recent", Status.PAST),
    ("i had shingles last week", "skin_infection", Status.PRESENT),
    ("herpes zoster since monday", "skin_infection", Status.PRESENT),
    ("had shingles two years ago", "skin_infection", Status.PAST),
    ("shingles cleared up last week", "skin_infection", Status.PAST),
    ("i had my egg collection last week", "trying_to_conceive", Status.PRESENT),
    ("no allergies, meds or keloids", "keloid", Status.ABSENT),
    ("no medicines except warfarin", "blood_thinner", Status.PRESENT),
    ("pregnant, breastfeeding, keloids, blood thinners: no to all", "pregnancy", Status.ABSENT),
    ("no to all except cold sores", "cold_sore_active", Status.PRESENT),
    ("keloids: no\nblood thinners: yes\npregnant: no", "blood_thinner", Status.PRESENT),
    ("not that I'm not pregnant", "pregnancy", Status.PRESENT),
    ("i dont think im pregnant", "pregnancy", Status.PRESENT),
    ("not only diabetic but also on warfarin", "diabetes", Status.PRESENT),
    ("no, I have eczema", "eczema_dermatitis", Status.PRESENT),
    ("no keloids, diabetic", "diabetes", Status.PRESENT),
    ("no keloids, warfarin 5mg", "blood_thinner", Status.PRESENT),
    ("I'm not on warfarin any more", "blood_thinner", Status.PAST),
    ("i havent stopped accutane", "isotretinoin", Status.PRESENT),
    ("stopping accutane next week", "isotretinoin", Status.PRESENT),
    ("started accutane 3 months ago", "isotretinoin", Status.PRESENT),
    ("haven't taken accutane for 3 months", "isotretinoin", Status.PAST),
    ("six months ago i came off isotretinoin", "isotretinoin", Status.PAST),
    ("diagnosed with lupus 5 years ago", "autoimmune_disease", Status.PRESENT),
    ("my wife is on warfarin", "blood_thinner", Status.OTHER_PERSON),
    ("My sister takes Eliquis and I'm booking for her", "blood_thinner", Status.PRESENT),
    ("my mum said i should mention my eczema", "eczema_dermatitis", Status.PRESENT),
    ("do you treat people on warfarin? I take it", "blood_thinner", Status.PRESENT),
    ("can i have it if im on warfarin", "blood_thinner", Status.PRESENT),
    ("is pregnancy a contraindication?", "pregnancy", Status.HYPOTHETICAL),
    ("58 yrs old, metformin", "diabetes", Status.PRESENT),
    ("asking for a friend who happens to be me: are people on accutane allowed", "isotretinoin", Status.PRESENT),
    ("I'm on warfarin and I don't want to stop it", "blood_thinner", Status.PRESENT),
    ("not sure but I'm having radiotherapy at the moment", "radiotherapy", Status.PRESENT),
    ("ticked pregnant by mistake", "pregnancy", Status.ABSENT),
    ("just weaned, actually no still one feed at night", "breastfeeding", Status.PRESENT),
    ("they put a stent in my heart", "other_health_fact", Status.PRESENT),
    ("a girl at work had botox last week", "botox_recent", Status.OTHER_PERSON),
    ("had the peel they offered me two weeks ago", "peel_recent", Status.PAST),
    ("i put isotretinoin on the form, meant tretinoin", "topical_retinoid_acids", Status.PRESENT),
    ("im on acutane how much is it", "isotretinoin", Status.PRESENT),
    ("my psoraisis is bad", "psoriasis", Status.PRESENT),
    ("estoy embarazada", "pregnancy", Status.PRESENT),
    ("我怀孕了", "pregnancy", Status.PRESENT),
]


@pytest.mark.parametrize(("text", "factor", "status"), READINGS)
def test_a_statement_is_read_as_it_is_meant(text: str, factor: str, status: Status, vocabulary: Vocabulary) -> None:
    assert status in {finding.status for finding in read(text, TODAY, vocabulary) if finding.factor == factor}


@pytest.mark.parametrize(
    "text",
    [
        "cancel my booking",
        "im a nurse",
        "laser eye surgery",
        "minor scars",
        "acne scars",
        "guacamole",
        "cold cream",
        "expecting good results",
        "i have type 2 skin type",
        "i saw no results",
    ],
)
def test_a_word_in_another_sense_is_no_finding(text: str, vocabulary: Vocabulary) -> None:
    held = [finding for finding in read(text, TODAY, vocabulary) if finding.status in (Status.PRESENT, Status.PAST)]

    assert held == []


def test_the_person_of_the_talk_decides_whom_he_means(vocabulary: Vocabulary) -> None:
    assert {finding.status for finding in read("hes on warfarin", TODAY, vocabulary)} == {Status.OTHER_PERSON}
    assert {finding.status for finding in read("hes on warfarin", TODAY, vocabulary, for_other=True)} == {
        Status.PRESENT
    }


@pytest.mark.parametrize(
    "text",
    [
        "am i not allowed to kiss my bf after",
        "my husband will have a heart attack when he sees",
        "was quoted 2 grand for co2 laser, is this cheaper",
        "my dermatologist offered me a peel but i said no thanks",
        "a mate won a free botox session and gave it me, cant decide",
        "what about under 18s, can they come with consent of mum",
        "we are expecting our first through a surrogate in march",
        "i pump iron every day",
    ],
)
def test_a_turn_of_phrase_discloses_nothing(text: str) -> None:
    assert read(text, TODAY, VOCABULARY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "no illnesses, no tablets, apart from a thing with my whatsit",
        "healthy as a horse except for zorblax",
        "no allergies, only thing is my glims",
        "none of those, but my skin goes all woolly",
    ],
)
def test_an_exception_that_nobody_understood_is_asked_about_and_never_cleared(
    text: str, rules: Rules, vocabulary: Vocabulary
) -> None:
    verdict = assess(read(text, TODAY, vocabulary), TODAY, rules)

    assert verdict.outcome is Outcome.CLINICIAN_REVIEW
    assert verdict.ask != ()


@pytest.mark.parametrize(
    "text",
    ["no conditions, just want to know the price", "no illnesses, only thing is my wrinkles", "no meds except it"],
)
def test_a_goal_or_a_question_after_an_exception_is_no_health_fact(text: str, vocabulary: Vocabulary) -> None:
    assert not [one for one in read(text, TODAY, vocabulary) if one.status is Status.PRESENT]


def test_a_correction_takes_back_only_what_it_plainly_replaces(vocabulary: Vocabulary) -> None:
    swapped = read("i take warfarin. no sorry not warfarin, i meant vitamin d", TODAY, vocabulary)
    listed = read("i have psoriasis and i take warfarin, i mean its all under control", TODAY, vocabulary)

    assert {one.factor for one in swapped if one.status is Status.PRESENT} == {"other_health_fact"}
    assert {one.factor for one in listed if one.status is Status.PRESENT} == {"psoriasis", "blood_thinner"}


def test_a_stroke_counts_beside_the_pill(rules: Rules, vocabulary: Vocabulary) -> None:
    held = read("im on the pill and i have had a stroke", TODAY, vocabulary)

    assert assess(held, TODAY, rules).outcome is Outcome.CLINICIAN_REVIEW


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error_and_the_same_every_time(text: str) -> None:
    findings = read(text, TODAY, VOCABULARY)

    assert findings == read(text, TODAY, VOCABULARY)
    assert all(0 <= finding.span[0] <= finding.span[1] <= len(text) for finding in findings)


def test_reading_and_judging_cost_a_few_milliseconds(rules: Rules, vocabulary: Vocabulary) -> None:
    text = (
        "hi im on accutane and had botox 3 weeks ago, no keloids or cold sores, how much is it and can i come tuesday"
    )
    times = []
    for _ in range(50):
        start = process_time()
        assess(read(text, TODAY, vocabulary), TODAY, rules)
        times.append(process_time() - start)

    assert sorted(times)[25] < 0.01  # 2 ms alone; processor time, as the machine may be busy
