"""`make bench-nlu`: the shipping pipeline on public intent sets, beside published figures.

The same encoder and classifier as config.yml, only the data changed; the threshold is of the shipping kind (a least
probability) and chosen on the validation rows. Test rows are read for the printed figures only. Splits and sources:
the README beside the data, which is expected in ../shared/datasets or in the folder that is named.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from extensions.runtime.bootstrap import prepare

prepare()

from benchmarks.shipping import Shipping  # noqa: E402
from extensions.nlu.classifier import TopicModel  # noqa: E402
from extensions.nlu.encoder import Vectors  # noqa: E402

FOLDER = Path("../shared/datasets")
DRAWS = range(5)
SHOTS = 10
OUTSIDE = "oos"
INSIDE = 0.95  # least share of rows in scope that are right at the threshold


def main(folder: Path) -> None:
    """Print the figures."""
    pipeline = Shipping()
    texts, labels = banking(folder, "train")
    tests, truth = banking(folder, "test")
    draws = []
    for seed in DRAWS:
        pick = draw(labels, seed)
        model = pipeline.train([texts[row] for row in pick], [labels[row] for row in pick])
        draws.append(accuracy(model, pipeline.vectors(tests), truth))
    shown = ", ".join(f"{share:.1%}" for share in draws)
    print(f"BANKING77 10-shot    {mean(draws):.2%} ({shown})   published 85.19% (USE + ConveRT)", flush=True)
    full = accuracy(pipeline.train(texts, labels), pipeline.vectors(tests), truth)
    print(f"BANKING77 full       {full:.2%}   published 93.66% (USE + ConveRT)", flush=True)
    threshold, inside, outside = clinc(pipeline, folder)
    print(f"CLINC150 in scope    {inside:.2%}   published 96.9% (BERT), 97.16% without a threshold (USE + ConveRT)")
    print(f"CLINC150 oos recall  {outside:.2%}   published 40.3% (BERT); threshold {threshold:.3f}")


def banking(folder: Path, part: str) -> tuple[list[str], list[str]]:
    """Return the texts and intents of a part of BANKING77."""
    with (folder / f"banking77_{part}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["category"] for row in rows]


def draw(labels: Sequence[str], seed: int) -> list[int]:
    """Return ten rows of each intent, intents in order of first appearance."""
    random, table = np.random.RandomState(seed), np.array(labels)
    rows = (np.flatnonzero(table == label) for label in dict.fromkeys(labels))
    return [int(row) for places in rows for row in places[random.permutation(len(places))[:SHOTS]]]


def accuracy(model: TopicModel, vectors: Vectors, truth: Sequence[str]) -> float:
    """Return the share of rows whose most probable intent is right."""
    best = model.predict_proba(vectors).argmax(axis=1)
    return float(np.mean([model.labels[place] == label for place, label in zip(best, truth, strict=True)]))


def clinc(pipeline: Shipping, folder: Path) -> tuple[float, float, float]:
    """Return (threshold, in-scope accuracy where a refusal is an error, out-of-scope recall) on the test rows."""
    parts = json.loads((folder / "clinc150_full.json").read_text("utf-8"))
    labels = {name: [label for _, label in rows] for name, rows in parts.items()}
    seen = [text for name in ("train", "oos_train") for text, _ in parts[name]]
    model = pipeline.train(seen, labels["train"] + labels["oos_train"])
    vectors = {name: pipeline.vectors([text for text, _ in parts[name]]) for name in ("val", "test", "oos_test")}

    best, sure = sureness(model, vectors["val"])
    right = np.sort(sure[best == np.array(labels["val"])])
    margin = 2 * np.sqrt(INSIDE * (1 - INSIDE) / len(sure))  # two standard errors: other rows are as good
    threshold = float(right[len(right) - int(np.ceil((INSIDE + margin) * len(sure)))])
    best, sure = sureness(model, vectors["test"])
    inside = float(np.mean((best == np.array(labels["test"])) & (sure >= threshold)))
    return threshold, inside, float(np.mean(sureness(model, vectors["oos_test"])[1] < threshold))


def sureness(model: TopicModel, vectors: Vectors) -> tuple[Any, Any]:
    """Return the best intent in scope of each row and its probability."""
    probabilities = model.predict_proba(vectors)
    probabilities[:, model.labels.index(OUTSIDE)] = 0
    return np.array(model.labels)[probabilities.argmax(axis=1)], probabilities.max(axis=1)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
