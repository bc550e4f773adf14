"""`make eval`: how well messages are understood, per topic, with what is confused with what, against the figures
that were kept before, less two standard errors.

Two measures, reported apart: cross-validation on the training examples (every example is judged by a model that has
not seen it) and the development messages, where they are at hand. Written to var/eval/ as JSON and as a page.
`--thresholds` prints what other thresholds would do; `--keep` keeps the figures in docs/figures.json.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extensions.runtime.bootstrap import prepare

prepare()

from benchmarks import development, kept, page, thresholds  # noqa: E402
from benchmarks.crossing import Judged, cross_validated, examples  # noqa: E402
from benchmarks.shipping import Shipping  # noqa: E402
from extensions.nlu.decide import FOLLOW_UP, decide  # noqa: E402

FOLDER = Path("var/eval")
MOST_PAIRS = 30


def main(arguments: Sequence[str]) -> int:
    """Measure, write the report, and return 1 where a figure is worse than chance makes it."""
    pipeline = Shipping()
    texts, labels = examples()
    judged = cross_validated(pipeline, texts, labels)
    report = {"cross_validation": summary(pipeline, judged)}
    if development.ROWS.exists():
        model = pipeline.train(texts, labels)
        report["development"] = development.measure(pipeline, model)
    if "--thresholds" in arguments:
        report["thresholds"] = thresholds.figures(pipeline.thresholds, judged)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "report.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    (FOLDER / "index.html").write_text(page.html(report), "utf-8")
    print(text(report))
    missed = kept.below(report, kept.figures())
    if "--keep" in arguments:
        kept.keep(report)
    print("\n".join(missed) or f"every figure is as good as before; the page is {FOLDER / 'index.html'}")
    return 1 if missed else 0


def summary(pipeline: Shipping, judged: Sequence[Judged]) -> dict[str, Any]:
    """Return accuracy before and after thresholds, per topic, and the pairs that are confused most."""
    single = [one for one in judged if len(one.topics) == 1 and one.topics[0] != FOLLOW_UP]  # those need a talk
    double = [
        set(decide(one.scores, pipeline.thresholds).topics) == set(one.topics) for one in judged if one.topics[1:]
    ]
    best = [one.scores.labels[int(one.scores.whole.argmax())] for one in single]
    served = [decide(one.scores, pipeline.thresholds).topics for one in single]
    pairs = Counter((one.topics[0], label) for one, label in zip(single, best, strict=True))
    topics = sorted({one.topics[0] for one in single})
    totals = {topic: sum(n for (truth, _), n in pairs.items() if truth == topic) for topic in topics}
    return {
        "examples": len(single),
        "of": {"accuracy": len(single), "served": len(single), "both_of_two": len(double)},
        "accuracy": share(label == one.topics[0] for one, label in zip(single, best, strict=True)),
        "served": share(got[:1] == list(one.topics) for one, got in zip(single, served, strict=True)),
        "one_only": share(len(got) <= 1 for got in served),
        "both_of_two": share(double),
        "asked_back": share(not got for got in served),
        "topics": {topic: round(pairs[topic, topic] / totals[topic], 3) for topic in topics},
        "confused": [[a, b, n] for (a, b), n in pairs.most_common() if a != b][:MOST_PAIRS],
        "matrix": {topic: {b: n for (a, b), n in pairs.items() if a == topic} for topic in topics},
    }


def share(right: Any) -> float:
    """Return the share of what is true, to four places."""
    return round(float(np.mean(list(right))), 4)


def text(report: dict[str, Any]) -> str:
    """Return the report for a terminal."""
    found = report["cross_validation"]
    lines = [f"cross-validation on {found['examples']} training examples: right {found['accuracy']:.1%}"]
    lines[0] += f", served {found['served']:.1%}, asked back {found['asked_back']:.1%}"
    lines += [
        f"of two put together both and nothing else {found['both_of_two']:.1%}; one stays one {found['one_only']:.1%}"
    ]
    lines += [f"  {share:6.1%}  {topic}" for topic, share in sorted(found["topics"].items(), key=lambda one: one[1])]
    lines += ["confused most:"] + [f"  {n:4}  {a} -> {b}" for a, b, n in found["confused"][:10]]
    if "development" in report:
        found = {name: value for name, value in report["development"].items() if isinstance(value, float)}
        lines += ["development messages:"] + [f"  {name}: {value}" for name, value in found.items()]
    for name, one in report.get("thresholds", {}).items():
        gains = " ".join(f"{step:.2f}:{value:.3f}" for step, value in one["gains"].items())
        lines += [f"{name}: chosen {one['chosen']}, best {one['best']}: {gains}"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
