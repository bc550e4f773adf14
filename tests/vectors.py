"""Vectors as other machines may compute them: those of the fp32 encoder, and ours with seeded noise of that size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from extensions.nlu.encoder import FOLDER, MODEL_FILE, TOKENIZER_FILE, MiniLM, Vectors, save_whole, unit
from extensions.nlu.minilm_build import HELD_OUT, calibration, graph, weights_file
from extensions.nlu.minilm_light import lighten
from extensions.nlu.minilm_numpy import Texts

Encode = Callable[[MiniLM, Sequence[str]], Vectors]

INT8: Encode = MiniLM.encode
NOISE = 0.073
"""The root of the mean square length of int8 − fp32 on 2,780 example messages, whose vectors have length 1."""


@lru_cache(maxsize=1)
def exact() -> MiniLM:
    """Return the encoder in fp32, which is built once a machine (some twenty seconds) beside that in int8."""
    found = MiniLM(FOLDER / f"fp32-{MiniLM().version}")
    if not (found.folder / MODEL_FILE).exists():
        source = weights_file()
        weights, texts = load_file(source), calibration(source.with_name(TOKENIZER_FILE))
        light = lighten(weights, Texts([text for n, text in enumerate(texts) if n % HELD_OUT]))
        model = graph(weights, light, exact=True).SerializeToString()
        words = source.with_name(TOKENIZER_FILE).read_bytes()
        save_whole(found.folder / TOKENIZER_FILE, lambda file: file.write(words))
        save_whole(found.folder / MODEL_FILE, lambda file: file.write(model))
    return found


def encoding(name: str) -> Encode:
    """Return what stands in for `MiniLM.encode`: "int8" (ours), "fp32", or "noise:SEED"."""
    if name == "int8":
        return INT8
    if name == "fp32":
        return lambda _, texts: INT8(exact(), texts)
    seed = int(name.removeprefix("noise:"))
    return lambda encoder, texts: noisy(INT8(encoder, texts), texts, seed)


def noisy(vectors: Vectors, texts: Sequence[str], seed: int) -> Vectors:
    """Return vectors of length 1 with noise of length NOISE: the same for the same text; what is zero stays zero."""
    noise = unit(np.array([direction(text, seed) for text in texts]).reshape(vectors.shape))
    return unit(vectors + np.where(vectors.any(axis=1, keepdims=True), NOISE * noise, 0))


def direction(text: str, seed: int) -> NDArray[np.float64]:
    """Return where a text's noise points to."""
    return np.random.default_rng([seed, crc32(text.encode())]).normal(size=MiniLM.width)
