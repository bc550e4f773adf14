"""The network all-MiniLM-L6-v2 in plain numpy, many texts at once: the yardstick for the graph that serves.

The tokens of all texts stand below each other in one table, shape (tokens, width); `Texts` knows which are whose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, softmax

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
HEAD = WIDTH // HEADS
MIDDLE = 4  # the block whose mean is kept beside the last one's

Weights = Mapping[str, NDArray[np.float32]]
Layer = dict[str, NDArray[np.float32]]
Table = NDArray[np.float32]
Tokens = NDArray[np.int64]


class Texts:
    """Which rows of a table belong to which text."""

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self.tokens = np.concatenate(texts)
        self.lengths = np.array([len(text) for text in texts])
        self.starts = np.cumsum(self.lengths) - self.lengths

    @cached_property
    def places(self) -> Tokens:
        """The place of every token in its text."""
        return np.asarray(np.concatenate([np.arange(length) for length in self.lengths]))

    @cached_property
    def alike(self) -> list[Tokens]:
        """The rows of the texts of each length, shape (texts, length): they are computed together."""
        lengths = np.unique(self.lengths)
        return [self.starts[self.lengths == length][:, None] + np.arange(length) for length in lengths]

    def means(self, x: Table) -> Table:
        """Return the mean row of every text."""
        return np.asarray(np.add.reduceat(x, self.starts) / self.lengths[:, None], np.float32)


def layer_weights(weights: Weights, layer: int) -> Layer:
    """One layer's matrices, ready for `x @ w + b`; query, key and value stand side by side in one matrix."""

    def get(name: str) -> NDArray[np.float32]:
        return weights[f"encoder.layer.{layer}.{name}"]

    heads = [f"attention.self.{part}" for part in ("query", "key", "value")]
    named = {"attended": "attention.output", "up": "intermediate", "down": "output"}
    found = {
        "heads.w": np.concatenate([get(f"{head}.weight") for head in heads]).T,
        "heads.b": np.concatenate([get(f"{head}.bias") for head in heads]),
    }
    for ours, theirs in named.items():
        found |= {f"{ours}.w": get(f"{theirs}.dense.weight").T, f"{ours}.b": get(f"{theirs}.dense.bias")}
    for ours, theirs in (("norm1", "attention.output"), ("norm2", "output")):
        found |= {f"{ours}.w": get(f"{theirs}.LayerNorm.weight"), f"{ours}.b": get(f"{theirs}.LayerNorm.bias")}
    return {name: np.ascontiguousarray(value) for name, value in found.items()}


def linear(x: Table, layer: Layer, name: str) -> Table:
    """Return `x @ w + b`."""
    found = x @ layer[f"{name}.w"]
    found += layer[f"{name}.b"]
    return np.asarray(found, np.float32)


def norm(x: Table, layer: Layer, name: str) -> Table:
    """Return rows with mean 0 and variance 1, scaled and shifted."""
    centred = x - x.mean(-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
    return np.asarray(centred / spread * layer[f"{name}.w"] + layer[f"{name}.b"], np.float32)


def embed(weights: Weights, texts: Texts) -> Table:
    """Return the tokens as the first layer reads them."""
    words, places, kinds = (
        weights[f"embeddings.{part}_embeddings.weight"] for part in ("word", "position", "token_type")
    )
    names = {
        f"norm0.{ours}": weights[f"embeddings.LayerNorm.{theirs}"] for ours, theirs in (("w", "weight"), ("b", "bias"))
    }
    return norm(words[texts.tokens] + places[texts.places] + kinds[0], names, "norm0")


def attend(x: Table, layer: Layer, texts: Texts) -> Table:
    """Return what the heads see, side by side, each token among those of its own text."""
    found = np.empty_like(x)
    heads = linear(x, layer, "heads").reshape(-1, 3, HEADS, HEAD)
    for rows in texts.alike:
        query, key, value = heads[rows].transpose(2, 0, 3, 1, 4)
        seen = softmax(query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(HEAD)), axis=-1) @ value
        found[rows] = seen.swapaxes(1, 2).reshape(*rows.shape, WIDTH)
    return found


def bend(x: Table) -> Table:
    """Return GELU."""
    bent = erf(x / np.float32(np.sqrt(2)))
    bent += 1  # in place: these are the greatest tables
    bent *= x
    bent /= 2
    return np.asarray(bent, np.float32)


def forward(weights: Weights, layers: Sequence[Layer], texts: Texts) -> Table:
    """Return the vectors of texts, shape (texts, 768): the mean of the last block and that of block `MIDDLE`."""
    x, means = embed(weights, texts), []
    for layer in layers:
        x = norm(x + linear(attend(x, layer, texts), layer, "attended"), layer, "norm1")
        x = norm(x + linear(bend(linear(x, layer, "up")), layer, "down"), layer, "norm2")
        means.append(texts.means(x))
    return np.hstack([means[-1], means[MIDDLE - 1]])
