"""Every question of the booking talk, interrupted in every way: it is answered, then the same question comes again."""

from datetime import datetime, timezone
from typing import Any

import pytest

from clinic.booking.model import Booked, Order, Person
from clinic.wiring import bookings, clock
from tests.talk import Reply, Talk

pytestmark = pytest.mark.usefixtures("vectors")

BOOKED = ["book friday at 10, Ana Lopez 212 555 0184", "yes"]
QUESTIONS = {
    "when": ["book", "no"],
    "which": ["book"],
    "day": ["can i book 12/01"],
    "person": ["book friday at 10"],
    "name": ["book friday at 10, 212 555 0184"],
    "contact": ["book friday at 10, my name is Ana Lopez"],
    "confirm": ["book friday at 10, Ana Lopez 212 555 0184"],
    "change": ["book friday at 10, Ana Lopez 212 555 0184", "no"],
    "reference": ["cancel my appointment"],
    "move": [*BOOKED, "can we move it to monday at 11"],
    "cancel": [*BOOKED, "cancel my appointment"],
}
KINDS = {
    "a question": ("does it hurt", "utter_faq/pain"),
    "a disclosure": ("i have diabetes", "utter_screening_flagged"),
    "a person": ("i want to talk to a person", "utter_human_handoff"),
    "gibberish": ("asdf hjkl", None),
    "something else": ("who won the world cup", "utter_out_of_scope"),
    "another language": ("¿cuánto cuesta?", "utter_out_of_scope"),
    "another script": ("请问多少钱", None),
    "thanks": ("thanks", None),
    "a greeting": ("hello", None),
    "a question mark": ("?", None),
    "what": ("what?", None),
    "dots": ("...", None),
    "laughing": ("😂", None),
    "somebody else's booking": ("who else is coming tuesday", None),
}


QUESTION_AGAIN = {  # where the question is put in other words, or leads to the one before it
    "when": {"utter_booking_ask_which", "utter_booking_again_which"},
    "which": {"utter_booking_again_which", "utter_booking_ask_which"},
    "day": {"utter_booking_again_day", "utter_booking_ask_day"},
    "change": {"utter_booking_ask_confirm"},
    "reference": {"utter_booking_again_reference"},
}
FRIDAY_10 = datetime(2026, 11, 27, 15, 0, tzinfo=timezone.utc)


async def ask(question: str, talk: Talk) -> Reply:
    """Talk until this question is open."""
    for line in QUESTIONS[question]:
        reply = await talk.say(line)
    assert reply.responses[-1].endswith(question) or question == "reference", reply
    return reply


async def kept(talk: Talk) -> dict[str, Any]:
    """Return what the talk keeps, but for the count of misses."""
    tracker = await talk.agent.tracker_store.retrieve(talk.sender)
    return {key: value for key, value in (tracker.get_slot("flow") or {}).items() if key != "missed"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_the_interruption_is_answered_and_the_question_comes_again_once(
    question: str, kind: str, talk: Talk
) -> None:
    await ask(question, talk)
    before = await kept(talk)
    said, answer = KINDS[kind]
    reply = await talk.say(said)
    assert reply.responses[-1] == f"utter_booking_again_{question}"
    assert len(reply.responses) == 2 if answer else len(reply.responses) <= 2
    assert [part for part in reply.parts if "_ask_" in part or "_again_" in part] == reply.parts[-1:]  # one question
    assert answer is None or reply.responses[0] == answer
    assert reply.turn["flow"] == "booking"
    assert await kept(talk) == before  # no field took the interrupting words


DECLARED = {  # where the question is asked in full, for what is asked has changed, or leads to the one before it
    "when": "ask_which",
    "confirm": "ask_confirm",
    "change": "ask_confirm",
    "move": "ask_move",
    "cancel": "ask_cancel",
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_what_makes_treatment_wait_is_said_and_the_talk_goes_on_as_one_that_plans(
    question: str, talk: Talk
) -> None:
    await ask(question, talk)
    before = await kept(talk)
    reply = await talk.say("im pregnant")
    assert reply.turn["outcome"] == "not_now" and reply.turn["flow"] == "booking"
    asked = [part for part in reply.parts if "_ask_" in part or "_again_" in part]
    assert asked == [f"utter_booking_{DECLARED.get(question, f'again_{question}')}"]
    after = await kept(talk)
    assert after.get("planning", False) is (after["task"] == "book")
    fields = ("at", "held", "person", "phone", "reference", "task")
    assert [after.get(field) for field in fields] == [before.get(field) for field in fields]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_starting_over_forgets_the_wish_and_keeps_only_whose_booking_it_is(question: str, talk: Talk) -> None:
    await ask(question, talk)
    before = await kept(talk)
    await talk.say("start over")
    after = await kept(talk)
    assert not {"at", "held", "person", "phone"} & set(after) or question == "cancel"
    assert [after.get(field) for field in ("task", "reference")] == [
        before.get(field) for field in ("task", "reference")
    ]
    with bookings().store.read() as ledger:
        assert ledger.held_by(talk.sender) is None


@pytest.mark.parametrize("question", QUESTIONS)
async def test_an_emergency_sets_the_talk_aside_until_the_visitor_comes_back(question: str, talk: Talk) -> None:
    await ask(question, talk)
    reply = await talk.say("help i cant breathe")
    assert reply.responses == ["utter_emergency"] and reply.turn["flow"] is None
    with bookings().store.read() as ledger:
        assert ledger.held_by(talk.sender) is None
    for said in ("yes", "does it hurt"):  # not about the booking: nothing is confirmed, nothing asked
        reply = await talk.say(said)
        assert reply.turn["flow"] is None and reply.turn["booking"] is None
    reply = await talk.say("back to the booking")
    assert reply.parts[0] in ("utter_booking_resumed", "utter_booking_resumed_kept")
    assert reply.turn["flow"] == "booking"
    assert reply.parts[-1] in QUESTION_AGAIN.get(question, {f"utter_booking_ask_{question}"})


async def test_a_time_that_is_gone_after_an_emergency_is_told_when_the_visitor_comes_back(talk: Talk) -> None:
    await ask("confirm", talk)
    await talk.say("help i cant breathe")
    other = Order("other", "another talk", FRIDAY_10, Person("Bo", "+12125550111"))
    assert isinstance(bookings().book(other, clock()), Booked)
    reply = await talk.press("booking_confirm_2026-11-27T10:00")
    assert reply.parts == ["utter_booking_resumed", "utter_booking_taken", "utter_booking_ask_which"]
    assert reply.turn["booking"] is None


@pytest.mark.parametrize("question", QUESTIONS)
async def test_the_talk_can_be_left_at_every_question(question: str, talk: Talk) -> None:
    await ask(question, talk)
    reply = await talk.say("never mind")
    assert reply.responses[-1] in ("utter_booking_stopped", "utter_booking_stopped_kept")
    assert reply.turn["flow"] is None and await kept(talk) == {}
    with bookings().store.read() as ledger:
        assert ledger.held_by(talk.sender) is None


@pytest.mark.parametrize("question", ["name", "person", "contact", "change"])
@pytest.mark.parametrize(
    "said",
    ["pain", "side effects", "does it hurt", "price", "human please", "asdf", "downtime?", "im pregnant", "what", "hmm",
     "is it safe", "why do you need my name", "scars", "sorry?", "before i tell you, what does it cost",
     "wie viel kostet das", "combien ça coûte", "сколько стоит", "请问多少钱", "hola"],
)  # fmt: skip
async def test_no_question_becomes_a_name(question: str, said: str, talk: Talk) -> None:
    await ask(question, talk)
    before = (await kept(talk)).get("person")
    await talk.say(said)
    assert (await kept(talk)).get("person") == before


@pytest.mark.parametrize(
    "said",
    ["Ana Lopez", "bob", "mako silva", "Nguyễn Văn An", "O'Brien", "Grace Kim", "Will Payne", "June Park", "Maria",
     "Jean-Luc", "Mark Young", "Hope", "Joy", "Peel Johnson", "it's Ana", "my name is Faith", "Ng", "Li Na", "李小龍",
     "Priya Natarajan", "Bill", "Angel", "Ümit", "josé", "Mary Ann", "Chase", "Rose Summers", "Ana Lopez please",
     "just Ana", "Dr. Fox", "A. Fox", "Ana (she/her)", "Мария", "de la Cruz", "Uma Das"],
)  # fmt: skip
async def test_a_name_is_taken_as_the_answer_to_its_question(said: str, talk: Talk) -> None:
    await ask("name", talk)
    reply = await talk.say(said)
    assert reply.responses == ["utter_booking_ask_confirm"], reply


@pytest.mark.parametrize("question", ["which", "person", "contact"])
async def test_a_short_question_is_read_beside_the_one_before_it_and_else_asked_again(
    question: str, talk: Talk
) -> None:
    await ask(question, talk)
    await talk.say("which cream is good after it")
    reply = await talk.say("do you sell it")
    assert "home_rollers" not in reply.understood
    assert reply.parts[-1] == f"utter_booking_again_{question}"
