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
def examples() -> dict[str, list[str]]:
    """Return the training examples by topic."""
    found = defaultdict(list)
    for path in sorted(Path("data/nlu").rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if "intent" in entry:
                found[entry["intent"]] += [line[2:].strip() for line in entry["examples"].splitlines() if line.strip()]
    return dict(found)
