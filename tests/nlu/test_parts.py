"""Where a message is cut, and what is left out before it is read."""

import pytest

from extensions.nlu.features import without_contacts
from extensions.nlu.parts import run_on, split

ONE = [
    "does it hurt",
    "can you tell me how long it takes",
    "what happens when it goes wrong",
    "not sure when i can come",
    "whereabouts are you",
    "both together how much",
    "on a scale from 1 to 10 how bad is it",
    "say out of ten, is it bad",
    "how soon after can i swim",
    "until what time can i call",
    "how long before it should i stay out of the sun",
    "",
]
RUN_ON = {
    "how much is it does it hurt": ("how much is it", "does it hurt"),
    "hi is it painful how long does it take": ("hi is it painful", "how long does it take"),
    "how much is it how many do u need does it hurt": ("how much is it", "how many do u need", "does it hurt"),
    "hey whats the price what time do you close": ("hey whats the price", "what time do you close"),
}


@pytest.mark.parametrize("text", ONE)
def test_one_question_stays_one(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize("text", RUN_ON)
def test_questions_without_anything_between_them_are_found(text: str) -> None:
    assert run_on(text) == RUN_ON[text]


@pytest.mark.parametrize(
    "text",
    [
        "how do the needles get clean, opening times please",
        "side effects n recovery",
        "move it to friday and send me the way",
    ],
)
def test_two_pieces_that_do_not_open_like_questions_are_cut(text: str) -> None:
    assert len(split(text)) == 2


def test_a_list_shares_the_words_before_it() -> None:
    parts = [part.text for part in split("prices for lip filler, botox and needling")]
    assert parts == ["prices for lip filler", "prices for botox", "prices for needling"]


def test_a_list_without_and_shares_nothing() -> None:
    assert [part.text for part in split("price for full face, downtime?")] == ["price for full face", "downtime"]


@pytest.mark.parametrize("text", ["he wants it too lol do men get this", "is a peel better and whether i can split it"])
def test_a_laugh_or_whether_joins_questions(text: str) -> None:
    assert len(split(text)) == 2


def test_what_is_told_is_no_question() -> None:
    told, asked = split("my friend had it and loved it!! does it hurt")
    assert (told.asks, asked.asks) == (False, True)


def test_a_date_is_not_cut() -> None:
    assert split("can i book 12/01") == []


@pytest.mark.parametrize("text", ["book friday at 10, 212 555 0184", "book friday at 10, ana@example.com"])
def test_numbers_and_addresses_say_nothing_about_the_topic(text: str) -> None:
    assert without_contacts(text) == "book friday at 10,"


def test_a_number_alone_is_still_read() -> None:
    assert without_contacts("212 555 0184") == "212 555 0184"
