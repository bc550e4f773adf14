"""The topic classifier on small made-up vectors."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from extensions.nlu.classifier import Settings, TopicModel, fit, regress


@pytest.fixture(scope="module")
def vectors() -> tuple[np.ndarray, list[str]]:
    centres = np.eye(3, 8, dtype=np.float32)
    noise = np.random.RandomState(0).normal(0, 0.05, (60, 8)).astype(np.float32)
    return np.repeat(centres, 20, axis=0) + noise, [label for label in "abc" for _ in range(20)]


def test_probabilities_sum_to_one_and_favour_the_right_topic(vectors: tuple[np.ndarray, list[str]]) -> None:
    model = fit(*vectors)
    probabilities = model.predict_proba(np.eye(3, 8, dtype=np.float32))
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert [model.labels[i] for i in probabilities.argmax(axis=1)] == ["a", "b", "c"]


def test_a_blank_text_is_unsure(vectors: tuple[np.ndarray, list[str]]) -> None:
    assert fit(*vectors).predict_proba(np.zeros((1, 8), np.float32)).max() < 0.6


def test_what_is_saved_is_read_back(vectors: tuple[np.ndarray, list[str]], tmp_path: Path) -> None:
    model = fit(*vectors)
    model.save(tmp_path / "topics.npz")
    again = TopicModel.load(tmp_path / "topics.npz")
    assert again.labels == model.labels
    assert np.array_equal(again.weights, model.weights)


def test_the_single_odd_example_is_remembered(vectors: tuple[np.ndarray, list[str]]) -> None:
    rows, labels = vectors
    odd = np.eye(8, dtype=np.float32)[[0]] * 0.6 + np.eye(8, dtype=np.float32)[[7]] * 0.8
    alone = fit(rows, labels).predict_proba(odd)[0]
    known = fit(np.vstack([rows, odd]), [*labels, "b"]).predict_proba(odd)[0]
    assert alone.argmax() == 0
    assert known.argmax() == 1


def test_only_the_likeliest_labels_vote_and_the_best_stays_the_best(vectors: tuple[np.ndarray, list[str]]) -> None:
    rows, labels = vectors
    everybody, two = (fit(rows, labels, Settings(candidates=number)).predict_proba(rows) for number in (3, 2))
    assert (everybody.argmax(axis=1) == two.argmax(axis=1)).all()
    assert np.allclose(two.sum(axis=1), 1)


def test_training_twice_gives_the_same_model(vectors: tuple[np.ndarray, list[str]]) -> None:
    assert np.array_equal(fit(*vectors).weights, fit(*vectors).weights)


def test_the_regression_ends_where_that_of_scikit_learn_ends(vectors: tuple[np.ndarray, list[str]]) -> None:
    rows, labels = vectors
    theirs = LogisticRegression(C=2.0, max_iter=1000, tol=1e-6).fit(rows, labels)
    weights, bias = regress(rows, np.unique(labels, return_inverse=True)[1], 2.0, 100)
    assert np.allclose(weights, theirs.coef_, atol=1e-2)
    assert np.allclose(bias - bias.mean(), theirs.intercept_ - theirs.intercept_.mean(), atol=1e-2)
