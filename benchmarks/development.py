"""The development messages through the pipeline: topics only, without screening or a conversation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.shipping import Shipping
from extensions.nlu.classifier import TopicModel
from extensions.nlu.decide import COURTESY, decide

ROWS = Path("../shared/eval/utterances.tsv")


def measure(pipeline: Shipping, model: TopicModel) -> dict[str, Any]:
    """Return the shares that score.py calls topic, double, oos_answered, fell_back, `of` how many rows, and misses."""
    rows = read()
    scores = pipeline.scores(pipeline.read([row["text"] for row in rows]), model)
    found: dict[str, list[bool]] = {"topic": [], "double": [], "oos_answered": [], "fell_back": []}
    misses = []
    for row, one in zip(rows, scores, strict=True):
        served = [topic.split("/")[-1] for topic in decide(one, pipeline.thresholds).topics]
        name, right = judge(row, served)
        found[name].append(right)
        if row["topic"] != "out_of_scope":
            found["fell_back"].append(not served)
        if right == (name == "oos_answered"):
            misses.append([row["id"], row["topic"], ",".join(served)])
    shares = {name: round(float(np.mean(values)), 4) for name, values in found.items()}
    return {**shares, "of": {name: len(values) for name, values in found.items()}, "misses": misses}


def judge(row: dict[str, Any], served: list[str]) -> tuple[str, bool]:
    """Return which share a row counts in and whether it adds to it; the rules are those of score.py."""
    if row["topic"] == "out_of_scope":
        return "oos_answered", bool(set(served) - row["accept"] - COURTESY)
    if row["also"]:
        enough = bool(row["accept"] & set(served)) and row["also"] <= set(served)
        return "double", enough and len(set(served) - COURTESY) <= 3
    return "topic", bool(served) and (served[0] in row["accept"] or (row["topic"] in served and len(served) <= 2))


def read() -> list[dict[str, Any]]:
    """Return the rows with the labels that count as right and those that must be served as well."""
    names, *lines = (line.split("\t") for line in ROWS.read_text("utf-8").splitlines())
    rows: list[dict[str, Any]] = [dict(zip(names, line, strict=False)) for line in lines]
    for row in rows:
        parts = [part for part in row["secondary"].split(";") if part and not part.startswith("accept_expected:")]
        accepted = [part[7:].split("|") for part in parts if part.startswith("accept:")]
        row["accept"] = {row["topic"], *(topic for group in accepted for topic in group)}
        row["also"] = {t for p in parts if not p.startswith("accept:") for t in p.split(",")} - COURTESY
    return rows
