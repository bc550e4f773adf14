"""What is kept of a disclosure."""

import json
from datetime import date, timedelta

from clinic.findings import Outcome
from clinic.reading import Vocabulary, read
from clinic.screening import Rules, assess, memory

DAY = date(2026, 11, 24)


def test_no_words_are_kept(vocabulary: Vocabulary) -> None:
    stored = json.dumps(
        memory.keep(read("I stopped roaccutane 3 months ago because of my divorce", DAY, vocabulary), DAY)
    )
    assert "isotretinoin" in stored
    assert "roaccutane" not in stored and "divorce" not in stored


def test_a_waiting_time_runs_on_after_it_was_said(rules: Rules, vocabulary: Vocabulary) -> None:
    stored = memory.keep(read("I stopped isotretinoin 170 days ago", DAY, vocabulary), DAY)
    for days, outcome in ((0, Outcome.NOT_NOW), (9, Outcome.NOT_NOW), (10, Outcome.INFO)):
        later = DAY + timedelta(days=days)
        assert assess(memory.recall(stored, later), later, rules).outcome is outcome


def test_what_is_recalled_is_judged_like_what_was_said(rules: Rules, vocabulary: Vocabulary) -> None:
    for text in ("I am pregnant", "type 1 diabetic on aspirin", "had a keloid once", "chemo starts in two weeks"):
        said = read(text, DAY, vocabulary)
        assert (
            assess(memory.recall(memory.keep(said, DAY), DAY), DAY, rules).factors == assess(said, DAY, rules).factors
        )


def test_other_people_are_not_remembered(vocabulary: Vocabulary) -> None:
    assert memory.keep(read("my sister is pregnant", DAY, vocabulary), DAY) == []


def test_a_denial_does_not_undo_a_disclosure(rules: Rules, vocabulary: Vocabulary) -> None:
    both = memory.add(read("I am pregnant", DAY, vocabulary), read("not pregnant", DAY, vocabulary))
    assert assess(both, DAY, rules).outcome is Outcome.NOT_NOW
