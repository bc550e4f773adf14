"""Each part of an answer fails alone: the others are said, what was told is kept, a later booking carries its flag."""

import logging
from typing import Any

import pytest

from actions import answers, case, leading, screening, turn
from actions.booking import talk_diary
from actions.booking import times as booking_times
from actions.booking.flow import BookingFlow
from actions.check.flow import CheckFlow
from clinic.wiring import bookings
from tests.talk import Reply, Talk

SECRET = "zorblax"
FAILED, UNREAD = "utter_part_failed", "utter_told_unread"


def broken(*_args: Any, **_named: Any) -> Any:
    """Fail with a patient's word in the message."""
    raise RuntimeError(SECRET)


async def flags_of_a_booking(talk: Talk) -> tuple[str, ...]:
    """Book, and return what the clinician is told beforehand."""
    for text in ("book a consultation", "any day next week", "the first one", "Ana Lopez", "212 555 0184", "yes"):
        last = await talk.say(text)
    with bookings().store.read() as ledger:
        stored = ledger.get(last.turn["booking"]["reference"])
    assert stored is not None
    return tuple(stored.flags)


def no_word_is_logged(caplog: pytest.LogCaptureFixture, lines: int | None = 1) -> None:
    """Errors are one line for each failure, with the type and the place."""
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert said and (lines is None or len(said) == lines)
    assert not [line for line in said if SECRET in line] and all("RuntimeError at" in line for line in said)


async def test_a_time_that_was_read_the_wrong_way_round_loses_no_disclosure(talk: Talk) -> None:
    reply = await talk.say("I'm on accutane, can I come thursday january 14 5-7")
    assert reply.turn["outcome"] == "not_now" and "utter_error" not in reply.parts


@pytest.mark.parametrize(
    ("where", "name"),
    [(booking_times, "parse"), (BookingFlow, "read"), (talk_diary.TalkDiary, "free")],
)
async def test_a_booking_that_fails_leaves_what_was_told_and_the_answers(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: Any, name: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(where, name, broken)
        reply = await talk.say("im on accutane, how much is it and can i come tuesday")
    assert reply.turn["outcome"] == "not_now" and "cost" in reply.understood
    assert reply.responses.count(FAILED) == 1 and "utter_error" not in reply.responses
    no_word_is_logged(caplog)
    assert "isotretinoin" in await flags_of_a_booking(talk)


async def test_an_answer_that_fails_leaves_the_others(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(answers, "hours_asked", broken)
        reply = await talk.say("im on accutane, when are you open on friday and how much is it")
    assert reply.turn["outcome"] == "not_now" and "utter_faq/cost" in reply.responses and FAILED in reply.responses
    no_word_is_logged(caplog)
    assert "isotretinoin" in await flags_of_a_booking(talk)


async def test_a_sentence_that_cannot_be_filled_loses_no_events(
    agent: Any, talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kept = agent.nlg._message
    with monkeypatch.context() as patch:
        patch.setattr(agent.nlg, "_message", lambda key, given: broken() if "cost" in key else kept(key, given))
        reply = await talk.say("im on accutane, how much is it")
    assert reply.turn["outcome"] == "not_now" and "isotretinoin" in await flags_of_a_booking(talk)


@pytest.mark.parametrize("name", ["under_way", "help_called_for"])
async def test_what_stands_around_the_parts_may_fail_as_well(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(turn, name, broken)
        reply = await talk.say("im on accutane, how much is it")
    assert reply.turn["outcome"] == "not_now" and "utter_faq/cost" in reply.responses
    no_word_is_logged(caplog)
    assert "isotretinoin" in await flags_of_a_booking(talk)


@pytest.mark.parametrize(
    ("where", "name"), [(turn, "screen"), (case, "told"), (screening, "recall"), (screening, "reply_kind")]
)
async def test_a_message_that_screening_fails_at_clears_nothing(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: Any, name: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(where, name, broken)
        reply = await talk.say("im on accutane, how much is it")
        assert reply.turn["outcome"] == "clinician_review" and UNREAD in reply.responses
        assert "utter_faq/cost" in reply.responses
        assert (await talk.say("i cant breathe")).responses == ["utter_emergency"]
        assert (await talk.press("faq/pain")).responses.count(UNREAD) == 0
    no_word_is_logged(caplog, None)
    assert await flags_of_a_booking(talk)


async def test_the_check_that_fails_keeps_its_place_and_ends_when_it_fails_again(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.say("can i have it")
    with monkeypatch.context() as patch:
        patch.setattr(CheckFlow, "read", broken)
        assert (await talk.say("i have eczema")).parts[-1] == FAILED
    assert (await talk.say("no")).turn["outcome"] != "no_flag"
    with monkeypatch.context() as patch:
        patch.setattr(CheckFlow, "read", broken)
        await talk.say("no")
        await talk.say("no")
    assert "cost" in (await talk.say("how much is it")).understood


@pytest.mark.parametrize(("where", "name"), [(leading, "end"), (BookingFlow, "leave")])
async def test_an_emergency_is_said_whatever_fails_beside_it(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    await talk.say("book a consultation")
    monkeypatch.setattr(where, name, broken)
    assert (await talk.say("i cant breathe")).responses == ["utter_emergency"]


STEPS = (
    "SpacyTokens",
    "EmergencyPhrases",
    "PartSplitter",
    "SentenceFeatures",
    "TopicClassifier",
    "DisclosureClassifier",
)


@pytest.mark.parametrize("step", STEPS)
async def test_a_message_that_is_not_understood_is_screened_and_asked_back(
    agent: Any, talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    nodes = agent.processor.model_metadata.predict_schema.nodes
    (node,) = [name for name, one in nodes.items() if one.uses.__name__ == step and one.fn == "process"]
    with monkeypatch.context() as patch:
        patch.setattr(agent.processor.graph_runner._instantiated_nodes[node], "_fn", broken)
        reply: Reply = await talk.say("im on accutane, how much is it")
        assert reply.turn["outcome"] == "not_now"
        assert (await talk.say("hmpf")).responses
        assert (await talk.say("i cant breathe")).responses == ["utter_emergency"]
    no_word_is_logged(caplog, None)
    assert "isotretinoin" in await flags_of_a_booking(talk)
