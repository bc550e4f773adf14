"""Whether a clause tells something of the health of a person, in words that no phrase of a rule knows.

A logistic regression on the sentence vector that the topics are read from; figures in docs/experiments. What follows
from its probability is decided in clinic/consult/disclosure.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu.classifier import Settings, regress
from extensions.nlu.decide import CHECK, EMERGENCY, FOLLOW_UP, PROBLEM
from extensions.nlu.features import TELLING, vector_of
from extensions.nlu.parts import ASKS, NOUN, RUN_ON, texts_of

MIXED = frozenset({CHECK, PROBLEM, EMERGENCY, FOLLOW_UP})  # examples of these tell something, or do not
COLUMNS = Settings.columns


@dataclass(frozen=True)
class DisclosureModel:
    """A trained model, saved without pickle. Make one with `fit`."""

    weights: NDArray[np.float32]  # (columns,): the meaning alone, the spelling adds nothing here
    bias: NDArray[np.float32]  # (1,)

    def predict_proba(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each row of `vectors`; that of a zero vector is small."""
        meaning = vectors[:, : len(self.weights)]
        scores: NDArray[np.float32] = 1 / (1 + np.exp(-(meaning @ self.weights + self.bias)))
        return scores

    def save(self, path: Path) -> None:
        """Write an npz of plain arrays."""
        np.savez(path, weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> DisclosureModel:
        """Read what `save` wrote; refuses pickled content (ValueError)."""
        with np.load(path, allow_pickle=False) as found:
            return cls(found["weights"], found["bias"])


def fit(vectors: NDArray[np.float32], tells: Sequence[bool], strength: float) -> DisclosureModel:
    """Train on vectors of length 1 of both kinds; the same input gives the same model."""
    # Two labels share the penalty that one would bear alone.
    weights, bias = regress(vectors[:, :COLUMNS], np.asarray(tells, np.int64), strength / 2, Settings.rounds)
    return DisclosureModel(weights[1] - weights[0], bias[1:] - bias[:1])


def tells_of(example: Message) -> bool | None:
    """Return whether a training example tells something; None where nobody has said so."""
    if example.get(TELLING) is not None:
        return bool(example.get(TELLING))
    ordinary = example.get(TEXT) and example.get(INTENT) and example.get(INTENT) not in MIXED
    return False if ordinary else None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DisclosureClassifier(GraphComponent):
    """Set `tells` (a probability) and `asks` on every clause of a message; buttons have none."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: DisclosureModel | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DisclosureClassifier:
        """Create the component, untrained."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from data/disclosures and the examples of all topics that tell nothing."""
        known = [(one, tells) for one in training_data.training_examples if (tells := tells_of(one)) is not None]
        vectors = np.concatenate([vector_of(one) for one, _ in known])
        model = fit(vectors, [tells for _, tells in known], self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / "telling.npz")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DisclosureClassifier:
        """Load the trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, DisclosureModel.load(folder / "telling.npz"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Complete the clauses that the topics were read from."""
        assert self._model is not None
        for message in messages:
            if clauses := message.get("clauses"):
                texts = {text.get(TEXT): text for text in texts_of(message)}
                said = [texts[clause["text"]] for clause in clauses]
                rows = self._model.predict_proba(np.concatenate([vector_of(text) for text in said]))
                for clause, text, probability in zip(clauses, said, rows, strict=True):
                    clause |= {"tells": round(float(probability), 3), "asks": asks(text)}
        return messages


def asks(text: Message) -> bool:
    """Tell whether a clause asks something; a noun alone may well be an answer."""
    words = text.get(TEXT) or ""
    asked = text.get("asks") and not NOUN.fullmatch(words)
    return bool(asked or ASKS.search(words) or RUN_ON.search(words))
