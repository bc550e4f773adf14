"""The second net on the whole path: what no phrase reads is asked about; ordinary talk and requests are not."""

from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest

from clinic.consult.disclosure import HINT, heard_between, is_guess, only_asks, tells_problem
from clinic.findings import Outcome
from clinic.reading import Part, Vocabulary, read
from clinic.screening import Rules, Verdict
from extensions.nlu.disclosure import DisclosureModel, fit
from tests.consult.verdicts import DAY, FLAGGED, is_right, read_in, statements
from tests.talk import Reply, Talk

WHOLE_PATH = list(statements("statements_whole_path.tsv"))
OUTCOMES = {
    "emergency": "E",
    "contact_clinic_today": "C",
    "not_now": "N",
    "clinician_review": "R",
    "info": "I",
    "self_care": "S",
    "no_flag": "O",
    None: "G",
}
Say = Callable[[str], Awaitable[Reply]]


@pytest.fixture
def say(agent: Any) -> Say:
    async def said(text: str) -> Reply:
        return await (await Talk.begin(agent)).say(text)

    return said


def clause(
    topic: str, confidence: float, tells: float, *, asks: bool = False, text: str = "some plain words"
) -> dict[str, Any]:
    return {"text": text, "topic": topic, "confidence": confidence, "tells": tells, "asks": asks}


def parts(*clauses: dict[str, Any], text: str | None = None) -> tuple[Part, ...]:
    return read_in(", ".join(one["text"] for one in clauses) if text is None else text, evidence=clauses).parts


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (clause("out_of_scope", 0.5, 0.5), True),
        (clause("out_of_scope", 0.9, 0.5), False),
        (clause("out_of_scope", 0.9, 0.8), True),
        (clause("eligibility_check", 0.5, 0.2), True),
        (clause("eligibility_check", 0.2, 0.2), False),
        (clause("eligibility_check", 0.9, 0.9, asks=True), False),
        ({"text": "", "topic": "faq/pain", "confidence": 1.0}, False),
    ],
)
def test_a_clause_tells_something_where_it_is_probable_and_asks_nothing(
    said: dict[str, Any], told: bool, rules: Rules, vocabulary: Vocabulary
) -> None:
    assert bool(heard_between(parts(said), (), vocabulary, rules, DAY)) is told


@pytest.mark.parametrize(
    ("told", "others", "hinted"),
    [
        ("got my bits rearranged inside", "never had keloids", True),  # in a clause of its own
        ("weirdly", "never had keloids", False),
        ("15 yrs ago", "never had keloids", False),  # a time explains itself
        ("only vitamin d and whatever makes my veins less gloopy", "", True),  # in the same clause
        ("only vitamin d and zinc", "", False),
        ("my sister has eczema and swears by a cream from the market", "", False),  # nothing about oneself
        ("my sister has eczema and i come up in things nobody can name", "", True),
        ("i have psoriasis and my bits were rearranged inside", "", False),  # is spoken about anyway
    ],
)
def test_beside_something_harmless_what_nothing_explains_is_asked_about(
    told: str, others: str, hinted: bool, rules: Rules, vocabulary: Vocabulary
) -> None:
    text = f"{others}, {told}".strip(", ")
    clauses = [clause("eligibility_check", 0.9, 0.9, text=one) for one in (others, told) if one]
    found = heard_between(parts(*clauses, text=text), read(text, DAY, vocabulary), vocabulary, rules, DAY)

    assert any(one.qualifier == HINT for one in found) is hinted
    assert set(read(text, DAY, vocabulary)) <= set(found)


def test_a_question_beside_something_harmless_tells_nothing(rules: Rules, vocabulary: Vocabulary) -> None:
    text = "never had keloids, got my bits rearranged inside"
    clauses = [clause("faq/cost", 0.9, 0.9, asks=True, text=text)]

    found = heard_between(parts(*clauses, text=text), read(text, DAY, vocabulary), vocabulary, rules, DAY)

    assert HINT not in {one.qualifier for one in found}


def test_symptoms_are_guessed_where_neither_a_sign_nor_a_sure_topic_speaks_for_them(vocabulary: Vocabulary) -> None:
    nothing = Verdict(None, (), None, (), "")
    found = Verdict(Outcome.CONTACT_TODAY, (), None, (), "")

    flagged = Verdict(Outcome.NOT_NOW, ("rash",), None, (), "")
    sign = Verdict(Outcome.CONTACT_TODAY, ("tri_allergic_rash",), None, (), "")
    urgent = Verdict(Outcome.EMERGENCY, ("tri_spreading_infection",), None, (), "")
    certain = parts(clause("post_treatment_problem", 0.95, 0.5))

    assert is_guess(sign, flagged, certain, vocabulary.telling)  # it is a factor as long as nobody was treated
    assert not is_guess(urgent, flagged, certain, vocabulary.telling)
    assert not is_guess(sign, nothing, certain, vocabulary.telling)
    assert is_guess(found, nothing, parts(clause("post_treatment_problem", 0.5, 0.5)), vocabulary.telling)
    assert not is_guess(found, nothing, parts(clause("post_treatment_problem", 0.9, 0.5)), vocabulary.telling)
    assert not is_guess(
        Verdict(Outcome.CONTACT_TODAY, ("tri_numbness",), None, (), ""),
        nothing,
        parts(clause("emergency", 0.5, 0.5)),
        vocabulary.telling,
    )


def test_only_more_than_the_treatment_itself_tells_of_a_problem(vocabulary: Vocabulary) -> None:
    done = clause("post_treatment_problem", 0.9, 0.2, text="had microneedling yesterday")
    odd = clause("post_treatment_problem", 0.9, 0.2, text="my face feels odd")

    assert not tells_problem(parts(done))
    assert tells_problem(parts(done, odd))
    assert only_asks(parts(clause("out_of_scope", 0.9, 0.1)), vocabulary.telling)


def test_the_model_is_the_same_every_time_and_a_blank_text_tells_nothing() -> None:
    rng = np.random.RandomState(0)
    vectors = rng.normal(size=(200, 768)).astype(np.float32)
    tells = [bool(row[0] > 1) for row in vectors]
    one, two = fit(vectors, tells, 5.0), fit(vectors, tells, 5.0)

    assert np.array_equal(one.weights, two.weights)
    assert isinstance(one, DisclosureModel)
    assert one.predict_proba(np.zeros((1, 768), np.float32))[0] < 0.4


@pytest.mark.parametrize(
    "text",
    [
        "my guts are inflamed, been on strong stuff for years. do you do evenings",
        "the beach got the better of my nose again",
        "got butted by a goat, chin's all open",
        "they whipped out some of my insides in june",
    ],
)
async def test_what_is_told_in_plain_words_is_flagged_or_asked_about(text: str, say: Say) -> None:
    reply = await say(text)

    assert letter(reply) in FLAGGED or asked(reply)


@pytest.mark.parametrize("text", ["how do i lower my blood pressure", "can you prescribe me something for migraines"])
async def test_a_request_that_is_not_ours_gets_no_verdict(text: str, say: Say) -> None:
    reply = await say(text)

    assert reply.turn["outcome"] is None
    assert not asked(reply)


async def test_a_worry_beside_a_question_after_a_treatment_is_for_today(say: Say) -> None:
    reply = await say("had it done yesterday, my face feels odd, can i wash it")

    assert reply.turn["outcome"] == "contact_clinic_today"


async def test_a_treatment_that_is_only_told_leaves_the_question(say: Say) -> None:
    reply = await say("had it done yesterday, can i wash my hair")

    assert reply.turn["outcome"] is None
    assert "aftercare" in reply.understood


async def test_what_was_not_understood_is_never_cleared_at_the_end(agent: Any) -> None:
    talk = await Talk.begin(agent)
    await talk.say("they keep an eye on my innards since the trouble")
    await talk.say("can i have it")
    replies = [await talk.say("no") for _ in range(8)]

    assert "no_flag" not in {reply.turn["outcome"] for reply in replies}


async def test_a_no_that_goes_on_telling_clears_nobody(agent: Any) -> None:
    talk = await Talk.begin(agent)
    await talk.say("can i have it")
    first = await talk.say("no, just the weekly thing for my joints")
    replies = [await talk.say("no") for _ in range(8)]

    assert asked(first)
    assert "no_flag" not in {reply.turn["outcome"] for reply in replies}


async def test_beside_an_open_hint_nothing_is_said_not_to_matter(say: Say) -> None:
    reply = await say("just a multivitamin and the stuff that keeps my veins from going gloopy")

    assert reply.turn["outcome"] is None
    assert reply.parts == ["utter_ask_hint"]


async def test_what_is_told_during_a_booking_is_asked_about_once_and_the_booking_goes_on(agent: Any) -> None:
    talk = await Talk.begin(agent)
    await talk.say("book friday at 10")
    told = await talk.say("they took bits of my insides out in june, i'm Ana Lopez, 212 555 0184")
    again = await talk.say("they took bits of my insides out, i said")
    done = await talk.say("yes")

    assert "utter_ask_hint" in told.parts
    assert told.responses[-1] == "utter_booking_ask_confirm"
    assert not asked(again)
    assert done.responses == ["utter_booking_done"]


async def test_what_a_booking_is_begun_with_is_asked_about_too(say: Say) -> None:
    reply = await say("book me in for friday, they whipped out some of my insides")

    assert "utter_ask_hint" in reply.parts
    assert reply.turn["flow"] == "booking"


@pytest.mark.parametrize(
    "text",
    [
        "i hate how dull my face is",
        "i get my brows tinted every month",
        "i burn in ten minutes",
        "only vit d and zinc",
        "my mum has diabetes, can she come along",
        "never had keloids, what does it cost",
    ],
)
async def test_harmless_facts_are_not_asked_about(text: str, say: Say) -> None:
    reply = await say(text)

    assert letter(reply) in "GOI"
    assert not asked(reply)


async def test_signs_without_a_treatment_are_a_factor_and_the_other_way_is_named(say: Say) -> None:
    reply = await say("blotchy welts on my cheeks, no clue why")

    assert reply.turn["outcome"] == "not_now"
    assert "utter_if_treated" in reply.parts


async def test_of_four_batches_nobody_is_cleared_who_has_to_be_flagged(say: Say) -> None:
    read = [(wanted, text, await say(text)) for wanted, text in WHOLE_PATH]
    unsafe = [
        text for wanted, text, reply in read if wanted in FLAGGED and letter(reply) in "OGIS" and not asked(reply)
    ]
    wrong = [text for wanted, text, reply in read if not is_right(wanted, letter(reply))]
    alarms = [text for wanted, text, reply in read if (wanted in "HE") != (letter(reply) in "HE")]
    flagged = [text for wanted, text, reply in read if wanted == "G" and letter(reply) in FLAGGED]

    assert len(unsafe) <= 2, unsafe
    assert len(wrong) <= len(WHOLE_PATH) * 0.10, wrong
    assert len(alarms) <= 1, alarms  # one that the classifier alone raises
    assert len(flagged) <= 1, flagged  # "asking for a friend who takes warfarin lol"


def letter(reply: Reply) -> str:
    if "utter_emergency" in reply.responses:
        return "H" if "self_harm" in reply.details else "E"
    return OUTCOMES[reply.turn["outcome"]]


def asked(reply: Reply) -> bool:
    return any(
        part.startswith(("utter_ask_", "utter_triage_ask")) and part != "utter_ask_which" for part in reply.parts
    )
