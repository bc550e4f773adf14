"""The server as visitors meet it: seconds to start, memory, milliseconds a turn over HTTP, early and late in a talk."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from benchmarks.figures import Figure
from tests.server import Server, Session

QUESTIONS = (
    "what is micro needling",
    "does it hurt?",
    "how long is the downtime",
    "how much does it cost",
    "who shouldn't get it?",
    "how many sessions will i need",
    "when will i see results",
    "is it any good for acne scars",
    "what are the side effects",
    "how do i look after my skin afterwards",
)
SESSIONS, LONG_TALK = 20, 204
EARLY, LATE = slice(2, 7), slice(195, 204)  # turns 3-7 and 196-204


def measure(folder: Path | None = None) -> Iterator[Figure]:
    """Start the server of a checkout (this one without `folder`) twice and talk to the second one."""
    with Server(folder) as server:
        server.stop()
        yield Figure("second start to /health/ready", server.start(), "s", 15)
        talk(server.open_session(), 20)
        if memory := resident_megabytes(server):
            yield Figure("resident memory after 20 messages", memory, "MB", 350)
        sessions = [server.open_session() for _ in range(SESSIONS)]
        worked = cpu_milliseconds(server)
        turns = [ms for session in sessions for ms in talk(session, len(QUESTIONS))]
        yield Figure("FAQ turn over HTTP, median", median(turns), "ms", 25)
        yield Figure("FAQ turn over HTTP, 95th percentile", quantiles(turns, n=20)[-1], "ms")
        if worked:  # what a busy machine blurs less
            cpu = (cpu_milliseconds(server) - worked) / len(turns)
            yield Figure("FAQ turn, processor time of the server, mean", cpu, "ms")
        yield from long_talk(server)


def long_talk(server: Server) -> Iterator[Figure]:
    """Compare early with late turns of one talk; both cover the same five questions."""
    turns = talk(server.open_session(), LONG_TALK, QUESTIONS[:5])
    early, late = median(turns[EARLY]), median(turns[LATE])
    yield Figure("one talk, turns 3-7, median", early, "ms")
    yield Figure("one talk, turns 196-204, median", late, "ms")
    yield Figure("one talk, late against early", late / early, "x", 1.5)


def talk(session: Session, turns: int, questions: tuple[str, ...] = QUESTIONS) -> list[float]:
    """Ask one question after another; return the milliseconds of each turn."""
    taken = []
    for question in islice(cycle(questions), turns):
        begin = time.perf_counter()
        session.say(question)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def resident_megabytes(server: Server) -> float:
    """Return VmRSS of the server's process; 0 where there is no /proc."""
    lines = proc(server, "status").splitlines()
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmRSS"))


def cpu_milliseconds(server: Server) -> float:
    """Return the processor time that the server's process has used, in all its threads; 0 where there is no /proc."""
    fields = proc(server, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) * 1000 / os.sysconf("SC_CLK_TCK")


def proc(server: Server, name: str) -> str:
    """Return a file of /proc about the server's process, empty where there is none."""
    path = Path(f"/proc/{server.process.pid if server.process else 0}/{name}")
    return path.read_text("ascii") if path.exists() else ""
