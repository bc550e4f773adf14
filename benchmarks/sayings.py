"""All that `make golden` says to both commits: statements, phrases, talks and evaluation rows of this checkout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

EVALUATION = "../shared/eval"
"""Rows and talks that are not part of this repository; without them there is less to compare."""

Line = str | dict[str, str]
"""What is typed; or `{"button": id}`; or `{"press": pattern}`, the newest button whose title holds the pattern."""

CONSENTS = 3
"""Every so manieth sentence for consent is said: each takes a booking, and their reader has tests of its own."""

TALKS = {"conversations", "fixtures"}
"""Folders whose files are no lists of single messages."""

BOOK = "i want to book a consultation"
READ_BACK = "book friday at 10, Ana Lopez 212 555 0184"
MADE = [READ_BACK, "yes"]
ASKED: dict[str, list[Line]] = {
    "book": [READ_BACK],
    "cancel": [*MADE, "cancel it"],
    "move": [*MADE, "can we move it to monday at 11"],
}
"""The talk before a sentence for consent, by what it consents to."""


@dataclass(frozen=True)
class Script:
    """What one visitor says, in a conversation of its own; the name tells the file and the place in it."""

    name: str
    lines: list[Line]


def collect(share: float = 1.0) -> list[Script]:
    """Return what is to be said, each talk once; with a `share` below 1 always the same part of it.

    Neither the part nor the order depends on the files that hold it: they may be moved.
    """
    scripts = {json.dumps(script.lines): script for script in (*talks(), *evaluation(), *statements())}
    return [scripts[said] for said in sorted(scripts) if crc32(said.encode()) % 1000 < share * 1000]


def statements() -> Iterator[Script]:
    """Yield the single messages of the tests, phrases of time while one is asked for, consent where it is asked for."""
    for path in files("tests/**/*.tsv", "tests/**/*.txt"):
        for number, (*before, said) in rows(path):
            asked = ASKED.get(before[0] if before else "", [])
            if not asked or crc32(said.encode()) % CONSENTS == 0:
                yield Script(f"{path}:{number}", [*asked, said])
    for path in files("tests/**/*.yml", "content/**/cases/*.yml", "clinic/**/cases/*.yml"):
        if TALKS & set(path.parts):
            continue
        for number, said in enumerate(sentences(loaded(path))):
            yield Script(f"{path}:{number}", [BOOK, said] if "dates" in path.parts else [said])


def talks() -> Iterator[Script]:
    """Yield the talks of several turns, and what people who book would say when they are asked for everything."""
    for path in files("tests/conversations/**/*.yml"):
        scripts = loaded(path)
        for number, talk in enumerate(scripts if isinstance(scripts, list) else []):
            if "turns" in talk:
                yield Script(f"{path}:{number}", [said_in(turn) for turn in talk["turns"]])
            elif "opens" in talk:
                answers = [line for lines in talk.get("answers", {}).values() for line in lines]
                yield Script(f"{path}:{number}", [pressed(line) for line in [*talk["opens"], *answers, "yes"]])


def evaluation() -> Iterator[Script]:
    """Yield the evaluation rows, its talks, and the talks that show one kind of fault each."""
    for path in files(f"{EVALUATION}/*.tsv"):
        (_, names), *lines = rows(path)
        for number, row in lines:
            yield Script(f"{path.name}:{number}", [row[names.index("text")]])
    for path in files(f"{EVALUATION}/*.jsonl"):
        for talk in map(json.loads, path.read_text("utf-8").splitlines()):
            yield Script(f"{path.name}:{talk['id']}", [turn["user"] for turn in talk["turns"]])
    for path in files(f"{EVALUATION}/**/*.yml"):
        for case in loaded(path):
            yield Script(f"{path.name}:{case['id']}", case["say"])


def files(*patterns: str) -> list[Path]:
    """Return the files that fit one of the patterns, in an order that is always the same."""
    return sorted(path for pattern in patterns for path in Path().glob(pattern))


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the columns of each line of a file with the line's number, its comments left out."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


def loaded(path: Path) -> Any:
    """Return a YAML file's content, all its values as they are written."""
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)


def sentences(node: Any) -> Iterator[str]:
    """Yield the messages in a file of cases: what stands in a list, after `says`, or as a name below `phrases`."""
    if isinstance(node, list):
        for one in node:
            yield from [one] if isinstance(one, str) else sentences(one)
    elif isinstance(node, dict):
        own = [*node.get("phrases", ()), *([node["says"]] if "says" in node else ())]
        yield from own or (said for one in node.values() for said in sentences(one))


def said_in(turn: dict[str, Any]) -> Line:
    """Return what a turn of a test's talk says."""
    return {"button": turn["press"]} if "press" in turn else str(turn["say"])


def pressed(line: str) -> Line:
    """Return a line of a person who books, who may write that the first button is pressed."""
    return {"press": ""} if line == "/first" else line
