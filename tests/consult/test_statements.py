"""Statements as patients type them: the seen ones are a gate, the others the last batch that was written blindly.

Three batches of 200 were written before anything was tried on them. At first sight 87, 86 and 86 % were judged
right, 8, 6 and 8 % were unsafe, 14, 9 and 12 % of what discloses nothing
was flagged, 0, 2 and 1 emergencies were invented and none was missed; of 60 disclosures in deliberately oblique words
28 % were still unsafe. The batches were mended after that: the floors
below hold for the last one as it stands now, so they say that nothing gets worse, not how strangers are read.
"""

import pytest

from benchmarks.floors import ceiling
from tests.consult.verdicts import FLAGGED, HARMLESS, LETTERS, is_right, is_unsafe, letter_of, statements

SEEN = list(statements("statements_seen.tsv"))
UNSEEN = list(statements("statements_unseen.tsv"))


def test_there_are_many_statements_of_every_outcome() -> None:
    assert len(SEEN) >= 1600
    assert {letter for letter, _ in SEEN} == {letter for letter, _ in UNSEEN} == set(LETTERS)


@pytest.mark.parametrize(("wanted", "text"), SEEN)
def test_a_statement_that_was_seen_is_judged_as_the_rules_say(wanted: str, text: str) -> None:
    assert is_right(wanted, letter_of(text))


def test_of_the_last_batch_nearly_all_are_judged_right() -> None:
    wrong = [(wanted, text) for wanted, text in UNSEEN if not is_right(wanted, letter_of(text))]

    assert len(wrong) / len(UNSEEN) <= ceiling(0, len(UNSEEN)), wrong


def test_nobody_is_cleared_who_has_to_be_flagged() -> None:
    assert [text for wanted, text in SEEN + UNSEEN if is_unsafe(wanted, text)] == []


def test_no_emergency_is_missed_and_none_is_invented() -> None:
    both = [(wanted, text, letter_of(text)) for wanted, text in SEEN + UNSEEN]

    assert [text for wanted, text, got in both if wanted in "HE" and got not in "HE"] == []
    assert [text for wanted, text, got in both if wanted not in "HE" and got in "HE"] == []


def test_what_discloses_nothing_is_not_flagged_and_harmless_facts_rarely() -> None:
    flagged = {text for wanted, text in SEEN + UNSEEN if wanted == "G" and letter_of(text) not in HARMLESS}
    mild = [text for wanted, text in SEEN + UNSEEN if wanted in "OIS"]
    refused = [text for text in mild if letter_of(text) in FLAGGED]

    assert flagged == set()
    assert len(refused) / len(mild) <= ceiling(0, len(mild)), refused
