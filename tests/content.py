"""The content of the house as tests see it: responses, training examples, topics."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extensions.nlu.decide import FOLLOW_UP

TREATMENT = Path("content/treatments/microneedling")


@cache
def response_files() -> dict[str, list[tuple[str, list[dict[str, Any]]]]]:
    """Return, for every file below data/responses, its (key, variations) as written."""
    files = {}
    for path in sorted(Path("data/responses").rglob("*.yml")):
        files[str(path)] = list(yaml.safe_load(path.read_text("utf-8"))["responses"].items())
    return files


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """Return all responses by key."""
    return {key: variations for entries in response_files().values() for key, variations in entries}


@cache
def blocks() -> list[tuple[Path, dict[str, Any]]]:
    """Return the blocks of examples below data/nlu, each with its file."""
    files = sorted(Path("data/nlu").rglob("*.yml"))
    found = [(path, block) for path in files for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]]
    return [(path, block) for path, block in found if "intent" in block]


def lines(block: dict[str, Any]) -> list[str]:
    """Return the examples of a block."""
    return [line[2:].strip() for line in block["examples"].splitlines()]


@cache
def examples() -> dict[str, list[str]]:
    """Return the training examples by topic."""
    found = defaultdict(list)
    for _, block in blocks():
        found[block["intent"]] += lines(block)
    return dict(found)


def component(name: str) -> dict[str, Any]:
    """Return what config.yml says of a component of the pipeline."""
    pipeline = yaml.safe_load(Path("config.yml").read_text("utf-8"))["pipeline"]
    return next(one for one in pipeline if one["name"].endswith(f".{name}"))


def faq() -> tuple[str, ...]:
    """Return the ids of the FAQ topics: all that have examples or an answer."""
    labels = {*examples(), *(key.removeprefix("utter_") for key in responses())}
    return tuple(sorted(label.removeprefix("faq/") for label in labels if label.startswith("faq/")))


def others() -> tuple[str, ...]:
    """Return the topics that are intents of their own, as domain.yml lists them."""
    intents = yaml.safe_load(Path("domain.yml").read_text("utf-8"))["intents"]
    return tuple(intent for intent in intents if intent not in {"faq", FOLLOW_UP})


FAQ = faq()
TOPICS = tuple(f"faq/{topic}" for topic in FAQ) + others()
