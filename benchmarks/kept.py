"""What `make eval` measured and kept: one file, which bounds the next run and of which the pages show a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.floors import ceiling, floor

FIGURES = Path("docs/figures.json")
TALKS = Path("tests/conversations/measured.yml")
PAGE = Path("docs/understanding.md")
BEGIN, END = "<!-- figures, written by `make eval ARGS=--keep` -->\n", "<!-- end of figures -->\n"
MARKS = {name: {"less_is_better": True} for name in ("oos_answered", "fell_back")}
SHOWN = {
    "accuracy": "training examples, by models that have not seen them: the most probable topic is right",
    "served": "the same, after the thresholds",
    "both_of_two": "two of them put together: both are served and nothing else",
    "topic": "development messages of one topic: it is served",
    "double": "of two topics: both are",
    "oos_answered": "that are not our business: answered all the same",
    "fell_back": "that are: not understood",
}
"""What the table calls each figure."""


def figures() -> dict[str, Any]:
    """Return what was kept: by group and name the share, of how many rows, and whether less of it is better."""
    found: dict[str, Any] = json.loads(FIGURES.read_text("utf-8"))
    return found


def keep(report: dict[str, Any]) -> None:
    """Keep the figures of a report, and those of groups that it does not hold as they were; write the page anew."""
    new = {group: kept(part) for group, part in report.items() if "of" in part}
    FIGURES.write_text(json.dumps(figures() | new, indent=2) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")


def kept(part: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of one group, for whose names `of` says how many rows they are shares of."""
    shares = {name: {"figure": round(part[name], 3), "of": of} for name, of in part["of"].items()}
    return {name: share | MARKS.get(name, {}) for name, share in shares.items()}


def below(report: dict[str, Any], measured: dict[str, Any]) -> list[str]:
    """Return a line for each figure that is further from what was measured than chance takes it."""
    missed = []
    for group, rules in measured.items():
        for name, rule in rules.items() if group in report else ():
            value, figure, of = report[group][name], rule["figure"], rule["of"]
            worse = value > ceiling(figure, of) if rule.get("less_is_better") else value < floor(figure, of)
            missed += [f"{group}: {name} is {value}, measured {figure} of {of}"] if worse else []
    return missed


def with_table(page: str) -> str:
    """Return a page with today's figures between its marks."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


def table() -> str:
    """Return what is shown: the figures of `make eval`, then the measured talks by what people do in them."""
    lines = ["| messages | share | of |", "|---|---|---|"]
    for group in figures().values():
        lines += [f"| {SHOWN[name]} | {row['figure']} | {row['of']} |" for name, row in group.items()]
    lines += ["", "| talks right in every turn | at first sight | now | of |", "|---|---|---|---|"]
    return "\n".join(lines + talks(yaml.safe_load(TALKS.read_text("utf-8")))) + "\n"


def talks(sets: dict[str, dict[str, Any]]) -> list[str]:
    """Return a row for each kind of talks, which is what the first two words of their sets say."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for name, one in sets.items():
        kinds.setdefault(" ".join(name.split("_")[:2]), []).append(one)
    return [f"| {kind} | {first_sight(ones)} | {now(ones)} | {total(ones)} |" for kind, ones in kinds.items()]


def first_sight(sets: Sequence[dict[str, Any]]) -> float:
    """Return the share that was right before anything was mended, of the sets where it was kept."""
    seen = [one for one in sets if one["first_sight"] is not None]
    return round(sum(one["first_sight"] * one["talks"] for one in seen) / total(seen), 2)


def now(sets: Sequence[dict[str, Any]]) -> float:
    """Return the share that was right when it was measured last."""
    return round(sum(one["right"] for one in sets) / total(sets), 2)


def total(sets: Sequence[dict[str, Any]]) -> int:
    """Return how many talks some sets hold."""
    return sum(one["talks"] for one in sets)
