"""Short answers in a row: the time grows with the message and is not doubled by each word."""

import time

import pytest

from actions.booking.words import BACK, HUH, STOP, only
from extensions.nlu.parts import LINKED_QUESTION


@pytest.mark.parametrize("word", ["no ", "ok ", "yes ", "it's all ", "hmm, ", "still "])
def test_a_row_of_short_answers_takes_no_time(word: str) -> None:
    """ "no no no … i said tuesday" stopped the server: every word doubled the time."""
    begin = time.process_time()
    for pattern in (STOP, BACK, HUH):
        only((word * 1000)[:980] + "i said tuesday", pattern)
    assert time.process_time() - begin < 0.2


@pytest.mark.parametrize("word", ["oh ", "and ", "n ", "also, ", "then , "])
def test_a_row_of_links_takes_no_time(word: str) -> None:
    """ "oh oh oh … i cant breathe" stopped the server."""
    begin = time.process_time()
    LINKED_QUESTION.split((word * 1000)[:980] + "i cant breathe")
    assert time.process_time() - begin < 0.2


@pytest.mark.parametrize(
    ("text", "said"),
    [("please stop it", True), ("ok, forget about it. thank you", True), ("ok hang on", False), ("then", False)],
)
def test_short_answers_are_read_as_before(text: str, said: bool) -> None:
    """Phrases that begin alike ("stop", "stop it") are told apart, and one of the words must be among them."""
    assert only(text, STOP) is said
