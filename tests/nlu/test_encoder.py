from pathlib import Path

import numpy as np
import pytest

from extensions.nlu.encoder import MODEL_FILE, Cached, CharNgrams, Encoder, Joined, MiniLM, Vectors, together
from extensions.nlu.minilm_build import WrongWeightsError, build, weights_file
from extensions.nlu.minilm_light import fit


@pytest.fixture(scope="module")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> MiniLM:
    return MiniLM(build(tmp_path_factory.mktemp("encoder")).parent)


class Counting:
    """An encoder that remembers what it was asked."""

    version, width = "counting-1", 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)


def test_a_file_that_is_not_the_published_one_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "model.safetensors"
    wrong.write_bytes(weights_file().read_bytes()[:-1] + b"\0")
    with pytest.raises(WrongWeightsError):
        build(tmp_path / "out", wrong)
    assert not (tmp_path / "out").exists()


def test_what_the_other_units_can_take_over_is_left_out() -> None:
    random = np.random.RandomState(0)
    needed = random.rand(500, 4).astype(np.float32)
    units = np.hstack([needed, needed @ random.rand(4, 3).astype(np.float32)])
    before = random.rand(7, 2).astype(np.float32)

    kept, weights, bias = fit(units, units @ before, before, keep=4)

    assert len(kept) == 4
    assert units[:, kept] @ weights + bias == pytest.approx(units @ before, abs=0.2)


def test_texts_share_a_call_up_to_the_limit_and_blank_ones_are_in_none() -> None:
    assert [*together([100, 0, 20, 9, 200, 1])] == [[0, 2], [3], [4], [5]]


def test_rows_have_length_one_and_blank_text_is_zero(minilm: MiniLM) -> None:
    for encoder in (minilm, CharNgrams(256), Joined([(minilm, 1), (CharNgrams(256), 0.6)])):
        lengths = np.linalg.norm(encoder.encode(["does it hurt", "", "  \n", "🙂"]), axis=1)
        assert lengths == pytest.approx([1, 0, 0, 1], abs=1e-5)
        assert encoder.encode([]).shape == (0, encoder.width)


def test_a_text_gets_the_same_vector_alone_and_among_others(minilm: MiniLM) -> None:
    texts = ["how much is it", "word " * 500, "?"]
    for encoder in (minilm, CharNgrams()):
        together = encoder.encode(texts)
        assert together == pytest.approx(np.vstack([encoder.encode([text]) for text in texts]), abs=1e-5)


def test_same_meaning_is_nearer_than_same_words(minilm: MiniLM) -> None:
    asked, same, other = minilm.encode(["is it painful", "will it hurt", "is it raining"])
    assert asked @ same > asked @ other + 0.2


def test_weights_of_joined_encoders_weigh_their_cosines(minilm: MiniLM) -> None:
    texts, chars = ["does it hurt", "is it painful"], CharNgrams(256)
    joined = Joined([(minilm, 1), (chars, 0.5)])
    (a, b), (c, d), (e, f) = minilm.encode(texts), chars.encode(texts), joined.encode(texts)
    assert e @ f == pytest.approx((a @ b + 0.25 * (c @ d)) / 1.25, abs=1e-5)


def test_a_cached_text_is_encoded_once_even_by_the_next_process(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    before = Cached(first, tmp_path).encode(["a", "bbb", "a"])
    after = Cached(second, tmp_path).encode(["bbb", "cc", "a"])
    assert first.asked == ["a", "bbb"] and second.asked == ["cc"]
    assert before.tolist() == [[1, 1], [3, 1], [1, 1]] and after.tolist() == [[3, 1], [2, 1], [1, 1]]


def test_another_version_does_not_read_old_vectors(tmp_path: Path) -> None:
    old, new = Counting(), Counting()
    new.version = "counting-2"
    for encoder in (old, new):
        Cached(encoder, tmp_path).encode(["a"])
    assert new.asked == ["a"]


def test_the_version_names_the_weights_file(minilm: MiniLM, tmp_path: Path) -> None:
    changed = MiniLM(tmp_path)
    (tmp_path / MODEL_FILE).write_bytes(b"other")
    parts: list[Encoder] = [minilm, changed]
    assert len({encoder.version for encoder in parts}) == 2
