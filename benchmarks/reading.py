"""How long it takes to understand a message: the pipeline alone, on one core, over the development messages."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median, quantiles

from benchmarks.figures import Figure


def measure() -> Iterator[Figure]:
    """Read every message in a process of its own, with the settings of the server."""
    done = subprocess.run([sys.executable, "-m", __name__], check=True, capture_output=True, text=True)
    taken = json.loads(done.stdout.splitlines()[-1])
    yield Figure("understanding a message, median", median(taken), "ms", 8)
    yield Figure("understanding a message, 95th percentile", quantiles(taken, n=20)[-1], "ms", 15)


async def milliseconds() -> list[float]:
    """Return what each message takes; the first ones warm up and are read again."""
    from extensions.runtime.bootstrap import prepare

    prepare()
    from benchmarks.development import ROWS, read
    from benchmarks.serving import QUESTIONS
    from extensions.runtime.agent import load_agent
    from extensions.runtime.models import train_if_needed

    agent = load_agent(train_if_needed())
    texts = [row["text"] for row in read()] if ROWS.exists() else list(QUESTIONS)
    taken = []
    for text in [*texts[:20], *texts]:
        begin = time.perf_counter()
        await agent.parse_message(text)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[-len(texts) :]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(milliseconds())))
