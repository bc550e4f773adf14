"""The content holds together: every topic has examples and an approved, sourced answer; facts live once."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinic.content import load_clinic, load_sources
from extensions.nlu.decide import FOLLOW_UP
from extensions.nlu.own_data import disclosures, entities
from tests.content import FAQ, TOPICS, TREATMENT, blocks, examples, lines, response_files, responses
from tests.conversations.test_talks import HERE as CONVERSATIONS

EVALUATION = Path("../shared/eval/utterances.tsv")
CODE = "\n".join(path.read_text("utf-8") for room in ("actions", "extensions") for path in Path(room).rglob("*.py"))
ALL_VARIATIONS = [(key, variation) for key, variations in responses().items() for variation in variations]
CHECK = yaml.safe_load((TREATMENT / "check.yml").read_text("utf-8"))
CHECK_ANSWERS = {
    f"/check/{question['id']}/{answer}"
    for question in CHECK["questions"]
    for answer in ("none", "some", "unsure", "declined")
}

KINDS = ("concern", "area", "matter")
DETAILS = set(entities(Path("data/entities")).values())

HOW = {"said": ("first", "in_talk", "in_passing"), "source": ("people", "unsure")}  # what it means: docs/labelling.md
WRITTEN_FOR_TALKS = {("said", "in_talk"), ("source", "people"), ("source", "unsure")}


def how(block: dict[str, Any]) -> dict[str, str]:
    """Return what the metadata of a block of examples say."""
    return dict(block.get("metadata", {}))


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_examples_and_an_answer_with_a_title(topic: str) -> None:
    assert len(set(examples()[topic])) >= 25
    default = [v for v in responses()[f"utter_{topic}"] if "when" not in v["metadata"]]
    assert len(default) == 1
    assert default[0]["metadata"]["topic"] == topic.removeprefix("faq/")
    assert 0 < len(default[0]["metadata"]["title"]) <= 30


@pytest.mark.parametrize("topic", FAQ)
def test_every_variation_of_an_answer_names_its_sources(topic: str) -> None:
    known = load_sources(TREATMENT)
    for variation in responses()[f"utter_faq/{topic}"]:
        keys = variation["metadata"]["sources"]
        assert keys
        assert all(key in known for key in keys if isinstance(key, str))


def test_examples_belong_to_topics_of_the_contract_and_to_one_only() -> None:
    assert set(examples()) == {*TOPICS, FOLLOW_UP}
    owner: dict[str, str] = {}
    for topic, said in examples().items():
        for line in said:
            assert owner.setdefault(line.lower(), topic) == topic, line


def test_no_example_stands_twice() -> None:
    topics = Counter(line.lower() for _, block in blocks() for line in lines(block))
    told = Counter(line.lower() for line, _ in disclosures(Path("data/disclosures")))
    assert [line for seen in (topics, told) for line, count in seen.items() if count > 1] == []


def test_a_topic_has_one_file_and_one_with_kinds_has_a_folder_with_a_file_a_kind() -> None:
    for path, block in blocks():
        kind = how(block).get("kind", "rest") if block["intent"] == "out_of_scope" else None
        assert path == Path("data/nlu", block["intent"], kind or "").with_suffix(".yml")


def test_a_block_tells_where_in_a_talk_its_examples_are_said() -> None:
    for path, block in blocks():
        told = how(block)
        assert told.keys() <= {"kind", "about", *HOW}, path
        assert all(told.get(key) in {None, *values} for key, values in HOW.items()), path


def test_a_response_key_stands_in_one_place() -> None:
    keys = [key for entries in response_files().values() for key, _ in entries]
    texts = "\n".join(Path(file).read_text("utf-8") for file in response_files())
    assert len(keys) == len(set(keys)) == len(re.findall(r"^  utter_[^ ]+:", texts, re.M))


@pytest.mark.parametrize(("key", "variation"), ALL_VARIATIONS, ids=[key for key, _ in ALL_VARIATIONS])
def test_an_answer_is_short_leads_on_and_types_no_clinic_fact(key: str, variation: dict) -> None:
    facts = load_clinic(Path("content"))
    text = variation["text"]
    assert len(text.split()) <= (90 if key.startswith("utter_faq/") else 130)
    for fact in (facts.name, facts.address, facts.phone, facts.email, facts.crisis_line):
        assert fact not in text
    assert not re.search(r"\b(911|999|112)\b|https?:|\+\d", text)
    answers = {button["payload"] for button in variation.get("buttons", [])} & CHECK_ANSWERS
    assert len(variation.get("buttons", [])) <= (4 if answers else 3)
    for button in variation.get("buttons", []):
        assert button["payload"].lstrip("/") in TOPICS or button["payload"] in CHECK_ANSWERS
        assert len(button["title"]) <= 30


def test_every_named_source_is_in_the_register() -> None:
    known = load_sources(TREATMENT)
    for key, variation in ALL_VARIATIONS:
        for source in variation.get("metadata", {}).get("sources", []):
            assert isinstance(source, dict) or source in known, (key, source)


@pytest.mark.skipif(not EVALUATION.exists(), reason="the evaluation rows are not part of this repository")
def test_no_evaluation_row_is_trained_on() -> None:
    rows = {line.split("\t")[1].lower() for line in EVALUATION.read_text("utf-8").splitlines()[1:]}
    trained = {line.lower() for lines in examples().values() for line in lines}
    assert rows & trained == set()


def test_no_sentence_of_a_measured_talk_is_among_what_was_written_for_talks() -> None:
    talks = [talk for path in (CONVERSATIONS / "measured").glob("*.yml") for talk in load(path)]
    said = {turn["say"].lower() for talk in talks for turn in talk["turns"] if "say" in turn}
    written = [block for _, block in blocks() if WRITTEN_FOR_TALKS & how(block).items()]
    assert said & {line.lower() for block in written for line in lines(block)} == set()


def test_every_detail_of_an_answer_can_be_said() -> None:
    for key, variation in ALL_VARIATIONS:
        when = variation.get("metadata", {}).get("when", {})
        assert {f"{name}/{when[name]}" for name in KINDS if name in when} <= DETAILS, key


def test_every_matter_has_an_answer_of_its_own() -> None:
    answered = {variation.get("metadata", {}).get("when", {}).get("matter") for _, variation in ALL_VARIATIONS}
    assert {one for one in DETAILS if one.startswith("matter/")} == {f"matter/{one}" for one in answered if one}
