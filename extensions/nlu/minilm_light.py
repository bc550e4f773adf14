"""A lighter network from the published one: fewer inner units, the others fitted anew (docs/decisions/0012).

After "optimal brain surgeon" (Hassibi and Stork, 1993), with whole units in place of single weights: leave out the
units that a linear fit of the layer's output misses least, and let the others take over their part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extensions.nlu.minilm_numpy import (
    LAYERS,
    Layer,
    Table,
    Texts,
    Weights,
    attend,
    bend,
    embed,
    layer_weights,
    linear,
    norm,
)

UNITS = 1152  # kept of 1536 in every layer
RIDGE = 0.02  # of the mean square of the inputs: holds the fit near the published weights
AT_ONCE = 64  # units that go before the others are weighed again

Range = tuple[Table, Table]  # the least and the greatest number of each column


@dataclass(frozen=True)
class Lighter:
    """The layers, and of every matrix of each the least and the greatest number that comes into each of its rows."""

    layers: list[Layer]
    ranges: list[dict[str, Range]]


def lighten(weights: Weights, texts: Texts) -> Lighter:
    """Return the network whose layers stay as near to the published ones on `texts` as so few units can.

    Each layer makes up for what those below it miss.
    """
    published = light = embed(weights, texts)
    made = Lighter([], [])
    for number in range(LAYERS):
        exact = layer_weights(weights, number)
        published = norm(published + linear(attend(published, exact, texts), exact, "attended"), exact, "norm1")
        into = {"heads": light, "attended": attend(light, exact, texts)}
        into["up"] = light = norm(light + linear(into["attended"], exact, "attended"), exact, "norm1")
        published = published + linear(bend(linear(published, exact, "up")), exact, "down")
        bent = bend(linear(light, exact, "up"))
        kept, down, bias = fit(bent, published - light, exact["down.w"])
        into["down"] = bent[:, kept]
        layer = exact | {"up.w": exact["up.w"][:, kept], "up.b": exact["up.b"][kept], "down.w": down, "down.b": bias}
        published = norm(published, exact, "norm2")
        light = norm(light + linear(into["down"], layer, "down"), layer, "norm2")
        made.layers.append({name: np.ascontiguousarray(value) for name, value in layer.items()})
        made.ranges.append({name: (x.min(axis=0), x.max(axis=0)) for name, x in into.items()})
    return made


def fit(units: Table, wanted: Table, before: Table, keep: int = UNITS) -> tuple[NDArray[np.int64], Table, Table]:
    """Return which units are kept, and the weights and the bias with which they give `wanted`, near those `before`."""
    count = units.shape[1]
    ones = np.hstack([units, np.ones((len(units), 1), np.float32)])
    squares, products = ((ones.T @ each).astype(np.float64) for each in (ones, wanted))
    ridge = RIDGE * np.trace(squares[:count, :count]) / count
    squares[np.arange(count), np.arange(count)] += ridge
    products[:count] += ridge * before
    inverse = np.linalg.inv(squares)
    weights = inverse @ products
    kept = np.arange(count)
    while len(kept) > keep:
        missed = (weights[kept] ** 2).sum(1) / inverse[kept, kept]  # what the best fit without a unit lacks
        order = missed.argsort()[: min(AT_ONCE, len(kept) - keep)]
        gone, kept = kept[order], np.delete(kept, order)
        taken_over = np.linalg.solve(inverse[np.ix_(gone, gone)], inverse[gone]).T
        weights -= taken_over @ weights[gone]
        inverse -= taken_over @ inverse[gone]
    return kept, weights[kept].astype(np.float32), weights[count].astype(np.float32)
