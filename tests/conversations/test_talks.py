"""Conversations as people have them, written as data beside this file, through the real model and the real actions."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.floors import floor
from tests.talk import Reply, Talk

HERE = Path(__file__).parent
MEASURED: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "measured.yml").read_text("utf-8"))


def talks(folder: Path) -> list[Any]:
    """Return the talks of a folder, named by file and title."""
    return [
        pytest.param(talk, id=f"{path.parent.name}/{path.stem}: {talk['talk']}")
        for path in sorted(folder.glob("*.yml"))
        for talk in yaml.safe_load(path.read_text("utf-8"))
    ]


FOLDERS = [folder for folder in sorted(HERE.iterdir()) if folder.is_dir() and folder.name not in MEASURED]
TALKS = [talk for folder in FOLDERS for talk in talks(folder)]
ACTS = {"say", "press"}
CHECKS = {"understood", "any_of", "asks_back", "detail", "details", "responses", "outcome", "flow", "factors"}
CHECKS |= {"offers", "booking"}
CHECKS |= {"says", "asks", "never"}  # sentences that are said; the one that is said last; banned outcomes and keys


@pytest.mark.usefixtures("vectors")
@pytest.mark.parametrize("script", TALKS)
async def test_talk(script: dict[str, Any], talk: Talk) -> None:
    await play(script, talk)


@pytest.mark.parametrize("folder", MEASURED)
async def test_enough_talks_are_right_in_every_turn(folder: str, agent: Any) -> None:
    scripts, wrong = talks(HERE / folder), []
    for script in scripts:
        try:
            await play(script.values[0], await Talk.begin(agent))
        except AssertionError:
            wrong.append(script.id)
    share, measured = 1 - len(wrong) / len(scripts), MEASURED[folder]
    least = floor(measured["right"] / measured["of"], measured["of"])
    assert share >= least, f"{share:.3f} right, least {least:.3f}; wrong: {wrong}"


async def play(script: dict[str, Any], talk: Talk) -> None:
    """Say every line of a talk and check every answer."""
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
    if "details" in turn:
        assert reply.details == turn["details"], said
    if "responses" in turn:
        assert reply.responses == turn["responses"], said
    for key in ("outcome", "flow", "factors"):
        if key in turn:
            assert reply.turn[key] == turn[key], said
    assert set(turn.get("says", [])) <= set(reply.parts), said
    if "asks" in turn:
        assert reply.parts[-1] == turn["asks"], said
    for banned in turn.get("never", []):
        assert banned not in [reply.turn["outcome"], *reply.responses, *reply.parts], said
    if "booking" in turn:
        booking = reply.turn["booking"]
        assert (booking and f"{booking['status']} {booking['starts_at'][:16]}") == turn["booking"], said
    for button in turn.get("offers", []):
        assert button in reply.buttons, said
