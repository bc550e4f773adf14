"""Ten thousand messages that nobody planned: what people type here, garbled, cut, joined and shouted, in long talks.

Whatever comes in, every sentence that goes out is approved and whole, claims nothing the evidence does not carry, and
confirms no booking that the diary does not hold.
"""

import logging
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clinic.booking.model import Status
from clinic.findings import Outcome
from clinic.reading import alarm
from clinic.wiring import bookings, vocabulary
from tests.content import examples, responses
from tests.data.test_claims import claimed
from tests.talk import Reply, Talk

TALKS, TURNS = 100, 100
LINES = [
    "book friday at 10, Ana Lopez 212 555 0184",
    "tues arvo or wed morning",
    "Ana Lopez",
    "+1 212 555 0184",
    "ana@example.com",
    "no thursday",
    "SP-000000",
    "yes",
    "no",
    "stop",
    "i took accutane until last month",
    "not me, my sister",
    "im 17",
    "can i have it",
    "??",
    "👍",
    "ok",
    "{name} [x](y) <b>",
    "/book_consultation",
    "/nonsense",
    "a" * 900,
    "请问多少钱",
]


def typed() -> list[str]:
    """Return what people write: training examples, statements about health, and the odd rest."""
    seen = Path("tests/consult/statements_seen.tsv").read_text("utf-8").splitlines()
    statements = [line.split("\t")[1] for line in seen if "\t" in line and not line.startswith("#")]
    return [text for texts in examples().values() for text in texts] + statements * 3 + LINES * 60


def swapped(text: str, chance: random.Random) -> str:
    """Swap two neighbouring letters."""
    place = chance.randrange(max(len(text) - 1, 1))
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


GARBLED: list[Callable[[str, random.Random], str]] = [
    lambda text, chance: text,
    lambda text, chance: text,
    swapped,
    lambda text, chance: text.upper(),
    lambda text, chance: text[: chance.randrange(len(text) + 1)],
    lambda text, chance: f"{text} 😂😂",
    lambda text, chance: text.replace(" ", ""),
    lambda text, chance: f"{text}\n\n{text}",
]


def next_message(pool: list[str], last: Reply | None, chance: random.Random) -> str:
    """Return what is typed next: often an offered button, else one or two garbled messages."""
    if last and last.buttons and chance.random() < 0.25:
        return "/" + chance.choice(last.buttons)
    text = chance.choice(GARBLED)(chance.choice(pool), chance)
    return (
        f"{text} {chance.choice(['and', 'also', '-', '.', '?'])} {chance.choice(pool)}"
        if chance.random() < 0.2
        else text
    )


def faults(text: str, reply: Reply) -> list[str]:
    """Return what is wrong with an answer."""
    found = [] if reply.texts and all(said.strip() for said in reply.texts) else ["silent"]
    found += [f"unknown response {key}" for key in reply.parts if key and key not in responses()]
    found += [f"not whole: {said}" for said in reply.texts if "{" in said.replace("{name}", "") or "None" in said]
    found += [f"claims {claim}" for said in reply.texts for claim in claimed(said)]
    if not text.startswith("/") and alarm(text, vocabulary()) and reply.turn["outcome"] != Outcome.EMERGENCY.value:
        found.append("an emergency was passed over")
    booking = reply.turn["booking"]
    if booking and booking["status"] == Status.CONFIRMED.value:
        with bookings().store.read() as ledger:
            stored = ledger.get(booking["reference"])
        if stored is None or stored.status is not Status.CONFIRMED:
            found.append("a confirmation without a booking")
    return found


async def test_whatever_is_typed_the_answer_is_approved_whole_and_true(
    agent: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    chance, pool = random.Random(7), typed()
    wrong: list[tuple[str, list[str]]] = []
    for _ in range(TALKS):
        talk, last = await Talk.begin(agent), None
        for _ in range(TURNS):
            text = next_message(pool, last, chance)
            last = await talk.say(text)
            if found := faults(text, last):
                wrong.append((text, found))
    assert wrong == []
    assert [record.getMessage() for record in caplog.records] == []
