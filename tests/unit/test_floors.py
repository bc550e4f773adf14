"""Floors of shares, and the noise that stands for another processor."""

import numpy as np
import pytest

from benchmarks.floors import ceiling, floor
from benchmarks.kept import below, kept
from extensions.nlu.encoder import MiniLM
from tests.vectors import NOISE, noisy


def test_a_floor_lies_two_standard_errors_below_the_figure() -> None:
    assert floor(0.9, 100) == pytest.approx(0.84)
    assert ceiling(0.1, 100) == pytest.approx(0.16)


def test_where_all_or_none_are_right_one_row_may_still_differ() -> None:
    assert floor(1.0, 40) < 39 / 40
    assert ceiling(0.0, 40) > 1 / 40


def test_a_figure_that_chance_makes_worse_is_no_miss() -> None:
    measured = {"talks": {"right": {"figure": 0.9, "of": 100}, "lost": {"figure": 0.1, "of": 100, "less_is_better": 1}}}

    assert below({"talks": {"right": 0.85, "lost": 0.15}}, measured) == []
    assert len(below({"talks": {"right": 0.83, "lost": 0.17}}, measured)) == 2
    assert below({}, measured) == []


def test_noise_is_of_its_size_the_same_for_the_same_text_and_moves_no_blank() -> None:
    texts = ["does it hurt", "how much", ""]
    vectors = np.eye(3, MiniLM.width, dtype=np.float32) * [[1], [1], [0]]
    moved = noisy(vectors, texts, 1)

    assert np.linalg.norm(moved - vectors, axis=1) == pytest.approx([NOISE, NOISE, 0], rel=0.05)
    assert np.array_equal(moved, np.vstack([noisy(vectors[[n]], texts[n : n + 1], 1) for n in range(3)]))
    assert not np.array_equal(moved, noisy(vectors, texts, 2))


def test_what_is_kept_says_of_how_many_and_whether_less_is_better() -> None:
    part = {"accuracy": 0.80951, "oos_answered": 0.02, "confused": [], "of": {"accuracy": 200, "oos_answered": 50}}

    assert kept(part) == {
        "accuracy": {"figure": 0.81, "of": 200},
        "oos_answered": {"figure": 0.02, "of": 50, "less_is_better": True},
    }
