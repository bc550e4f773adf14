"""The content of the house as tests see it: responses, training examples, the contract's topics."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SCREENING = Path("content/screening")
FAQ = (
    "what_is",
    "how_it_works",
    "conditions_treated",
    "body_areas",
    "pain",
    "procedure_steps",
    "session_length",
    "downtime",
    "side_effects",
    "safety",
    "aftercare",
    "preparation",
    "results_timeline",
    "results_longevity",
    "sessions_needed",
    "cost",
    "payment",
    "contraindications",
    "home_rollers",
    "alternatives",
    "combinations",
    "pros_cons",
    "effectiveness",
    "who_performs",
    "skin_types",
    "age_gender",
)
OTHERS = (
    "eligibility_check",
    "book_consultation",
    "reschedule_booking",
    "cancel_booking",
    "check_booking",
    "clinic_hours",
    "clinic_location",
    "clinic_contact",
    "human_handoff",
    "post_treatment_problem",
    "emergency",
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "bot_challenge",
    "privacy_question",
    "delete_my_data",
    "out_of_scope",
)
TOPICS = tuple(f"faq/{topic}" for topic in FAQ) + OTHERS


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
