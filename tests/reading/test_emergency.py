"""The emergency layer: every phrase is heard, in every company, and ordinary talk is left alone."""

from collections.abc import Callable
from pathlib import Path
from timeit import repeat

import pytest
import yaml

from clinic.findings import Alarm
from clinic.reading import Vocabulary, alarm, is_nerves, is_story
from tests.consult.verdicts import statements

HERE = Path(__file__).parent
NLU = HERE.parents[1] / "data" / "nlu"


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


PHRASES = [tuple(line.split("\t")) for line in lines("emergency_phrases.txt")]
ORDINARY = lines("ordinary_messages.txt")
SELF_HARM = (
    "i want to scrape my face off with a razor because of these scars",
    "me cortar de novo, quero acabar com tudo",
)


def ordinary_examples() -> list[str]:
    """Training examples of every topic but emergencies and symptoms."""
    texts: list[str] = []
    for path in sorted(NLU.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", []):
            if block.get("intent") not in (None, "emergency", "post_treatment_problem"):
                texts += [line.strip()[2:] for line in block["examples"].splitlines()]
    return texts


def test_there_are_enough_phrases_and_messages() -> None:
    assert len(PHRASES) >= 120
    assert len(set(ORDINARY)) >= 300


@pytest.mark.parametrize(("kind", "text"), PHRASES)
def test_an_emergency_phrase_raises_the_alarm(kind: str, text: str, vocabulary: Vocabulary) -> None:
    raised = alarm(text, vocabulary)

    assert raised is not None and raised.kind == kind


@pytest.mark.parametrize(
    "frame", ["hi. {}", "{} what do i do", "can i book for friday? {}", "{} 😭😭", "{}\n\nsent from my phone"]
)
def test_what_stands_around_a_phrase_does_not_hide_it(frame: str, vocabulary: Vocabulary) -> None:
    assert [text for _, text in PHRASES if alarm(frame.format(text), vocabulary) is None] == []


def test_ordinary_messages_raise_no_alarm(vocabulary: Vocabulary) -> None:
    assert [text for text in ORDINARY if alarm(text, vocabulary)] == []


def test_at_most_two_in_a_hundred_ordinary_messages_raise_an_alarm(vocabulary: Vocabulary) -> None:
    told = [
        text
        for name in ("seen", "unseen")
        for letter, text in statements(f"statements_{name}.tsv")
        if letter not in "EH"
    ]
    messages = {*ORDINARY, *lines("ordinary_unseen.txt"), *told}
    alarms = [text for text in messages if alarm(text, vocabulary)]

    assert len(messages) >= 1000
    assert len(alarms) <= len(messages) * 0.02, alarms


def test_at_most_two_in_a_hundred_training_examples_of_other_topics_raise_an_alarm(vocabulary: Vocabulary) -> None:
    examples = ordinary_examples()
    assert len(examples) >= 1000
    alarms = [text for text in examples if alarm(text, vocabulary)]

    assert len(alarms) <= len(examples) * 0.02, alarms


@pytest.mark.parametrize("text", lines("emergency_unseen.txt"))
def test_an_emergency_told_in_other_words_raises_the_alarm(text: str, vocabulary: Vocabulary) -> None:
    assert alarm(text, vocabulary) is not None


@pytest.mark.parametrize("text", lines("ordinary_unseen.txt"))
def test_a_harmless_message_with_words_of_danger_raises_none(text: str, vocabulary: Vocabulary) -> None:
    assert alarm(text, vocabulary) is None


@pytest.mark.parametrize("text", SELF_HARM)
def test_self_harm_told_in_signs_is_heard_as_self_harm(text: str, vocabulary: Vocabulary) -> None:
    assert alarm(text, vocabulary) == Alarm("self_harm", "self_harm")


@pytest.mark.parametrize("degrees", ["38.0", "38,4", "39.6", "100.4", "101.3"])
def test_a_measured_fever_beside_a_red_patch_is_an_emergency(degrees: str, vocabulary: Vocabulary) -> None:
    assert alarm(f"red hard patch on my jaw, im {degrees}", vocabulary) == Alarm("tri_spreading_infection", "emergency")


@pytest.mark.parametrize("text", ["red hard patch on my jaw, im 37.4", "cream for red hard skin, £39.50"])
def test_no_fever_or_a_price_beside_a_red_patch_is_no_emergency(text: str, vocabulary: Vocabulary) -> None:
    assert alarm(text, vocabulary) is None


def test_a_story_of_somebody_else_with_a_general_question_is_known_as_one(vocabulary: Vocabulary) -> None:
    told = "my mate said her throat closed up at some place abroad after they numbed her, which numbing do you use"
    assert is_story(told, vocabulary)
    assert not is_story("my throat closed up after they numbed me, is that normal", vocabulary)
    assert not is_story("my mate said it hurts, which cream do you use", vocabulary)


def test_a_friend_in_danger_now_is_no_story(vocabulary: Vocabulary) -> None:
    assert alarm("my friend had filler this morning and she cant see, is that normal", vocabulary) is not None


@pytest.mark.parametrize("text", ["", " ", "😀" * 300, "a " * 2000, "\x00\n\n", "¿¡…", "漢字" * 200])
def test_any_text_is_heard_without_an_error(text: str, vocabulary: Vocabulary) -> None:
    assert alarm(text, vocabulary) is None


def test_self_harm_goes_before_any_other_alarm(vocabulary: Vocabulary) -> None:
    assert alarm("i took an overdose and i cant breathe", vocabulary) == Alarm("self_harm", "self_harm")


def test_an_alarm_costs_less_than_adding_a_hundred_thousand_numbers(vocabulary: Vocabulary) -> None:
    text = "hi there im booked in for tuesday and wanted to ask whether i need to stop my retinol before coming in"

    def seconds(work: Callable[[], object]) -> float:
        """The least of many: what the machine does beside it counts least."""
        return min(repeat(work, number=1, repeat=50))

    assert seconds(lambda: alarm(text, vocabulary)) < seconds(lambda: sum(range(100_000)))


@pytest.mark.parametrize(
    "text",
    [
        "my hands are shaking just thinking about it",
        "i feel sick just thinking of it",
        "dizzy at the thought of needles",
    ],
)
def test_what_the_mere_thought_does_is_no_emergency(text: str, vocabulary: Vocabulary) -> None:
    assert is_nerves(text, vocabulary)
    assert alarm(text, vocabulary) is None


@pytest.mark.parametrize(
    "text",
    [
        "my hands are shaking and im dizzy",
        "im shaking thinking about it right now and cant stop",
        "i feel sick since the cream",
    ],
)
def test_signs_with_another_cause_are_no_nerves(text: str, vocabulary: Vocabulary) -> None:
    assert not is_nerves(text, vocabulary)


def test_blood_that_is_only_asked_about_is_no_alarm(vocabulary: Vocabulary) -> None:
    assert alarm("will there be blood everywhere", vocabulary) is None
    assert alarm("there is blood everywhere", vocabulary) is not None
