"""From sentence vectors to topic probabilities: logistic regression and a vote of the nearest examples, pure numpy once
trained.

The two err differently: the regression draws smooth borders, the vote remembers the single odd example. Together they
are five points better on development messages than the regression alone (docs/experiments).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extensions.nlu.encoder import unit

Vectors = NDArray[np.float32]
Table = NDArray[np.float64]

TINY = 1e-12
KIND = "#"  # "out_of_scope#abuse": a kind of a topic, learnt like a topic and served as the topic


@dataclass(frozen=True)
class Settings:
    """What may be tuned; numbers without unit. Chosen by cross-validation on examples, see docs/experiments."""

    strength: float = 20.0  # inverse regularisation (C) of the regression
    rounds: int = 25  # of the optimiser: the loss is within a thousandth of where it ends
    columns: int = 768  # of a vector that the vote looks at: the meaning, not the spelling
    directions: int = 224  # of these that the vote keeps: a third of the time and memory, no worse
    focus: float = 45.0  # of the vote exp(focus * (cosine - 1)): larger looks at closer neighbours
    vote: float = 0.35  # weight of the vote beside the regression; 0 leaves it out
    candidates: int = 5  # labels whose examples vote, the likeliest by the regression: the others never win by it


@dataclass(frozen=True)
class TopicModel:
    """A trained model: labels and arrays, saved without pickle. Make one with `fit`."""

    labels: tuple[str, ...]
    weights: Vectors  # (labels, dimensions)
    bias: Vectors  # (labels,)
    directions: Vectors  # (columns, directions) along which the examples differ most
    examples: Vectors  # (examples, directions), sorted by label, rows of length 1
    firsts: NDArray[np.int64]  # (labels,) where the examples of each label begin
    numbers: NDArray[np.float64]  # focus, vote, candidates

    def predict_proba(self, vectors: Vectors) -> Table:
        """Return (texts, labels) probabilities; each row sums to 1. A zero vector gets an unsure row."""
        # Row by row: for the few texts of a message a product of matrices takes three times as long.
        scores = np.log(_softmax(np.array([self.weights @ each for each in vectors]) + self.bias) + TINY)
        if self.numbers[1]:
            seen = unit(np.array([each[: len(self.directions)] @ self.directions for each in vectors]))
            scores += [self._votes(each, row) for each, row in zip(seen, scores, strict=True)]
        return _softmax(scores)

    def _votes(self, seen: Vectors, scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return what the nearest examples add to the `scores` of a text, (labels,).

        Labels that are no candidates get what the last of these gets: looking at the examples of all takes six times
        as long and changes nothing.
        """
        focus, vote, candidates = self.numbers
        ends = np.append(self.firsts[1:], len(self.examples))
        likely = np.argsort(-scores)[: int(candidates)]
        near = [self.examples[self.firsts[label] : ends[label]] @ seen for label in likely]
        nearness = np.exp(np.float32(focus) * (np.concatenate(near) - 1))
        votes = np.add.reduceat(nearness, np.cumsum([0, *map(len, near[:-1])]), dtype=np.float64)
        shares = np.log(votes / votes.sum() + TINY)
        added = np.full(len(scores), shares.min())
        added[likely] = shares
        return np.asarray(vote * added)

    def save(self, path: Path) -> None:
        """Write an npz of plain arrays; the examples at half precision, which changes no decision."""
        np.savez(
            path,
            labels=np.array(self.labels),
            weights=self.weights,
            bias=self.bias,
            directions=self.directions,
            examples=self.examples.astype(np.float16),
            firsts=self.firsts,
            numbers=self.numbers,
        )

    @classmethod
    def load(cls, path: Path) -> TopicModel:
        """Read what `save` wrote; refuses pickled content (ValueError)."""
        with np.load(path, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        arrays["examples"] = arrays["examples"].astype(np.float32)
        return cls(labels=tuple(arrays.pop("labels").tolist()), **arrays)


def fit(vectors: Vectors, labels: Sequence[str], settings: Settings = Settings()) -> TopicModel:
    """Train on vectors of length 1, at least two labels; the same input gives the same model."""
    names, codes = np.unique(labels, return_inverse=True)
    weights, bias = regress(vectors, codes, settings.strength, settings.rounds)
    order = np.argsort(codes, kind="stable")
    seen = unit(vectors[order, : settings.columns])
    directions = np.linalg.eigh(seen.T @ seen)[1][:, -settings.directions :]
    return TopicModel(
        tuple(names.tolist()),
        weights,
        bias,
        directions,
        unit(seen @ directions),
        np.searchsorted(codes[order], np.arange(len(names))),
        np.array([settings.focus, settings.vote, settings.candidates]),
    )


def regress(vectors: Vectors, codes: NDArray[np.int64], strength: float, rounds: int) -> tuple[Vectors, Vectors]:
    """Return weights (labels, dimensions) and bias (labels,) of a logistic regression; `codes` are labels from 0.

    Minimises the sum of the losses + |weights|² / (2 strength) by L-BFGS, as scikit-learn does; but along the
    directions in which the examples vary, each scaled by how much: 15 rounds come further than 80 without, in a
    quarter of the time.
    """
    from scipy.optimize import minimize  # serving does not need it

    count, labels = len(codes), int(codes.max()) + 1
    middle = vectors.mean(axis=0)
    spread, directions = np.linalg.eigh((vectors - middle).T @ (vectors - middle))
    scale = 1 / np.sqrt(np.maximum(spread, 0) / labels + 1 / strength)
    turned = directions * scale
    ones = np.full((count, 1), np.sqrt(labels / count), np.float32)  # the bias, scaled alike
    rows = np.hstack([(vectors - middle) @ turned, ones])
    penalty = np.append(scale.astype(np.float64) ** 2 / strength, 0)
    each = np.arange(count)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.reshape(labels, -1)
        chances: Vectors = np.matmul(rows, table.T.astype(np.float32))
        chances -= chances.max(axis=1, keepdims=True)
        losses = -chances[each, codes]
        np.exp(chances, out=chances)
        sums = chances.sum(axis=1, keepdims=True)
        losses += np.log(sums[:, 0])
        chances /= sums
        chances[each, codes] -= 1
        slope = chances.T @ rows + table * penalty
        return float(losses.sum(dtype=np.float64) + (table**2 * penalty).sum() / 2), slope.ravel()

    start = np.zeros(labels * rows.shape[1])
    table = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x.reshape(labels, -1)
    weights = table[:, :-1] @ turned.T
    return weights.astype(np.float32), (table[:, -1] * ones[0] - weights @ middle).astype(np.float32)


def without_kinds(labels: Sequence[str], rows: Table) -> tuple[tuple[str, ...], Table]:
    """Return topics and their probabilities from labels of which some are kinds of one topic."""
    names = [label.split(KIND)[0] for label in labels]
    topics = tuple(dict.fromkeys(names))
    table = np.zeros((len(rows), len(topics)))
    np.add.at(table.T, [topics.index(name) for name in names], rows.T)
    return topics, table


def _softmax(scores: NDArray[np.floating[Any]]) -> Table:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float64)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
