"""Texts that hold a server up: patterns pumped with their own words, messages of every shape; how long they take."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any
from unicodedata import normalize

LONGEST = 1000  # characters, as the web channel takes
OURS = ("clinic", "actions", "extensions")
UNITS = (
    *("no ", "oh ", "and ", "i ", "my ", "the ", "not ", "was ", "a, ", "how ", "is it ", "at 3 or 4 ", "in ", "her "),
    *("he ", "accutane ", "im pregnant ", "my sister ", "on monday ", "book ", "does it hurt ", "i cant breathe? "),
    *("for my husband ", "2 weeks ago ", "next ", "before ", "ana lopez ", "say ", "if ", "when ", "never "),
    *("acne ", "but mg "),  # a finding at every word
    *(" ", "  x", "\t", "\n", "a\n", "\n\n b", "\u00a0", "\u3000", "a ", "a", "ab", "é", "e\u0301", "ſ", "ﬁ"),
    *(".", ",", "!", "?", "-", " - ", "'", "’", "$", "=", "+", "%", "/", "(", "()", "@", "a@", "@b.c ", "#", "_", ":"),
    *("😀", "👍", "👍🏽 ", "👨‍👩‍👧 ", "\ufe0f", "\ufdfa", "㎎", "½", "①", "不", "吗？", "да ", "م", "ก็"),
    *("1", "1 ", "12 ", "1-", "1/2 ", "3.", "(1) ", "212 555 ", "1,", "2026-", "9:", "10mg ", "5 to "),
)
"""Repeated: words of all topics, blanks, marks, emoji, letters that fold to several, digits."""
FRAMES = ("{}", "im {}17", "{} i cant breathe")  # what stands around the repeated


def shapes(length: int = LONGEST) -> Iterator[str]:
    """Yield every shape, cut to `length` characters of its folded form, as the web channel counts them."""
    for frame, unit in product(FRAMES, UNITS):
        room = length - len(frame) + 2
        grows = max(1, len(normalize("NFKC", unit)) / len(unit))
        yield frame.format((unit * room)[: int(room / grows)])


def modules() -> Iterator[Any]:
    """Yield all modules of ours that can be imported."""
    for package in OURS:
        yield importlib.import_module(package)
        for found in pkgutil.walk_packages([package], f"{package}."):
            if not found.name.endswith(("__main__", ".env")):
                yield importlib.import_module(found.name)


def patterns() -> set[re.Pattern[str]]:
    """Return the patterns that our modules hold, in whatever they are kept."""
    return {found for module in modules() for value in vars(module).values() for found in _inside(value)}


def _inside(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, bytes):
        yield re.compile(value.pattern.decode("latin-1"), value.flags)
    elif isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict | list | tuple | set | frozenset):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _inside(each)


@contextmanager
def recorded(found: set[re.Pattern[str]]) -> Iterator[None]:
    """Add to `found` the patterns that functions of ours write in the call: `re.sub(r"…", …)`."""
    compiled: Callable[..., Any] = re._compile  # type: ignore[attr-defined]

    def note(pattern: Any, flags: Any) -> Any:
        result = compiled(pattern, flags)
        if sys._getframe(2).f_globals.get("__name__", "").split(".")[0] in OURS:
            found.add(result)
        return result

    re._compile = note  # type: ignore[attr-defined]
    try:
        yield
    finally:
        re._compile = compiled  # type: ignore[attr-defined]


def words(pattern: re.Pattern[str], most: int) -> list[str]:
    """Return words and marks that stand in the pattern, evenly chosen: what it can match again and again."""
    source = re.sub(r"\\[a-zA-Z]|\(\?[a-zA-Z:<=!]*|\{[\d,]*\}", "|", pattern.pattern)
    found = list(dict.fromkeys(re.findall(r"[^\W_]+(?:'[a-z]+)?|[-,.;:&+/@#']", source)))
    return found[:: max(1, -(-len(found) // most))]


def pumped(pattern: re.Pattern[str], length: int, most: int = 12) -> Iterator[str]:
    """Yield the words of a pattern, repeated and in a row, to `length` characters with an end unlike them."""
    own = words(pattern, most)
    for unit in (*(f"{word} " for word in own), *own[:4], " ".join(own) + " ", " ", "1", "a", "A b ", ", "):
        yield (unit * length)[: length - 3] + " ¿x"


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` when what is run takes longer, also while a pattern goes back and forth."""

    def over(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def search_time(pattern: re.Pattern[str], text: str) -> float:
    """Return the seconds of processor time of all that a pattern is used for: search, match, cut, match whole."""
    begin = time.process_time()
    pattern.split(text)
    pattern.fullmatch(text)
    return time.process_time() - begin


STATES: tuple[tuple[str, ...], ...] = (
    (),
    ("is it safe",),
    ("can i have it?",),
    ("can i have it?", "34", "no"),
    ("im on accutane, can i have it?",),
    ("i want to book a consultation",),
    ("i want to book a consultation", "the first one"),
    ("i want to book a consultation", "the first one", "Ana Lopez, ana@example.com"),
    ("cancel my appointment",),
)
"""What was said before: nothing, a question, the check begun and on its way, a verdict, a booking at each step."""


async def message_time(talk: Any, before: tuple[str, ...], text: str) -> float:
    """Return the seconds of processor time that a message takes in a new talk after what was said `before`."""
    for line in before:
        await talk.say(line)
    begin = time.process_time()
    with at_most(5):
        await talk.say(text)
    return time.process_time() - begin
