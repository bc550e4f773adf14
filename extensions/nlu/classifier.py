"""From sentence vectors to calibrated topic probabilities, strong with few examples. Pure numpy once trained.

Two readings of the same cosines are blended, because they err differently: kernel logistic regression (smooth borders
between topics) and a soft nearest-neighbour vote (remembers the single odd example). Vectors of several encoders side
by side may be judged apart, as `views`, and blended after: better than one kernel over all of them. Every setting was
chosen on training and validation data only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from extensions.nlu.encoder import unit

Vectors = NDArray[np.float32]
Table = NDArray[np.floating[Any]]
Labels = Sequence[str]
TINY = 1e-12


@dataclass(frozen=True)
class Settings:
    """What may be tuned; numbers are without unit unless said."""

    width: float = 2.0  # of the kernel exp(width * (cosine - 1)): larger looks at closer neighbours
    strength: float = 40.0  # inverse regularisation (C) of the logistic regression
    landmarks: int = 1500  # examples that span the kernel's space; with fewer examples all of them do
    focus: float = 20.0  # of the neighbour vote exp(focus * (cosine - 1))
    vote: float = 0.4  # weight of the neighbour vote beside the regression
    views: tuple[tuple[int, float], ...] = ()  # (columns, share) of each encoder's part; empty: one view of everything
    folds: int = 3  # of the cross-validation that sets the temperature; 0 leaves the temperature at 1


@dataclass(frozen=True)
class TopicModel:
    """A trained model: all arrays, so it is saved without pickle. Make one with `fit`."""

    labels: tuple[str, ...]
    examples: Vectors  # [n, d], each view's part of a row of length 1; the first of them are the landmarks
    owners: NDArray[np.int64]  # [n] index of each example's label
    weights: Vectors  # [views, landmarks, labels]
    bias: Vectors  # [views, labels]
    views: NDArray[np.float64]  # [views, 2] columns, share
    numbers: NDArray[np.float64]  # width, focus, vote, temperature

    def predict_proba(self, vectors: Vectors) -> NDArray[np.float64]:
        """[messages, labels] in the order of `labels`, rows sum to 1. A zero vector gets an unsure row."""
        return self.judge(vectors)[0]

    def judge(self, vectors: Vectors) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(probabilities, nearness): nearness is the cosine to the closest example, 0 for a zero vector.

        Probabilities compare topics with each other, nearness says whether anything like this was ever seen: compare
        probability * nearness with a threshold to refuse what is out of scope.
        """
        cosines = self.cosines(vectors)
        probabilities = _softmax(self.scores(cosines) / self.numbers[3])
        shares = self.views[:, 1] / self.views[:, 1].sum()
        return probabilities, np.asarray(np.tensordot(shares, cosines, 1).max(axis=1), np.float64)

    def cosines(self, vectors: Vectors) -> Vectors:
        """[views, messages, examples]."""
        mine, known = _columns(vectors, self.views), _columns(self.examples, self.views)
        return np.stack([unit(part) @ examples.T for part, examples in zip(mine, known, strict=True)])

    def scores(self, cosines: Vectors) -> NDArray[np.float64]:
        """Log-probabilities before calibration, [messages, labels], from the cosines to all examples."""
        views = zip(cosines, self.weights, self.bias, self.views[:, 1], strict=True)
        total = sum(share * self._view(near - 1, weights, bias) for near, weights, bias, share in views)
        return np.asarray(total, np.float64)

    def _view(self, near: Vectors, weights: Vectors, bias: Vectors) -> NDArray[np.float64]:
        width, focus, vote, _ = self.numbers
        smooth = np.exp(width * near[:, : len(weights)]) @ weights + bias
        votes = _by_label(np.exp(focus * near), self.owners, len(self.labels))
        return np.asarray(np.log(_softmax(smooth) + TINY) + vote * np.log(votes + TINY))

    def save(self, path: Path) -> None:
        """Write an npz of plain arrays."""
        arrays = {name: getattr(self, name) for name in ("examples", "owners", "weights", "bias", "views", "numbers")}
        np.savez(path, labels=np.array(self.labels), **arrays)

    @staticmethod
    def load(path: Path) -> "TopicModel":
        """Read what `save` wrote; refuses pickled content (ValueError)."""
        with np.load(path, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        return TopicModel(labels=tuple(arrays.pop("labels").tolist()), **arrays)


def fit(vectors: Vectors, labels: Labels, seed: int = 0, settings: Settings = Settings()) -> TopicModel:
    """Train on unit rows; same input and seed, same model. Raises ValueError with fewer than two labels."""
    names, owners = np.unique(np.asarray(labels), return_inverse=True)
    if len(names) < 2:
        raise ValueError("a classifier needs at least two labels")
    plain = _fit(vectors, owners, names, seed, settings)
    if not settings.folds or np.bincount(owners).min() < settings.folds:
        return plain
    scores = _held_out(vectors, owners, names, seed, settings)
    return replace(plain, numbers=np.append(plain.numbers[:3], temperature(scores, owners)))


def cross_validated(
    vectors: Vectors, labels: Labels, seed: int = 0, settings: Settings = Settings()
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """(labels, probabilities): each row judged by a model that did not see it. For thresholds and honest figures."""
    names, owners = np.unique(np.asarray(labels), return_inverse=True)
    scores = _held_out(vectors, owners, names, seed, settings)
    return tuple(names.tolist()), _softmax(scores / temperature(scores, owners))


def temperature(scores: Table, owners: NDArray[np.int64]) -> float:
    """The divisor of the scores that makes held-out probabilities honest (smallest log loss)."""
    rows = np.arange(len(owners))

    def loss(log_t: float) -> float:
        return float(-np.log(_softmax(scores / np.exp(log_t))[rows, owners] + TINY).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.5, 2.5), method="bounded").x))


def _fit(
    vectors: Vectors, owners: NDArray[np.int64], names: NDArray[np.str_], seed: int, settings: Settings
) -> TopicModel:
    """All views, uncalibrated."""
    views = np.array(settings.views or [(vectors.shape[1], 1.0)], np.float64)
    order = np.random.RandomState(seed).permutation(len(vectors))
    owners, parts = owners[order], [unit(part) for part in _columns(vectors[order], views)]
    weights, bias = zip(*(_regression(part, owners, settings) for part in parts), strict=True)
    numbers = np.array([settings.width, settings.focus, settings.vote, 1.0])
    labels = tuple(names.tolist())
    return TopicModel(labels, np.hstack(parts), owners, np.stack(weights), np.stack(bias), views, numbers)


def _regression(examples: Vectors, owners: NDArray[np.int64], settings: Settings) -> tuple[Vectors, Vectors]:
    """(weights, bias) of a kernel logistic regression in the space that its landmarks span (Nystroem)."""
    landmarks = examples[: settings.landmarks]
    values, axes = np.linalg.eigh(np.exp(settings.width * (landmarks @ landmarks.T - 1)).astype(np.float64))
    kept = values > values[-1] * 1e-6
    axes = (axes[:, kept] / np.sqrt(values[kept])).astype(np.float32)
    features = np.exp(settings.width * (examples @ landmarks.T - 1)) @ axes
    regression = LogisticRegression(C=settings.strength, tol=1e-3, max_iter=1000).fit(features, owners)
    coefficients, bias = regression.coef_, regression.intercept_
    if len(coefficients) == 1:  # two labels: the library keeps one row
        coefficients, bias = np.vstack([-coefficients, coefficients]) / 2, np.append(-bias, bias) / 2
    return np.asarray(axes @ coefficients.T, np.float32), np.asarray(bias, np.float32)


def _columns(vectors: Vectors, views: Table) -> list[Vectors]:
    """The columns of each view, not copied."""
    return np.split(vectors, np.cumsum(views[:-1, 0]).astype(int), axis=1)


def _held_out(
    vectors: Vectors, owners: NDArray[np.int64], names: NDArray[np.str_], seed: int, settings: Settings
) -> NDArray[np.float64]:
    scores = np.empty((len(vectors), len(names)))
    for seen, unseen in StratifiedKFold(settings.folds, shuffle=True, random_state=seed).split(vectors, owners):
        model = _fit(vectors[seen], owners[seen], names, seed, settings)
        scores[unseen] = model.scores(model.cosines(vectors[unseen]))
    return scores


def _by_label(votes: Table, owners: NDArray[np.int64], labels: int) -> NDArray[np.float64]:
    """Share of the votes each label gets, rows sum to 1."""
    sums = np.stack([np.bincount(owners, row, labels) for row in votes])
    return np.asarray(sums / sums.sum(axis=1, keepdims=True))


def _softmax(scores: Table) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float64)
