"""From sentence vectors to topic probabilities: multinomial logistic regression, pure numpy once trained.

Kernel regression and neighbour votes were tried beside it: a little better with ten examples a topic, no better with
the sixty and more that we have, and forty times larger (docs/nlu.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

STRENGTH = 20.0  # inverse regularisation (C), chosen by cross-validation on the training examples
ROUNDS = 80  # of the optimiser: three times as many change no decision and take three times as long


@dataclass(frozen=True)
class TopicModel:
    """A trained model: labels and arrays, saved without pickle. Make one with `fit`."""

    labels: tuple[str, ...]
    weights: Vectors  # (labels, dimensions)
    bias: Vectors  # (labels,)

    def predict_proba(self, vectors: Vectors) -> NDArray[np.float64]:
        """Return (texts, labels) probabilities; each row sums to 1."""
        scores = (vectors @ self.weights.T + self.bias).astype(np.float64)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def save(self, path: Path) -> None:
        """Write an npz of plain arrays."""
        np.savez(path, labels=np.array(self.labels), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> TopicModel:
        """Read what `save` wrote; refuses pickled content (ValueError)."""
        with np.load(path, allow_pickle=False) as found:
            return cls(tuple(found["labels"].tolist()), found["weights"], found["bias"])


def fit(vectors: Vectors, labels: Sequence[str], strength: float = STRENGTH) -> TopicModel:
    """Train on vectors of length 1; the same input gives the same model."""
    from sklearn.linear_model import LogisticRegression  # 45 MB that serving does not need

    regression: Any = LogisticRegression(C=strength, max_iter=ROUNDS).fit(vectors, np.asarray(labels))
    return TopicModel(
        tuple(regression.classes_.tolist()),
        regression.coef_.astype(np.float32),
        regression.intercept_.astype(np.float32),
    )
