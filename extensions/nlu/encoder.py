"""Sentence encoders: texts in, one vector a text out. Rows have length 1 (zeros for a blank text).

Encoders are cheap to make and load what they need at the first `encode`, once. None touches the network. The vector of
a text never depends on its neighbours in the same call.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parents[2] / "var" / "encoder"
CACHE = FOLDER.with_name("vectors")
MODEL_FILE, TOKENIZER_FILE = "minilm-light-int8.onnx", "tokenizer.json"
MIDDLE_WEIGHT = 0.8  # of the middle block's vector beside the last one's
HIDDEN = np.float32(1e4)  # so far below what is seen that it weighs nothing
MAX_TOKENS = 128  # longer messages are cut: the model was trained on texts of this size

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What turns texts into vectors. `version` changes whenever a vector could change: use it in fingerprints."""

    @property
    def version(self) -> str: ...
    @property
    def width(self) -> int: ...
    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, float32, length 1; zeros for a blank text."""


def unit(rows: NDArray[Any]) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays zeros."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, np.newaxis]  # a third of the time of `norm`
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)


def stack(rows: Iterable[NDArray[Any]], width: int) -> Vectors:
    """Rows below each other; no rows give an empty table of the right width."""
    return np.asarray(list(rows), np.float32).reshape(-1, width)


def session(path: Path) -> Any:
    """An onnxruntime session on one thread."""
    import onnxruntime  # heavy: only where vectors are wanted

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps what the longest message once needed
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class MiniLM:
    """all-MiniLM-L6-v2 in int8 (Apache-2.0), English: the file minilm_build.py wrote into `folder`.

    384 numbers of the last block and 384 of a middle one, which keeps more of the words themselves.
    """

    width = 768

    def __init__(self, folder: Path | str = FOLDER) -> None:
        self.folder = Path(folder)

    @cached_property
    def version(self) -> str:
        """Names the file's content; raises FileNotFoundError when the encoder was not built."""
        return "minilm-" + hashlib.sha256((self.folder / MODEL_FILE).read_bytes()).hexdigest()[:16]

    @cached_property
    def _run(self) -> tuple[Any, Any]:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / TOKENIZER_FILE))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer, session(self.folder / MODEL_FILE)

    def encode(self, texts: Sequence[str]) -> Vectors:
        tokenizer, model = self._run
        # The closing mark says nothing and takes as long as a word; a blank text has no words.
        tokens = [tokenizer.encode(text).ids[:-1] if text.strip() else [] for text in texts]
        found = np.zeros((len(texts), self.width), np.float32)
        for some in together([len(each) for each in tokens]):
            found[some] = model.run(None, feed([tokens[n] for n in some]))[0][0]
        halves = unit(found.reshape(-1, self.width // 2))
        shares = unit(np.array([[1, MIDDLE_WEIGHT]]))
        return (halves.reshape(-1, 2, self.width // 2) * shares[..., np.newaxis]).reshape(-1, self.width)


def together(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield which texts are encoded in one go, of at most MAX_TOKENS together; those without a token are in none."""
    some: list[int] = []
    for n in filter(lengths.__getitem__, range(len(lengths))):
        if some and sum(lengths[each] for each in [*some, n]) > MAX_TOKENS:
            yield some
            some = []
        some.append(n)
    if some:
        yield some


def feed(texts: Sequence[Sequence[int] | NDArray[np.int64]]) -> dict[str, NDArray[Any]]:
    """Return what the graph reads: the tokens of all texts, their places, which see nothing of each other, and their
    shares in the mean of their text.

    Shapes (1, tokens), (1, tokens), (1, 1, tokens, tokens) and (texts, tokens).
    """
    ends = np.cumsum([len(text) for text in texts])
    shares = np.zeros((len(texts), ends[-1]), np.float32)
    apart = np.full((1, 1, ends[-1], ends[-1]), -HIDDEN)
    for row, text, end in zip(shares, texts, ends, strict=True):
        own = slice(end - len(text), end)
        row[own] = 1 / len(text)
        apart[0, 0, own, own] = 0
    return {
        "tokens": np.concatenate(texts).astype(np.int64)[np.newaxis],
        "places": np.concatenate([np.arange(len(text)) for text in texts])[np.newaxis],
        "apart": apart,
        "shares": shares,
    }


class CharNgrams:
    """Hashed pieces of words (no vocabulary, nothing to train): sees through typos where an encoder does not."""

    def __init__(self, width: int = 1024, sizes: tuple[int, ...] = (2, 3, 4)) -> None:
        self.width, self.sizes = width, sizes

    @property
    def version(self) -> str:
        return f"chars{self.sizes}-{self.width}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        return unit(stack(map(self._one, texts), self.width))

    def _one(self, text: str) -> NDArray[Any]:
        words = text.lower().split()
        if not words:
            return np.zeros(self.width)
        codes, counts = np.unique(np.concatenate([_codes(word, self.sizes) for word in words]), return_counts=True)
        # The root: a piece said twice is not twice as telling. The sign: collisions cancel out.
        signed = np.where(codes & 0x80000000, 1, -1) * np.sqrt(counts)
        return np.bincount(codes % self.width, signed, self.width)


@lru_cache(maxsize=10_000)
def _codes(word: str, sizes: tuple[int, ...]) -> NDArray[np.int64]:
    """The numbers of a word's pieces."""
    framed = f" {word} "
    starts = [(i, size) for size in sizes for i in range(max(len(framed) - size + 1, 1))]
    return np.array([crc32(framed[i : i + size].encode()) for i, size in starts])


class Joined:
    """Several encoders side by side, each scaled by its weight: the dot product becomes a weighted mean of cosines."""

    def __init__(self, parts: Sequence[tuple[Encoder, float]]) -> None:
        self.parts = tuple(parts)

    @property
    def version(self) -> str:
        return "+".join(f"{weight:g}*{encoder.version}" for encoder, weight in self.parts)

    @property
    def width(self) -> int:
        return sum(encoder.width for encoder, _ in self.parts)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return unit(np.hstack([weight * encoder.encode(texts) for encoder, weight in self.parts]))


class Cached:
    """Remembers vectors on disk, a file a version: for training texts only, never for what visitors wrote."""

    def __init__(self, encoder: Encoder, folder: Path | str = CACHE) -> None:
        self.encoder = encoder
        self.folder = Path(folder)

    @property
    def version(self) -> str:
        return self.encoder.version

    @property
    def width(self) -> int:
        return self.encoder.width

    def encode(self, texts: Sequence[str]) -> Vectors:
        keys = [digest(text) for text in texts]
        known = self._load()
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if fresh:
            known |= dict(zip(fresh, encode_many(self.encoder, list(fresh.values())), strict=True))
            self._save(known)
        return stack((known[key] for key in keys), self.width)

    @property
    def _file(self) -> Path:
        return self.folder / f"{digest(self.version)}.npz"

    def _load(self) -> dict[str, Vectors]:
        if not self._file.exists():
            return {}
        with np.load(self._file, allow_pickle=False) as found:
            return dict(zip(found["keys"].tolist(), found["vectors"], strict=True))

    def _save(self, known: dict[str, Vectors]) -> None:
        vectors = stack(known.values(), self.width)
        save_whole(self._file, lambda file: np.savez(file, keys=np.array(list(known)), vectors=vectors))


def encode_many(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """The vectors of many texts, in two threads: the model runs outside Python's lock."""
    half = (len(texts) + 1) // 2
    with ThreadPoolExecutor(2) as pool:
        return np.vstack(list(pool.map(encoder.encode, filter(None, (texts[:half], texts[half:])))))


def digest(text: str) -> str:
    """A short stable key."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def save_whole(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        write(file)
    Path(file.name).chmod(0o644)  # temporary files are private; the server may run as another user
    Path(file.name).replace(path)
