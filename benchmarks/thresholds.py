"""Which thresholds serve best, by what a model says of training examples and pairs that it has not seen.

Gains: a right answer +1, asking back 0, a wrong answer -0.5 (it shows its own error and the next message mends it), an
answer to what is not our business -1.5, a safety topic that is not served -3. Of two topics each counts half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.crossing import Judged
from extensions.nlu.decide import EMERGENCY, OUT_OF_SCOPE, PROBLEM, Thresholds, decide

STEPS = [round(0.05 * step, 2) for step in range(1, 19)]
NAMES = ("safety", "courtesy", "topic", "outside", "part", "telling", "run")
HAIR = 0.0005  # gains closer than this are the same; then the higher threshold, which asks


def figures(chosen: Thresholds, judged: Sequence[Judged]) -> dict[str, Any]:
    """Return for each threshold the mean gain at every step, the others as chosen, and the best step."""
    found = {}
    for name in NAMES:
        gains = {step: gain(judged, replace(chosen, **{name: step})) for step in STEPS}
        most = max(gains.values())
        best = max(step for step, value in gains.items() if value >= most - HAIR)
        found[name] = {"chosen": getattr(chosen, name), "best": best, "gains": gains}
    return found


def gain(judged: Sequence[Judged], thresholds: Thresholds) -> float:
    """Return the mean gain of serving these messages."""
    return round(float(np.mean([worth(one.topics, decide(one.scores, thresholds).topics) for one in judged])), 4)


def worth(topics: tuple[str, ...], served: list[str]) -> float:
    """Return what serving `served` to a message about `topics` is worth."""
    right = set(topics) & set(served)
    wrong = len(set(served) - set(topics) - {OUT_OF_SCOPE})
    if not right and {EMERGENCY, PROBLEM} & set(topics):
        return -3
    if topics == (OUT_OF_SCOPE,):
        return 1 if not wrong and right else -1.5 if wrong else 0
    return len(right) / len(topics) - 0.5 * (wrong + (OUT_OF_SCOPE in served))
