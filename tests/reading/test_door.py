"""A message is read once, in the pipeline; its reading goes with it, small and without a word of it."""

import json
from typing import Any

import pytest

from clinic import wiring
from clinic.consult import reading_of
from clinic.reading import Before, Reader, Reading, dump, load, read
from tests.consult.verdicts import DAY, read_in, statements
from tests.talk import Talk

TEXTS = [text for _, text in statements("statements_unseen.tsv")]
KNOWN = Before(read("i used to take accutane", DAY, wiring.vocabulary()), asked="isotretinoin")
SAID = [
    "does it hurt",
    "im on accutane, how much is it",
    "can i have it",
    "no",
    "book a consultation",
    "tuesday at 10",
    "my sister wants it too",
    "/faq/pain",
]
FAQ_BYTES = 250  # of the reading of a plain question


@pytest.mark.parametrize("before", [Before(), KNOWN], ids=["first", "in a talk"])
def test_what_is_stored_is_what_was_read(before: Before) -> None:
    readings = [read_in(text, before, [{"text": text, "topic": "faq/pain", "confidence": 0.5}]) for text in TEXTS]
    assert [load(json.loads(json.dumps(dump(one)))) for one in readings] == readings


def test_no_word_of_a_message_is_in_its_reading() -> None:
    text = "my blorvex from Quarnington makes my elbows gloopy, no wait, it was my sister, call zumblefitz@frob.org"
    stored = json.dumps(dump(read_in(text, KNOWN, [{"text": text, "topic": "faq/pain", "confidence": 0.5}])))
    assert not {word for word in text.lower().replace(",", "").split() if len(word) > 4} & set(stored.split('"'))
    assert not any(word in stored.lower() for word in ("blorvex", "quarnington", "gloopy", "zumblefitz", "elbow"))


@pytest.mark.parametrize("stored", [None, {}, {"version": "of old", "other": True}, {"other": True}])
def test_a_message_without_a_reading_of_ours_is_read_again(stored: dict[str, Any] | None) -> None:
    text = "im on accutane"
    found = reading_of({"text": text, "reading": stored}, Before(), wiring.reader(), wiring.now())
    assert [one.factor for one in found.disclosures] == ["isotretinoin"]


def test_a_stored_reading_is_taken_as_it_is() -> None:
    stored = dump(Reading(other=True))
    assert reading_of({"text": "im on accutane", "reading": stored}, Before(), wiring.reader(), wiring.now()).other


async def test_a_message_is_read_once_and_its_reading_stored_with_it(
    agent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []
    once = Reader.read
    monkeypatch.setattr(Reader, "read", lambda self, text, *more: (times.append(text), once(self, text, *more))[1])
    talk = await Talk.begin(agent)
    for text in SAID:
        await talk.say(text)

    rows = [row for row in agent.tracker_store.rows(talk.sender) if row["event"] == "user"]
    assert times == [text for text in SAID if not text.startswith("/")]
    assert [bool(load(row["parse_data"].get("reading"))) for row in rows] == [text in times for text in SAID]
    assert len(json.dumps(rows[0]["parse_data"]["reading"])) <= FAQ_BYTES


async def test_a_talk_whose_messages_have_no_reading_goes_on_as_before(
    agent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_ever, without = await Talk.begin(agent), await Talk.begin(agent)
    wanted = [(await as_ever.say(text)).parts for text in SAID]
    monkeypatch.setattr("extensions.nlu.reading.dump", lambda _: {"version": "of old"})
    assert [(await without.say(text)).parts for text in SAID] == wanted
