"""The net: what no phrase reads is asked about and never cleared; ordinary talk does not get caught in it."""

from datetime import date

import pytest

from clinic.findings import Finding, Outcome, Status
from clinic.reading import Before, Vocabulary, read
from clinic.reading.scene import lay_out
from clinic.reading.unread import hints, unread
from clinic.screening import Rules, Verdict, assess
from clinic.screening.progress import Next, Progress, conclude
from tests.consult.verdicts import told_in
from tests.reading.test_emergency import ordinary_examples

CASES = {
    "present": [
        *("im on zorbivir, is that a prob", "i have ogilvies, would it be alright", "tradzumab since march"),
        *("the doc put me on something for my nerves", "blorvex 40 mg, how much is it"),
        *("je prends zorbivir", "our hospital gave me tablets for it", "he is on zorbivir, booking for my husband"),
    ],
    "past": ["they removed half my spleen", "i used to take zorbivir", "i was prescribed zorbivir in 2019"],
    "absent": ["im not on zorbivir", "i dont take zorbivir", "never been on zorbivir"],
    "other_person": ["my mum takes zorbivir", "my sister has ogilvies"],
    "hypothetical": ["what if i was on zorbivir", "do you treat people on zorbivir", "what if someone takes zorbivir"],
}
HARMLESS = [
    *("im on holiday", "im on the 45 bus", "i take sugar in my tea", "i take after my dad", "put me on the list"),
    *("i have a qestion about prices", "i had a voucher", "they gave me your number", "my doctor gave me your leaflet"),
]
HINTS = [
    "my sugar is all wrong, how much is it",
    "still giving him milk",
    "my blood is not right",
    "my gums go funny",
]

CATCH_ALL = "other_health_fact"


def statuses(text: str, today: date, vocabulary: Vocabulary) -> set[Status]:
    return {one.status for one in read(text, today, vocabulary) if one.factor == CATCH_ALL}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in CASES.items() for text in texts])
def test_what_no_phrase_knows_is_told_only_by_the_person_to_be_treated(
    kind: str, text: str, vocabulary: Vocabulary, today: date
) -> None:
    expected = {Status(kind)} if kind in ("present", "past") else set()

    assert statuses(text, today, vocabulary) == expected


@pytest.mark.parametrize("text", CASES["present"])
def test_what_no_phrase_knows_is_for_a_clinician_and_asked_about(
    text: str, rules: Rules, vocabulary: Vocabulary, today: date
) -> None:
    verdict = assess(read(text, today, vocabulary), today, rules)

    assert verdict.outcome is Outcome.CLINICIAN_REVIEW
    assert CATCH_ALL in verdict.ask


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_taken_and_is_no_medicine_tells_nothing(text: str, vocabulary: Vocabulary, today: date) -> None:
    assert read(text, today, vocabulary) == ()


@pytest.mark.parametrize("text", HINTS)
def test_a_word_of_health_is_asked_about_without_a_verdict(
    text: str, rules: Rules, vocabulary: Vocabulary, today: date
) -> None:
    verdict = assess(read(text, today, vocabulary), today, rules)

    assert (verdict.outcome, verdict.ask) in ((None, (CATCH_ALL,)), (Outcome.CLINICIAN_REVIEW, (CATCH_ALL,)))


def test_a_bare_name_answers_a_question_of_the_check_and_tells_nothing_outside_it(today: date) -> None:
    new = {guided: told_in("no, just blorvex", Before(guided=guided), today).new for guided in (True, False)}

    assert [one.factor for one in new[True]] == [CATCH_ALL]
    assert new[False] == ()


def test_what_stays_unread_is_never_cleared_at_the_end_of_the_check(rules: Rules, today: date) -> None:
    open_ = Verdict(None, (), None, (CATCH_ALL,), rules.version)

    assert conclude(open_, Progress(asked=Next.END)).outcome is Outcome.CLINICIAN_REVIEW


def test_no_to_a_question_for_more_denies_nothing(vocabulary: Vocabulary, today: date) -> None:
    known = read("my sugar is all wrong", today, vocabulary)

    heard = told_in("no, all fine", Before(known, asked=CATCH_ALL), today)

    assert known and heard.whole(known) == known


def test_ordinary_talk_is_hardly_ever_caught(vocabulary: Vocabulary, today: date) -> None:
    texts = ordinary_examples()[::3]
    scenes = [scene for text in texts if (scene := lay_out(text, today, vocabulary)).clauses]
    told_of: list[Finding] = [one for text in texts for one in read(text, today, vocabulary) if one.factor == CATCH_ALL]
    vague = [one for one in told_of if one.qualifier == "hint"]

    assert len(texts) >= 4000
    assert (
        len([scene for scene in scenes if unread(scene, vocabulary)]) <= len(texts) * 0.02
    )  # before it is read in full
    assert any(hints(scene, vocabulary) for scene in scenes)
    assert len(vague) <= len(texts) * 0.01  # some of them do disclose something
