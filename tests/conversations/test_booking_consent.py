"""Only a clear yes changes the diary; what nobody can be told is refused; a wish beside an emergency is not lost."""

import pytest

from clinic.wiring import bookings
from tests.conversations.test_booking_interrupted import BOOKED, QUESTIONS, ask
from tests.talk import Talk

pytestmark = pytest.mark.usefixtures("vectors")


@pytest.mark.parametrize("question", ["confirm", "move", "cancel"])
@pytest.mark.parametrize(
    "said", ["hmm", "hm", "maybe", "i guess", "idk", "possibly", "well", "oh", "i see", "i think so", "yes?", "right?",
             "yes but is it free", "yes if it costs nothing", "let me see", "not sure"],
)  # fmt: skip
async def test_nothing_but_a_clear_yes_changes_the_diary(question: str, said: str, talk: Talk) -> None:
    before = (await ask(question, talk)).turn["booking"]
    after = (await talk.say(said)).turn["booking"]
    assert after is None or after == before


@pytest.mark.parametrize(
    "said", ["yes", "ok thanks", "👍", "👌🏽", "sí", "perfect see you then", "yes i think so", "ok then",
             "sounds about right", "is ok", "yse", "ok bok it", "no worries book it"],
)  # fmt: skip
async def test_a_yes_in_any_words_books(said: str, talk: Talk) -> None:
    await ask("confirm", talk)
    assert (await talk.say(said)).parts[-1] == "utter_booking_done"


@pytest.mark.parametrize(
    ("question", "said"),
    [("confirm", "friday at 10 is fine"), ("confirm", "yes friday 10am"), ("confirm", "10 is perfect, go ahead"),
     ("move", "monday at 11, yes"), ("move", "11am monday works for me")],
)  # fmt: skip
async def test_a_yes_may_name_the_time_that_was_read_back(question: str, said: str, talk: Talk) -> None:
    await ask(question, talk)
    done = {"confirm": "utter_booking_done", "move": "utter_booking_moved"}
    assert (await talk.say(said)).parts[-1] == done[question]


@pytest.mark.parametrize(
    ("question", "said"),
    [("confirm", "friday at 11 is fine"), ("confirm", "yes monday 10am"), ("confirm", "friday at 10 or 11 is fine"),
     ("move", "yes tuesday at 11"), ("cancel", "friday at 10 is fine"), ("confirm", "not friday at 10, ok")],
)  # fmt: skip
async def test_a_yes_that_names_another_time_changes_nothing(question: str, said: str, talk: Talk) -> None:
    await ask(question, talk)
    done = {"utter_booking_done", "utter_booking_moved", "utter_booking_cancelled"}
    assert not done & set((await talk.say(said)).parts)


@pytest.mark.parametrize("question", ["confirm", "move", "cancel"])
@pytest.mark.parametrize("said", ["hang on", "yes wait", "1 sec", "not sure yet", "ok hmm"])
async def test_a_hesitation_gets_the_question_again_with_its_buttons(question: str, said: str, talk: Talk) -> None:
    before = await ask(question, talk)
    reply = await talk.say(said)
    assert reply.parts == ["utter_booking_unsure", f"utter_booking_again_{question}"]
    assert reply.buttons == before.buttons and reply.turn["flow"] == "booking"
    with bookings().store.read() as ledger:
        assert question != "confirm" or ledger.held_by(talk.sender)


@pytest.mark.parametrize("question", ["when", "which", "person", "name", "contact", "reference"])
async def test_a_pause_ends_nothing(question: str, talk: Talk) -> None:
    await ask(question, talk)
    reply = await talk.say("hang on")
    assert reply.parts[-1] == f"utter_booking_again_{question}" and reply.turn["flow"] == "booking"


@pytest.mark.parametrize("said", ["no", "ok no thanks", "yeah, no", "👎", "definitely no", "change something"])
async def test_a_plain_no_asks_what_shall_be_different(said: str, talk: Talk) -> None:
    await ask("confirm", talk)
    reply = await talk.say(said)
    assert reply.responses == ["utter_booking_ask_change"] and reply.turn["booking"]["status"] == "held"
    assert reply.buttons == ["booking_time", "booking_who", "booking_stop"]


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [("booking_time", "ask_which"), ("booking_who", "ask_person"), ("booking_stop", "stopped")],
)
async def test_each_button_of_a_no_leads_where_it_says(button: str, leads_to: str, talk: Talk) -> None:
    await ask("change", talk)
    assert (await talk.press(button)).parts[-1] == f"utter_booking_{leads_to}"
    again = await talk.press(button)  # an old button
    assert not again.turn["booking"] or again.turn["booking"]["status"] == "held"


@pytest.mark.parametrize("question", ["move", "cancel"])
@pytest.mark.parametrize("said", ["ok no", "yes no", "yes, keep it as it is", "ok, no thanks", "actually no", "👎"])
async def test_a_no_keeps_the_appointment_whatever_stands_before_it(question: str, said: str, talk: Talk) -> None:
    await ask(question, talk)
    reply = await talk.say(said)
    assert reply.responses == ["utter_booking_kept_as_it_is"]
    assert reply.turn["booking"]["starts_at"] == "2026-11-27T10:00:00-05:00"


@pytest.mark.parametrize(
    ("said", "kept"),
    [("yes but make it 3pm", "T15:00"), ("yes, but my name is Anna", "T10:00"),
     ("ok but my number is 212 555 0199", "T10:00")],
)  # fmt: skip
async def test_a_correction_beside_a_yes_is_read_back_first(said: str, kept: str, talk: Talk) -> None:
    await ask("confirm", talk)
    reply = await talk.say(said)
    assert reply.parts[-1] == "utter_booking_ask_confirm"
    assert reply.turn["booking"]["status"] == "held" and kept in reply.turn["booking"]["starts_at"]


@pytest.mark.parametrize(
    ("said", "answers"),
    [("yes, does it hurt?", "utter_faq/pain"), ("yes and is it free", "utter_booking_fee"),
     ("yes and can my sister come too", "utter_booking_company")],
)  # fmt: skip
async def test_a_question_beside_a_yes_is_answered_and_the_yes_asked_for_again(
    said: str, answers: str, talk: Talk
) -> None:
    await ask("confirm", talk)
    reply = await talk.say(said)
    assert answers in reply.parts and reply.parts[-1] in ("utter_booking_again_confirm", "utter_booking_ask_confirm")
    assert reply.turn["booking"]["status"] == "held" and reply.turn["flow"] == "booking"


@pytest.mark.parametrize(
    ("question", "said"),
    [("confirm", "can you book it?"), ("confirm", "yes or no"), ("confirm", "yes cancel"), ("cancel", "book it"),
     ("cancel", "yes, what does it cost?"), ("move", "cancel it?"), ("confirm", "yes if my mum agrees"),
     ("confirm", "yes 👎"), ("confirm", "ok let me ask somebody first")],
)  # fmt: skip
async def test_what_says_anything_else_is_no_yes(question: str, said: str, talk: Talk) -> None:
    before = (await ask(question, talk)).turn["booking"]
    after = (await talk.say(said)).turn["booking"]
    assert after is None or after == before


@pytest.mark.parametrize("question", ["move", "cancel"])
async def test_book_it_neither_moves_nor_cancels_nor_begins_anew(question: str, talk: Talk) -> None:
    await ask(question, talk)
    assert (await talk.say("ok book it")).parts[-1] == f"utter_booking_again_{question}"


@pytest.mark.parametrize("said", ["show me all bookings", "who else is coming tuesday", "list appointments"])
async def test_only_the_own_appointment_can_be_looked_up(said: str, talk: Talk) -> None:
    reply = await talk.say(said)
    assert reply.responses == ["utter_booking_others"] and reply.turn["flow"] is None
    assert reply.buttons == ["check_booking"]


@pytest.mark.parametrize("said", ["show me the free appointments", "what appointments are free on tuesday"])
async def test_who_asks_for_free_times_gets_them(said: str, talk: Talk) -> None:
    assert (await talk.say(said)).parts[-1] == "utter_booking_ask_which"


ABOUT_IT = [
    ("what does the consultation cost", "fee"),
    ("is it free", "fee"),
    ("is the consultation free?", "fee"),
    ("do i have to pay for the appointment", "fee"),
    ("how long is it", "length"),
    ("how long does the consultation take", "length"),
    ("can i bring my sister", "company"),
    ("can my mum come too", "company"),
]


@pytest.mark.parametrize(("said", "note"), ABOUT_IT)
@pytest.mark.parametrize("question", ["which", "person", "contact"])
async def test_a_question_about_the_consultation_itself_is_answered(
    question: str, said: str, note: str, talk: Talk
) -> None:
    await ask(question, talk)
    reply = await talk.say(said)
    assert reply.parts == [f"utter_booking_{note}", f"utter_booking_again_{question}"]


@pytest.mark.parametrize("said", ["have you an appointment free on friday", "is friday free", "next free appointment"])
async def test_a_free_time_is_no_question_of_cost(said: str, talk: Talk) -> None:
    await ask("which", talk)
    assert (await talk.say(said)).parts[-1] == "utter_booking_ask_which"


@pytest.mark.parametrize("also", ["where do i park", "how much is it", "how long does it take", "is it free"])
async def test_a_question_in_the_same_breath_as_the_wish_is_answered(also: str, talk: Talk) -> None:
    reply = await talk.say(f"can i book a consultation {also}")
    assert reply.parts[-1] == "utter_booking_ask_which"
    assert set(reply.parts) & {"utter_clinic_location", "utter_faq/cost", "utter_booking_length", "utter_booking_fee"}


@pytest.mark.parametrize(
    ("before", "reminder"),
    [([], "cancel"), (QUESTIONS["confirm"], "book"), (BOOKED, "cancel"), (QUESTIONS["reference"], "cancel")],
)
async def test_a_wish_beside_an_emergency_is_spoken_of_once_in_a_later_turn(
    before: list[str], reminder: str, talk: Talk
) -> None:
    for line in before:
        await talk.say(line)
    reply = await talk.say("she cant breathe, ambulance is coming, cancel her appointment")
    assert reply.responses == ["utter_emergency"] and reply.turn["booking"] is None
    with bookings().store.read() as ledger:
        assert ledger.held_by(talk.sender) is None
    said = [(await talk.say("ok")).parts for _ in range(2)]
    assert said == [["utter_after_emergency", f"utter_booking_put_off_{reminder}"], ["utter_after_emergency"]]
    asked = "utter_booking_ask_cancel" if before == BOOKED else "utter_cancel_booking"
    assert (await talk.say("cancel it")).parts[-1] == asked
