"""Which texts of a message are encoded."""

from collections.abc import Sequence

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu.encoder import CharNgrams, Vectors
from extensions.nlu.features import SentenceFeatures, mean_of, pieces_of, vector_of
from extensions.nlu.parts import PartSplitter

LONG = "hi, im 52, is it any good for the lines on my neck and when can i wear makeup again"
SHORT = "does it hurt and how much is it"


class Asked(CharNgrams):
    """An encoder that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().encode(texts)


@pytest.fixture
def features() -> SentenceFeatures:
    component = SentenceFeatures({"encoders": {"chars": 1.0}})
    component.encoder = Asked()
    return component


def read(features: SentenceFeatures, text: str) -> Message:
    return features.process(PartSplitter().process([Message.build(text)]))[0]


def test_of_a_long_message_only_the_parts_are_encoded(features: SentenceFeatures) -> None:
    message = read(features, LONG)
    assert features.encoder.texts == [part.get("text") for part in pieces_of(message)]
    assert vector_of(message) == pytest.approx(mean_of(pieces_of(message)))
    assert np.linalg.norm(vector_of(message)) == pytest.approx(1)


@pytest.mark.parametrize("text", [SHORT, " and ".join(["does it hurt"] * 9)])
def test_a_short_message_and_one_of_more_parts_than_are_read_are_encoded_whole(
    features: SentenceFeatures, text: str
) -> None:
    read(features, text)
    assert features.encoder.texts[0] == text


def test_examples_are_learnt_in_one_order_whatever_files_they_stand_in(features: SentenceFeatures) -> None:
    said = [("b", "no"), ("a", "yes"), ("b", "aye"), ("faq/a", "how long")]
    examples = [Message.build(text, label) for label, text in said]
    features._config["disclosures"] = "data/disclosures"
    both = [features.process_training_data(TrainingData(some)) for some in (examples, examples[::-1])]
    texts, again = ([one.get("text") for one in data.training_examples] for data in both)
    assert texts == again


def test_a_message_without_features_has_a_vector_of_zero() -> None:
    assert not vector_of(Message.build("hello")).any()
