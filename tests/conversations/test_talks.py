"""Conversations as people have them, written as data beside this file, through the real model and the real actions."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.talk import Reply, Talk

HERE = Path(__file__).parent
TALKS = [
    pytest.param(talk, id=f"{path.parent.name}/{path.stem}: {talk['talk']}")
    for path in sorted(HERE.rglob("*.yml"))
    for talk in yaml.safe_load(path.read_text("utf-8"))
]
ACTS = {"say", "press"}
CHECKS = {"understood", "any_of", "asks_back", "detail", "responses", "outcome", "flow", "factors", "offers"}


@pytest.mark.parametrize("script", TALKS)
async def test_talk(script: dict[str, Any], talk: Talk) -> None:
    for turn in script["turns"]:
        assert set(turn) <= ACTS | CHECKS, "unknown check"
        reply = await (talk.press(turn["press"]) if "press" in turn else talk.say(turn["say"]))
        check(reply, turn, turn.get("say", turn.get("press")))


def check(reply: Reply, turn: dict[str, Any], said: str) -> None:
    """Compare a reply with what its turn asks for; `any_of` lists readings that are all right, [] is asking back."""
    if "understood" in turn:
        assert reply.understood == turn["understood"], said
    if "any_of" in turn:
        assert reply.understood in turn["any_of"], said
    if turn.get("asks_back"):
        assert reply.understood == [] and reply.buttons, said
    if "detail" in turn:
        assert turn["detail"] in reply.details, said
    if "responses" in turn:
        assert reply.responses == turn["responses"], said
    for key in ("outcome", "flow", "factors"):
        if key in turn:
            assert reply.turn[key] == turn[key], said
    for button in turn.get("offers", []):
        assert button in reply.buttons, said
