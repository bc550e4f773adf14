"""Conversations as people have them, through the real model and the real actions.

`behaviour/<what people do>/` holds talks of which every turn must be right; of those in `measured/` a share must be.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.floors import floor
from tests.talk import Reply, Talk

HERE = Path(__file__).parent
MEASURED: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "measured.yml").read_text("utf-8"))


def talks(path: Path) -> list[Any]:
    """Return the talks of a file, named by its place and their title."""
    return [
        pytest.param(talk, id=f"{path.parent.name}/{path.stem}: {talk['talk']}")
        for talk in yaml.safe_load(path.read_text("utf-8"))
    ]


TALKS = [talk for path in sorted((HERE / "behaviour").glob("*/*.yml")) for talk in talks(path)]
ACTS = {"say", "press"}
CHECKS = {"understood", "any_of", "asks_back", "detail", "details", "responses", "outcome", "flow", "factors"}
CHECKS |= {"offers", "booking"}
CHECKS |= {"says", "asks", "never"}  # sentences that are said; the one that is said last; banned outcomes and keys


@pytest.mark.usefixtures("vectors")
@pytest.mark.parametrize("script", TALKS)
async def test_talk(script: dict[str, Any], talk: Talk) -> None:
    await play(script, talk)


def test_the_manifest_names_every_measured_set() -> None:
    found = {path.stem: len(talks(path)) for path in (HERE / "measured").glob("*.yml")}
    assert found == {name: measured["talks"] for name, measured in MEASURED.items()}


@pytest.mark.parametrize("name", MEASURED)
async def test_enough_talks_are_right_in_every_turn(name: str, agent: Any) -> None:
    scripts, wrong = talks(HERE / "measured" / f"{name}.yml"), []
    for script in scripts:
        try:
            await play(script.values[0], await Talk.begin(agent))
        except AssertionError:
            wrong.append(script.id)
    right, least = len(scripts) - len(wrong), floor(MEASURED[name]["right"] / len(scripts), len(scripts))
    assert right / len(scripts) >= least, f"{right} of {len(scripts)} right, least {least:.3f}; wrong: {wrong}"


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
