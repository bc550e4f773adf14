"""All that is said in one message is used at once, in any order, and every field can be corrected in any words."""

from typing import Any

import pytest

from tests.talk import Talk

pytestmark = pytest.mark.usefixtures("vectors")

MONDAY, FRIDAY = ["book monday afternoon"], ["book friday"]
HELD, ALL = ["book friday at 10"], ["book friday at 10, Ana Lopez 212 555 0148"]
PHONE = "+12125550148"


async def kept(talk: Talk) -> dict[str, Any]:
    """Return what the talk knows: who comes, how to reach them, and the time as the clinic's clock shows it."""
    tracker = await talk.agent.tracker_store.retrieve(talk.sender)
    flow = tracker.get_slot("flow") or {}
    at = {"at": f"{flow['at'][5:10]} {int(flow['at'][11:13]) - 5}:{flow['at'][14:16]}"} if "at" in flow else {}
    return {name: flow[name] for name in ("person", "phone", "email") if name in flow} | at


async def say(talk: Talk, *lines: str) -> str:
    """Say these lines and return the question that is asked in the end."""
    for line in lines:
        reply = await talk.say(line)
    return reply.parts[-1].removeprefix("utter_booking_")


TOLD = [
    (MONDAY, "4pm, Lina Ort", "ask_contact", {"person": "Lina Ort", "at": "11-30 16:00"}),
    (MONDAY, "Lina Ort, 4pm", "ask_contact", {"person": "Lina Ort", "at": "11-30 16:00"}),
    (MONDAY, "4pm please, Lina", "ask_contact", {"person": "Lina", "at": "11-30 16:00"}),
    (MONDAY, "3pm works. Kofi Mensah", "ask_contact", {"person": "Kofi Mensah", "at": "11-30 15:00"}),
    (MONDAY, "Kofi Mensah 3pm", "ask_contact", {"person": "Kofi Mensah", "at": "11-30 15:00"}),
    (MONDAY, "3pm for Kofi Mensah", "ask_contact", {"person": "Kofi Mensah", "at": "11-30 15:00"}),
    (MONDAY, "the second one, Olu Ade", "ask_contact", {"person": "Olu Ade", "at": "11-30 13:30"}),
    (MONDAY, "2nd one, Jo Marsh jo@example.com", "ask_confirm",
     {"person": "Jo Marsh", "email": "jo@example.com", "at": "11-30 13:30"}),
    (MONDAY, "second one jo marsh 2125550148", "ask_confirm",
     {"person": "Jo Marsh", "phone": PHONE, "at": "11-30 13:30"}),
    (MONDAY, "option 2 Jo Marsh (212) 555-0148", "ask_confirm",
     {"person": "Jo Marsh", "phone": PHONE, "at": "11-30 13:30"}),
    (MONDAY, "Jo Marsh +1 212 555 0148 the last one", "ask_confirm",
     {"person": "Jo Marsh", "phone": PHONE, "at": "11-30 16:30"}),
    (MONDAY, "first one works for me, Jo Marsh, 555 0148", "ask_confirm",
     {"person": "Jo Marsh", "phone": PHONE, "at": "11-30 12:00"}),
    (MONDAY, "the first one please my name is jo marsh", "ask_contact", {"person": "Jo Marsh", "at": "11-30 12:00"}),
    (MONDAY, "the 2nd one thanks Jo Marsh", "ask_contact", {"person": "Jo Marsh", "at": "11-30 13:30"}),
    (MONDAY, "no 3 please. Jo Marsh", "ask_contact", {"person": "Jo Marsh", "at": "11-30 15:00"}),
    (["im diabetic is that ok", *MONDAY], "2nd one, Jo Marsh jo@example.com", "ask_confirm",
     {"person": "Jo Marsh", "email": "jo@example.com", "at": "11-30 13:30"}),
    (["im diabetic is that ok", *MONDAY], "no 3 please. Jo Marsh", "ask_contact",
     {"person": "Jo Marsh", "at": "11-30 15:00"}),
    (MONDAY, "李小龙, 3pm", "ask_contact", {"person": "李小龙", "at": "11-30 15:00"}),
    (MONDAY, "3pm, Мария Иванова", "ask_contact", {"person": "Мария Иванова", "at": "11-30 15:00"}),
    (MONDAY, "3pm, Nguyễn Văn An", "ask_contact", {"person": "Nguyễn Văn An", "at": "11-30 15:00"}),
    (MONDAY, "3pm im lina ort", "ask_contact", {"person": "Lina Ort", "at": "11-30 15:00"}),
    (MONDAY, "3pm and my name is lina ort", "ask_contact", {"person": "Lina Ort", "at": "11-30 15:00"}),
    (MONDAY, "this is Ann, 3pm works, ann@example.com", "ask_confirm",
     {"person": "Ann", "email": "ann@example.com", "at": "11-30 15:00"}),
    (MONDAY, "ann@example.com 3pm Ann Fox", "ask_confirm",
     {"person": "Ann Fox", "email": "ann@example.com", "at": "11-30 15:00"}),
    (MONDAY, "212 555 0148, 3pm, ann fox", "ask_confirm", {"person": "Ann Fox", "phone": PHONE, "at": "11-30 15:00"}),
    (MONDAY, "3 pm ann fox 212 555 0148", "ask_confirm", {"person": "Ann Fox", "phone": PHONE, "at": "11-30 15:00"}),
    (MONDAY, "for my mum Rosa Diaz, 3pm", "ask_contact", {"person": "Rosa Diaz", "at": "11-30 15:00"}),
    (MONDAY, "3pm for my mum rosa diaz", "ask_contact", {"person": "Rosa Diaz", "at": "11-30 15:00"}),
    (MONDAY, "3pm for my daughter Eve Stone, my email is jo@example.com", "ask_confirm",
     {"person": "Eve Stone", "email": "jo@example.com", "at": "11-30 15:00"}),
    (MONDAY, "4pm. Ottilie Braun. do i need to bring anything", "ask_contact",
     {"person": "Ottilie Braun", "at": "11-30 16:00"}),
    (MONDAY, "4pm, Ottilie Braun, and does it hurt?", "ask_contact", {"person": "Ottilie Braun", "at": "11-30 16:00"}),
    (MONDAY, "3pm and is it free", "ask_person", {"at": "11-30 15:00"}),
    (MONDAY, "3pm, how long does it take", "ask_person", {"at": "11-30 15:00"}),
    (MONDAY, "3pm. where do i park?", "ask_person", {"at": "11-30 15:00"}),
    (FRIDAY, "does it hurt? 3pm, Ann Fox, 212 555 0148", "ask_confirm",
     {"person": "Ann Fox", "phone": PHONE, "at": "11-27 15:00"}),
    (HELD, "Ottilie Braun and is there anything i should bring", "ask_contact",
     {"person": "Ottilie Braun", "at": "11-27 10:00"}),
    (HELD, "ottilie braun, does it hurt", "ask_contact", {"person": "Ottilie Braun", "at": "11-27 10:00"}),
    (HELD, "my name Fatima Al Sayed", "ask_contact", {"person": "Fatima Al Sayed", "at": "11-27 10:00"}),
    (HELD, "Sam Carter but i dont want to give my number", "ask_contact",
     {"person": "Sam Carter", "at": "11-27 10:00"}),
    (HELD, "Ann Fox, but can we do 11", "ask_contact", {"person": "Ann Fox", "at": "11-27 11:00"}),
    (HELD, "Ann Fox 212 555 0148 and rather 1pm", "ask_confirm",
     {"person": "Ann Fox", "phone": PHONE, "at": "11-27 13:00"}),
    (HELD, "Ann Fox, i have diabetes, 212 555 0148", "ask_confirm",
     {"person": "Ann Fox", "phone": PHONE, "at": "11-27 10:00"}),
    ([], "can i book friday at 2, my names Ann Fox, is parking free", "ask_contact",
     {"person": "Ann Fox", "at": "11-27 14:00"}),
    ([], "consultation for my mum Rosa Diaz next monday at 3", "ask_contact",
     {"person": "Rosa Diaz", "at": "11-30 15:00"}),
    (["book tomorrow b4 noon"], "11.30 i guess", "ask_person", {"at": "11-25 11:30"}),
    (HELD, "RON SMITH 212 555 0148 DONT CALL BEFORE 5", "ask_confirm",
     {"person": "RON SMITH", "phone": PHONE, "at": "11-27 10:00"}),
    (HELD, "ann fox, pls call me after 5 on 212 555 0148", "ask_confirm",
     {"person": "Ann Fox", "phone": PHONE, "at": "11-27 10:00"}),
    (HELD, "Ann Fox, call me on 212 555 0148 and can we do 11", "ask_confirm",
     {"person": "Ann Fox", "phone": PHONE, "at": "11-27 11:00"}),
    ([], "id like an appointment on monday at 3, ann fox, 212 555 0148", "ask_confirm",
     {"person": "Ann Fox", "phone": PHONE, "at": "11-30 15:00"}),
    ([], "book fri 27 nov 11am for sam oneil, 212 555 0148", "ask_confirm",
     {"person": "Sam Oneil", "phone": PHONE, "at": "11-27 11:00"}),
    ([], "book me friday at 11 for kim lee, kim@example.com", "ask_confirm",
     {"person": "Kim Lee", "email": "kim@example.com", "at": "11-27 11:00"}),
    (MONDAY, "#2 jo marsh", "ask_contact", {"person": "Jo Marsh", "at": "11-30 13:30"}),
    (MONDAY, "2 pls, jo marsh", "ask_contact", {"person": "Jo Marsh", "at": "11-30 13:30"}),
    (MONDAY, "second one is good, jo marsh", "ask_contact", {"person": "Jo Marsh", "at": "11-30 13:30"}),
    (MONDAY, "2 pls, much appreciated", "ask_person", {"at": "11-30 13:30"}),
    (MONDAY, "2 pls, fingers crossed", "ask_person", {"at": "11-30 13:30"}),
    (MONDAY, "2 sounds good", "ask_person", {"at": "11-30 13:30"}),
    ([], "book fri 27 nov 11am for stretch marks, 212 555 0148", "ask_name", {"phone": PHONE, "at": "11-27 11:00"}),
    ([], "book fri 2.30pm joe bloggs 2125550148", "ask_confirm",
     {"person": "Joe Bloggs", "phone": PHONE, "at": "11-27 14:30"}),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "said", "asks", "knows"), TOLD, ids=[row[1] for row in TOLD])
async def test_all_that_is_said_at_once_is_used(
    opening: list[str], said: str, asks: str, knows: dict[str, Any], talk: Talk
) -> None:
    assert (await say(talk, *opening, said), await kept(talk)) == (asks, knows)


@pytest.mark.parametrize(
    "said",
    ["4pm, Please", "4pm, Thanks", "4pm, Great", "4PM, PERFECT", "4pm, Noon Is Bad", "4pm, no rush", "4pm, im flexible",
     "4pm. Does It Hurt", "4pm, i'm running late for work", "4pm for my mum", "4pm for my mum please",
     "4pm, side effects?", "4pm, as soon as possible", "4pm works great", "4pm for my acne scars", "4pm, Acne Scars"],
)  # fmt: skip
async def test_words_beside_a_time_are_no_name(said: str, talk: Talk) -> None:
    await say(talk, *MONDAY, said)
    assert await kept(talk) == {"at": "11-30 16:00"}


WHOLE = {"person": "Ana Lopez", "phone": PHONE, "at": "11-27 10:00"}
CORRECTED = [
    ("the name is Anna not Ana and make it 3", {"person": "Anna Lopez", "at": "11-27 15:00"}),
    ("make it 3 and its Anna with two n", {"person": "Anna Lopez", "at": "11-27 15:00"}),
    ("Anna not Ana", {"person": "Anna Lopez"}),
    ("it's Anna, not Ana", {"person": "Anna Lopez"}),
    ("my name is spelled Anna Lopes", {"person": "Anna Lopes"}),
    ("name should be Anna Lopez", {"person": "Anna Lopez"}),
    ("its for my sister Bea Lopez actually", {"person": "Bea Lopez"}),
    ("sorry 0184 not 0148", {"phone": "+12125550184"}),
    ("wrong number its 212 555 0184", {"phone": "+12125550184"}),
    ("the number ends in 0184", {"phone": "+12125550184"}),
    ("0184 not 0148 and 1pm instead", {"phone": "+12125550184", "at": "11-27 13:00"}),
    ("no, 212 555 0184, and Anna not Ana", {"phone": "+12125550184", "person": "Anna Lopez"}),
    ("email me instead ana@example.com", {"email": "ana@example.com"}),
    ("also add ana@example.com", {"email": "ana@example.com"}),
    ("make it 11", {"at": "11-27 11:00"}),
    ("11 instead", {"at": "11-27 11:00"}),
    ("no, 11am", {"at": "11-27 11:00"}),
    ("can we do 11 rather", {"at": "11-27 11:00"}),
    ("an hour later please", {"at": "11-27 11:00"}),
    ("half an hour earlier", {"at": "11-27 9:30"}),
    ("ok shift me a week", {"at": "12-04 10:00"}),
    ("can you push it by an hour", {"at": "11-27 11:00"}),
    ("monday same time", {"at": "11-30 10:00"}),
    ("not friday, monday", {"at": "11-27 10:00"}),
    ("no wait monday at 9", {"at": "11-30 9:00"}),
    ("i meant monday 9am sorry", {"at": "11-30 9:00"}),
    ("same day but 2pm", {"at": "11-27 14:00"}),
    ("monday at 9 and the number is 212 555 0184", {"at": "11-30 9:00", "phone": "+12125550184"}),
    ("change the time to 2 and the name to Bea Fox", {"at": "11-27 14:00", "person": "Bea Fox"}),
    ("everything right but the name, its Anna Lopez", {"person": "Anna Lopez"}),
    ("yes but make it 11", {"at": "11-27 11:00"}),
    ("yes except the phone is 212 555 0184", {"phone": "+12125550184"}),
]


@pytest.mark.parametrize(("said", "changed"), CORRECTED, ids=[row[0] for row in CORRECTED])
async def test_any_field_is_corrected_at_the_read_back_in_any_words(
    said: str, changed: dict[str, Any], talk: Talk
) -> None:
    asks = await say(talk, *ALL, said)
    assert await kept(talk) == WHOLE | changed
    assert asks == ("ask_which" if said == "not friday, monday" else "ask_confirm")


@pytest.mark.parametrize(
    ("said", "asks"),
    [("no wait", "ask_change"), ("no", "ask_change"), ("thats wrong", "ask_change"),
     ("something is wrong", "ask_change"), ("change something", "ask_change"),
     ("wrong number", "ask_contact"), ("thats not my number", "ask_contact"), ("the number is wrong", "ask_contact"),
     ("wrong name", "ask_name"), ("my name is wrong", "ask_name"), ("you misspelled my name", "ask_name"),
     ("other day please", "ask_which"), ("different time", "ask_which"), ("wrong day", "ask_which"),
     ("can i change the time", "ask_which"), ("i cant do that day", "ask_which"), ("the day is wrong", "ask_which"),
     ("that time doesnt work anymore", "ask_which")],
)  # fmt: skip
async def test_what_is_wrong_is_asked_again_and_nothing_else(said: str, asks: str, talk: Talk) -> None:
    assert await say(talk, *ALL, said) == asks


async def test_the_same_time_means_the_day_that_is_offered_now(talk: Talk) -> None:
    assert await say(talk, *ALL, "i mean monday sorry", "same time") == "ask_confirm"
    assert await kept(talk) == WHOLE | {"at": "11-30 10:00"}


async def test_who_asks_why_gets_the_reason_and_nothing_else(talk: Talk) -> None:
    await say(talk, *HELD, "Ann Fox")
    reply = await talk.say("do i have to give a number? its embarrassing")
    assert reply.parts == ["utter_booking_why", "utter_booking_again_contact"]
