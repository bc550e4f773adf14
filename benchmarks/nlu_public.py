"""The understanding pipeline's core (encoder, classifier, one threshold) on public data, beside published figures.

    python -m benchmarks.nlu_public <folder of the data sets> [minilm|both] [--quick]

Splits as the data folder's README says. All settings are the shipping ones; the CLINC150 threshold is chosen on the
validation rows. Test rows are read for the printed figures only.
"""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from extensions.nlu.classifier import Settings, TopicModel, Vectors, fit
from extensions.nlu.encoder import Cached, Encoder, Joined, MiniLM, Use

Rows = list[tuple[str, str]]  # text, label
DRAWS = range(5)
SHOTS = 10
OUTSIDE = "oos"
PRICE = 0.004  # share of validation rows in scope that the threshold may cost
SETTINGS = {  # the temperature changes no ranking, and takes most of the time
    "minilm": Settings(folds=0),
    "both": Settings(folds=0, views=((384, 1.0), (512, 0.3))),
}


def encoders() -> dict[str, Encoder]:
    """The candidates by name; the README of the benchmarks says which one ships."""
    return {"minilm": MiniLM(), "both": Joined([(MiniLM(), 1.0), (Use(), 1.0)])}


def banking(folder: Path, part: str) -> Rows:
    with (folder / f"banking77_{part}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def draw(labels: Sequence[str], seed: int) -> list[int]:
    """Ten rows of each intent, intents in order of first appearance."""
    random, table = np.random.RandomState(seed), np.array(labels)
    rows = (np.flatnonzero(table == label) for label in dict.fromkeys(labels))
    return [int(row) for places in rows for row in places[random.permutation(len(places))[:SHOTS]]]


def accuracy(model: TopicModel, vectors: Vectors, labels: Sequence[str]) -> float:
    best = model.predict_proba(vectors).argmax(axis=1)
    return float(np.mean([model.labels[place] == label for place, label in zip(best, labels, strict=True)]))


def few_shot(encoder: Encoder, settings: Settings, folder: Path) -> list[float]:
    texts, labels = zip(*banking(folder, "train"), strict=True)
    tests, truth = zip(*banking(folder, "test"), strict=True)
    vectors, unseen = encoder.encode(texts), encoder.encode(tests)
    picks = [draw(labels, seed) for seed in DRAWS]
    models = [fit(vectors[pick], [labels[row] for row in pick], settings=settings) for pick in picks]
    return [accuracy(model, unseen, truth) for model in models]


def full(encoder: Encoder, settings: Settings, folder: Path) -> float:
    texts, labels = zip(*banking(folder, "train"), strict=True)
    tests, truth = zip(*banking(folder, "test"), strict=True)
    return accuracy(fit(encoder.encode(texts), labels, settings=settings), encoder.encode(tests), truth)


def sureness(model: TopicModel, vectors: Vectors) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """The best topic in scope of each row and how sure it is: probability times nearness."""
    probabilities, nearness = model.judge(vectors)
    probabilities[:, model.labels.index(OUTSIDE)] = 0
    return np.array(model.labels)[probabilities.argmax(axis=1)], probabilities.max(axis=1) * nearness


def clinc(encoder: Encoder, settings: Settings, folder: Path) -> tuple[float, float, float]:
    """(threshold, in-scope accuracy where a refusal is an error, out-of-scope recall) on the test rows."""
    parts = json.loads((folder / "clinc150_full.json").read_text(encoding="utf-8"))
    vectors = {name: encoder.encode([text for text, _ in rows]) for name, rows in parts.items()}
    labels = {name: [label for _, label in rows] for name, rows in parts.items()}
    seen = np.vstack([vectors["train"], vectors["oos_train"]])
    model = fit(seen, labels["train"] + labels["oos_train"], settings=settings)

    best, sure = sureness(model, vectors["val"])
    right = np.sort(sure[best == np.array(labels["val"])])
    threshold = float(right[int(PRICE * len(sure))])
    best, sure = sureness(model, vectors["test"])
    inside = float(np.mean((best == np.array(labels["test"])) & (sure >= threshold)))
    return threshold, inside, float(np.mean(sureness(model, vectors["oos_test"])[1] < threshold))


def latency(encoder: Encoder, folder: Path) -> float:
    """Median milliseconds for one message, one thread."""
    texts = [text for text, _ in banking(folder, "test")[::15]]
    encoder.encode(texts[:3])
    times = []
    for text in texts:
        start = perf_counter()
        encoder.encode([text])
        times.append(perf_counter() - start)
    return median(times) * 1000


def main(folder: Path, name: str, quick: bool) -> None:
    encoder = encoders()[name]
    cached, settings = Cached(encoder), SETTINGS[name]
    print(f"{encoder.version}: {latency(encoder, folder):.1f} ms a message", flush=True)
    draws = few_shot(cached, settings, folder)
    shown = ", ".join(f"{share:.2%}" for share in draws)
    print(f"BANKING77 10-shot    {mean(draws):.2%} ({shown})   published 85.19% (USE + ConveRT)", flush=True)
    if quick:
        return
    print(f"BANKING77 full       {full(cached, settings, folder):.2%}   published 93.66% (USE + ConveRT)", flush=True)
    threshold, inside, outside = clinc(cached, settings, folder)
    print(f"CLINC150 in scope    {inside:.2%}   published 96.9% (BERT), 97.16% without a threshold (USE + ConveRT)")
    print(f"CLINC150 oos recall  {outside:.2%}   published 40.3% (BERT); threshold {threshold:.3f}")


if __name__ == "__main__":
    names = [word for word in sys.argv[2:] if not word.startswith("-")]
    main(Path(sys.argv[1]), names[0] if names else "minilm", "--quick" in sys.argv)
