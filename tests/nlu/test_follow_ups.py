"""What a message without a topic of its own means after the answer before it."""

from collections import deque
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import yaml

from extensions.nlu.context import (
    OURS,
    FollowUps,
    carried,
    in_context,
    last_served,
    leans_back,
    question_in_context,
)
from extensions.nlu.decide import FALLBACK, Scores, Thresholds, Understanding, decide
from extensions.nlu.together import blend, resolved, stands_alone
from tests.content import component

CONFIG = component("TopicClassifier")
WORDS = FollowUps(**yaml.safe_load(Path(CONFIG["follow_ups"]).read_text("utf-8")))
THRESHOLDS = Thresholds(**CONFIG["thresholds"])
GUESS = Understanding("faq", 0.5, ["faq/payment"], ["faq/payment"])
CHECK = "eligibility_check"


def topics(text: str, last: str | None, **details: str) -> list[str]:
    return in_context(text, GUESS, details, last, WORDS).topics


@pytest.mark.parametrize(
    "text",
    ["why not", "is that normal?", "does that matter", "would it", "and if i do", "ok but why", "go on", "a lot?"],
)
def test_a_message_of_empty_words_is_about_what_was_said_last(text: str) -> None:
    assert topics(text, "faq/pain") == ["faq/pain"]
    assert topics(text, CHECK) == [CHECK]


@pytest.mark.parametrize("text", ["why not", "would it", "when", "is it?"])
def test_without_a_talk_before_it_half_a_question_is_asked_back_with_what_could_be_meant(text: str) -> None:
    asked_back = in_context(text, GUESS, {}, None, WORDS)
    assert (asked_back.intent, asked_back.topics, asked_back.nearest) == (FALLBACK, [], ["faq/payment"])


@pytest.mark.parametrize("text", ["how much is it", "what is it", "where is it", "can it hurt", "ok thanks", "i do"])
def test_a_message_with_a_topic_of_its_own_keeps_it(text: str) -> None:
    assert topics(text, "faq/pain") == ["faq/payment"]


@pytest.mark.parametrize(("last", "served"), [("faq/downtime", "faq/downtime"), ("faq/procedure_steps", "faq/payment")])
def test_how_long_is_about_what_lasts(last: str, served: str) -> None:
    assert topics("and how long does that last", last) == [served]


@pytest.mark.parametrize("text", ["when then", "how long do i wait", "even if its mild", "and once its cleared up"])
def test_after_a_verdict_a_condition_or_a_time_is_about_the_verdict(text: str) -> None:
    assert topics(text, CHECK) == [CHECK]


def test_another_concern_keeps_the_question_and_another_area_asks_for_the_area() -> None:
    assert topics("and for", "faq/cost", concern="stretch_marks") == ["faq/cost"]
    assert topics("and for", "clinic_contact", concern="stretch_marks") == ["faq/conditions_treated"]
    assert topics("what about the", "faq/conditions_treated", area="neck") == ["faq/body_areas"]
    assert topics("and how many for", "faq/cost", concern="wrinkles") == GUESS.topics


def test_an_emergency_is_never_taken_for_a_follow_up() -> None:
    alarm = Understanding("emergency", 0.9, ["emergency"], [])
    assert in_context("is that normal", alarm, {}, "faq/pain", WORDS) is alarm


def test_a_part_without_a_topic_takes_that_of_the_part_before_it() -> None:
    labels = ("faq/side_effects", "faq/results_longevity")
    rows = [np.array([0.9, 0.1]), np.array([0.1, 0.9])]
    read = carried(["what are the side effects", "how long do they last"], rows, labels, None, WORDS)
    assert [labels[row.argmax()] for row in read] == ["faq/side_effects", "faq/side_effects"]


def test_a_part_that_names_the_treatment_is_certain() -> None:
    labels = ("faq/cost", "out_of_scope")
    read = carried(["a tattoo", "price of needling"], np.array([[0.1, 0.9], [0.85, 0.15]]), labels, None, WORDS)
    assert [row.max() for row in read] == [0.9, 1.0]


def test_an_unsure_part_that_points_back_is_about_the_part_before_it() -> None:
    labels, texts = ("faq/body_areas", "clinic_location"), ["my upper arms bother me", "do you go there"]
    rows = [np.array([0.9, 0.1]), np.array([0.4, 0.6])]
    unsure, sure = np.array([0.4, 0.45]), rows[1]
    assert carried(texts, [rows[0], unsure], labels, None, WORDS)[1].argmax() == 0
    assert carried(texts, [rows[0], sure], labels, None, WORDS)[1].argmax() == 1


@pytest.mark.parametrize("text", ["prices for botox and for this", "what does this cost, and how much is this"])
def test_what_points_at_the_treatment_names_it(text: str) -> None:
    assert OURS.search(text)


def test_a_supposed_change_after_a_verdict_is_about_the_verdict_even_in_many_words() -> None:
    text = "what if he left it off for a couple of days"
    assert topics(text, CHECK) == [CHECK]
    assert topics(text, "faq/pain") == GUESS.topics


LABELS = ("faq/pain", "faq/cost", "follow_up")


def test_a_sure_message_needs_no_context_and_one_that_points_back_prefers_what_was_said() -> None:
    sure, unsure, together = np.array([0.1, 0.9, 0.0]), np.array([0.45, 0.55, 0.0]), np.array([0.5, 0.5, 0.0])
    assert stands_alone("how much", sure, LABELS, "faq/pain")
    assert blend("the price", unsure, together, LABELS, "faq/pain").argmax() == 1
    assert blend("for those", unsure, together, LABELS, "faq/pain").argmax() == 0


def test_what_leans_on_the_talk_is_about_the_topic_served_last() -> None:
    leaning = np.array([0.05, 0.05, 0.9])
    assert LABELS[resolved(leaning, LABELS, "faq/cost").argmax()] == "faq/cost"
    assert decide(Scores(LABELS, leaning), THRESHOLDS).intent == FALLBACK


def test_what_leans_on_nothing_is_no_topic_even_when_a_courtesy_is_more_probable_but_unsure() -> None:
    labels = ("affirm", "follow_up", "faq/pain")
    assert decide(Scores(labels, np.array([0.52, 0.45, 0.03])), THRESHOLDS).intent == FALLBACK


def test_after_asking_back_a_message_is_read_together_with_what_was_asked() -> None:
    talk = [event("user", text="how long does that last"), event("bot", utter_action="utter_ask_which")]
    asked = last_served(deque(talk))
    assert asked is not None and not asked.topic
    assert question_in_context("the redness", asked) == "how long does that last the redness"


def test_a_long_message_says_what_it_is_about() -> None:
    assert not leans_back("why would it be so that it is not so", "faq/pain", WORDS)


def event(kind: str, text: str = "", **metadata: object) -> SimpleNamespace:
    return SimpleNamespace(type_name=kind, text=text, metadata=metadata)


def test_a_courtesy_and_advice_beside_an_answer_are_not_what_the_talk_is_about() -> None:
    talk = [event("user"), event("bot", topic="faq/combinations"), event("bot", topic=CHECK, outcome="info")]
    served = last_served(deque([*talk, event("user"), event("bot", topic="thanks"), event("user")]))
    assert served is not None and served.topic == "faq/combinations"


def test_looking_back_does_not_walk_the_whole_talk() -> None:
    class Talk(deque):  # type: ignore[type-arg]
        seen = 0

        def __reversed__(self):  # type: ignore[no-untyped-def]
            for one in super().__reversed__():
                Talk.seen += 1
                yield one

    assert last_served(Talk([event("bot", topic="faq/cost"), *[event("user")] * 500])) is None
    assert Talk.seen < 10
