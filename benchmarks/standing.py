"""The slowest pattern and the slowest message: every shape of a thousand characters in every state of a talk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.figures import Figure
from tests.pumps import LONGEST, STATES, message_time, patterns, pumped, search_time, shapes

TIMES = 5


def measure() -> Iterator[Figure]:
    """Pump every pattern of ours, then say every shape; medians of five for what is slowest at first."""
    from extensions.runtime.bootstrap import prepare

    prepare()
    tries = [(pattern, text) for pattern in patterns() for text in pumped(pattern, LONGEST)]
    slowest = sorted(tries, key=lambda one: search_time(*one))[-TIMES:]
    worst = max(median(search_time(*one) for _ in range(TIMES)) for one in slowest)
    yield Figure("slowest pattern, 1,000 characters", worst * 1000, "ms", 50)
    yield Figure("slowest message, 1,000 characters", asyncio.run(slowest_message()) * 1000, "ms", 150)


async def slowest_message() -> float:
    """Return the seconds of the slowest message."""
    from extensions.runtime.agent import load_agent
    from extensions.runtime.models import train_if_needed
    from tests.talk import Talk

    agent: Any = load_agent(train_if_needed())
    said = [(before, text) for before in STATES for text in shapes()]
    first = [(await message_time(await Talk.begin(agent), *one), one) for one in said]
    slowest = [one for _, one in sorted(first)[-TIMES:]]
    return max([median([await message_time(await Talk.begin(agent), *one) for _ in range(TIMES)]) for one in slowest])
