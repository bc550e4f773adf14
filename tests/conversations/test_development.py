"""Whole talks that were written to measure with, where they are at hand; what they must lead to stands beside this."""

import json
from pathlib import Path

import pytest
import yaml

from tests.conversations.test_talks import check
from tests.talk import Talk

TALKS = Path("../shared/eval/conversations.jsonl")
EXPECTED = yaml.safe_load(Path(__file__).with_name("development.yml").read_text("utf-8"))


@pytest.mark.skipif(not TALKS.exists(), reason="the evaluation talks are not part of this repository")
@pytest.mark.usefixtures("vectors")
@pytest.mark.parametrize("name", EXPECTED)
async def test_a_development_talk_is_right_in_every_turn(name: str, talk: Talk) -> None:
    rows = map(json.loads, TALKS.read_text("utf-8").splitlines())
    typed = next([turn["user"] for turn in row["turns"]] for row in rows if row["id"] == name)
    for said, wanted in zip(typed, EXPECTED[name], strict=True):
        check(await talk.say(said), wanted, said)
