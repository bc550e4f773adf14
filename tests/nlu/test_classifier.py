from pathlib import Path

import numpy as np
import pytest

from extensions.nlu.classifier import Settings, TopicModel, Vectors, cross_validated, fit

LABELS = ["cost", "pain", "sun"]


def clouds(per_topic: int, spread: float, seed: int) -> tuple[Vectors, list[str]]:
    """Unit vectors around three directions."""
    random = np.random.RandomState(seed)
    centres = np.repeat(np.eye(3, 20), per_topic, axis=0)
    rows = centres + spread * random.randn(*centres.shape)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), list(np.repeat(LABELS, per_topic))


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return fit(*clouds(30, 0.3, seed=1))


def test_unseen_messages_find_their_topic(model: TopicModel) -> None:
    vectors, labels = clouds(100, 0.2, seed=2)
    found = [model.labels[place] for place in model.predict_proba(vectors).argmax(axis=1)]
    assert np.mean([a == b for a, b in zip(found, labels, strict=True)]) > 0.97


def test_probabilities_are_honest() -> None:
    vectors, labels = clouds(200, 0.45, seed=3)
    model = fit(vectors[::2], labels[::2])
    probabilities = model.predict_proba(vectors[1::2])
    right = np.array(model.labels)[probabilities.argmax(axis=1)] == np.array(labels[1::2])
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert probabilities.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.07)


def test_same_seed_same_model(model: TopicModel) -> None:
    again = fit(*clouds(30, 0.3, seed=1))
    assert np.array_equal(model.weights, again.weights) and np.array_equal(model.numbers, again.numbers)


def test_a_saved_model_answers_the_same(model: TopicModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    vectors, _ = clouds(5, 0.3, seed=4)
    assert np.array_equal(TopicModel.load(tmp_path / "model.npz").predict_proba(vectors), model.predict_proba(vectors))


def test_a_pickled_model_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", labels=np.array([object()]))
    with pytest.raises(ValueError):
        TopicModel.load(tmp_path / "model.npz")


def test_nearness_separates_the_never_seen_and_a_blank_message_is_unsure(model: TopicModel) -> None:
    axes = np.eye(20, dtype=np.float32)
    inside, outside, blank = axes[:1], axes[7:8], 0 * axes[:1]
    near = [float(model.judge(vectors)[1][0]) for vectors in (inside, outside, blank)]
    assert near[0] > near[1] + 0.1 and near[2] == 0
    assert model.predict_proba(blank).max() < 0.7


def test_landmarks_fewer_than_examples_still_learn() -> None:
    vectors, labels = clouds(40, 0.2, seed=5)
    model = fit(vectors, labels, settings=Settings(landmarks=20, folds=0))
    assert model.weights.shape == (1, 20, 3)
    assert [model.labels[place] for place in model.predict_proba(vectors).argmax(axis=1)] == labels


def test_a_view_without_a_share_has_no_say(model: TopicModel) -> None:
    vectors, labels = clouds(30, 0.3, seed=1)
    noise = np.random.RandomState(8).randn(len(vectors), 5).astype(np.float32)
    wide = fit(np.hstack([vectors, noise]), labels, settings=Settings(views=((20, 1.0), (5, 0.0))))
    found = wide.predict_proba(np.hstack([vectors, noise[::-1]]))
    assert found == pytest.approx(model.predict_proba(vectors), abs=1e-3)


def test_two_topics_work_and_one_is_refused() -> None:
    vectors, labels = clouds(10, 0.2, seed=6)
    model = fit(vectors[:20], labels[:20])
    assert [model.labels[place] for place in model.predict_proba(vectors[:20]).argmax(axis=1)] == labels[:20]
    with pytest.raises(ValueError):
        fit(vectors[:10], labels[:10])


def test_cross_validation_judges_rows_it_did_not_train_on() -> None:
    random = np.random.RandomState(7)
    vectors = random.randn(90, 20).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = list(random.permutation(np.repeat(LABELS, 30)))  # nothing to learn: a model that peeked would be right
    names, probabilities = cross_validated(vectors, labels)
    right = np.mean([names[place] == label for place, label in zip(probabilities.argmax(axis=1), labels, strict=True)])
    assert right < 0.6 and names == tuple(LABELS)
