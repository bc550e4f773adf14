"""Sentence vectors as dense features, for messages, their parts and the training examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu.classifier import KIND
from extensions.nlu.decide import FOLLOW_UP
from extensions.nlu.encoder import (
    CACHE,
    FOLDER,
    MODEL_FILE,
    Cached,
    CharNgrams,
    Encoder,
    Joined,
    MiniLM,
    Vectors,
    unit,
)
from extensions.nlu.own_data import disclosures
from extensions.nlu.parts import MOST_PARTS, pieces_of, texts_of
from extensions.nlu.spelling import Spelling

CONTACT = re.compile(r"\S+@\S+|\+?\(?\d(?:[\s().-]?\d){6,}")
SPELLING_FILE = "spelling.json"
LONGEST_WHOLE = 12  # words; of a longer message the parts alone are encoded, see docs/experiments
TELLING = "telling"  # the attribute of an example that is of no topic: whether it tells something, see disclosure.py
ENCODERS: dict[str, Callable[[], Encoder]] = {"minilm": MiniLM, "chars": CharNgrams}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeatures(GraphComponent):
    """Give every text one vector, slips mended; what an encoder is stands in extensions/nlu/encoder.py."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage | None = None, resource: Resource | None = None):
        self._config, self._weights = config, config["encoders"]
        self._storage, self._resource = storage, resource
        self.encoder = make_encoder(self._weights)
        self.spelling = Spelling({})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeatures:
        """Create the component with the encoder that config.yml names."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn how the words of the examples are spelt."""
        assert self._storage and self._resource
        self.spelling = Spelling.learn(example.get(TEXT) or "" for example in training_data.intent_examples)
        with self._storage.write_to(self._resource) as folder:
            self.spelling.save(folder / SPELLING_FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceFeatures:
        """Load the component with the spelling it learned."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.spelling = Spelling.load(folder / SPELLING_FILE)
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the sentence features of all examples, and of the names of their labels; put all in one order."""
        labels = {label_of(one) for one in training_data.intent_examples} - {FOLLOW_UP}
        added = [as_example(label) for label in sorted(labels)] + as_disclosures(Path(self._config["disclosures"]))
        training_data = training_data.merge(TrainingData(added))
        training_data.training_examples.sort(key=place_of)
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        self._featurize(examples, make_encoder(self._weights, remember=CACHE))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the sentence features of the messages and of their parts.

        A message read in its context gets them where it `calls` for them: a sure message needs no context.
        """
        texts = [text for message in messages for text in texts_of(message)]
        self._featurize([text for text in texts if not is_mean(text)], self.encoder)
        for text in reversed([text for text in texts if is_mean(text)]):  # the pieces of a piece first
            add_features(text, mean_of(pieces_of(text)))
        for together in filter(None, (message.get("in_context") for message in messages)):
            together.set("calls", partial(self._featurize, [together], self.encoder))
        return messages

    def _featurize(self, messages: list[Message], encoder: Encoder) -> None:
        texts = [self.spelling.mend(without_contacts(message.get(TEXT) or "")) for message in messages]
        vectors = encoder.encode(texts)
        for message, vector in zip(messages, vectors, strict=False):
            add_features(message, vector[np.newaxis])


def add_features(message: Message, vector: Vectors) -> None:
    """Lay a sentence vector, shape (1, width), beside a message."""
    message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, SentenceFeatures.__name__))


def vector_of(message: Message) -> Vectors:
    """Return the sentence vector of a message, shape (1, width)."""
    # Not `get_dense_features`, which copies what it finds: half a millisecond of a message.
    found = (each.features for each in message.features if each.type == FEATURE_TYPE_SENTENCE)
    return np.asarray(next(found, np.zeros((1, 1), dtype=np.float32)))


def is_mean(message: Message) -> bool:
    """Tell whether a message is read as the mean of its pieces: encoding it whole costs as much as they all do."""
    pieces = len(pieces_of(message))
    return pieces == 1 or (1 < pieces < MOST_PARTS and words(message) > LONGEST_WHOLE)


def mean_of(pieces: Sequence[Message]) -> Vectors:
    """Return the mean of the vectors of pieces, each counting as much as it has words; shape (1, width), length 1."""
    return unit(np.sum([words(piece) * vector_of(piece) for piece in pieces], axis=0))


def words(message: Message) -> int:
    """Return how many words a message has."""
    return len((message.get(TEXT) or "").split())


def label_of(example: Message) -> str:
    """Return what the classifier learns for a training example: intent, retrieval topic, or intent with its kind."""
    kind = ((example.get("metadata") or {}).get("intent") or {}).get("kind")
    label = str(example.get(INTENT_RESPONSE_KEY) or example.get(INTENT))
    return f"{label}{KIND}{kind}" if kind else label


def place_of(example: Message) -> tuple[str, str]:
    """Return what examples are put in order by, whatever files they stand in: sums of floats depend on their order."""
    return label_of(example), example.get(TEXT) or ""


def as_example(label: str) -> Message:
    """Return the name of a label as an example of it, "side effects": worth 0.3 points where examples are few."""
    intent, _, kind = label.partition(KIND)
    data = {TEXT: in_words(label), INTENT: intent.split("/")[0], INTENT_RESPONSE_KEY: intent if "/" in intent else None}
    return Message(data={**data, "metadata": {"intent": {"kind": kind}} if kind else {}})


def as_disclosures(folder: Path) -> list[Message]:
    """Return the messages below data/disclosures as examples without a topic."""
    return [Message(data={TEXT: line, TELLING: tells}) for line, tells in disclosures(folder)]


def in_words(label: str) -> str:
    """Return the name of a label in words: "side effects" for "faq/side_effects"."""
    return label.split("/")[-1].split(KIND)[-1].replace("_", " ")


def without_contacts(text: str) -> str:
    """Return a text without telephone numbers and addresses: they say who writes, not what about."""
    return CONTACT.sub(" ", text).strip() or text


def make_encoder(weights: dict[str, float], remember: Path | None = None) -> Encoder:
    """Return the encoders of config.yml side by side; the MiniLM file is built once from its verified weights.

    `remember` is a folder that keeps the vectors of MiniLM: for training texts only, never for what visitors wrote.
    """
    if "minilm" in weights and not (FOLDER / MODEL_FILE).exists():
        from extensions.nlu import minilm_build  # three seconds to import, needed once

        minilm_build.build()
    encoders = {name: ENCODERS[name]() for name in weights}
    if remember and "minilm" in encoders:
        encoders["minilm"] = Cached(encoders["minilm"], remember)
    return Joined([(encoders[name], weight) for name, weight in weights.items()])
