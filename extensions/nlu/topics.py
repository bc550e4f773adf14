"""Intents and FAQ topics in one classifier, several topics a message, and what to ask back when unsure.

It stands in place of Rasa's ResponseSelector (docs/decisions/0004-faq-selector.md): a new FAQ is two data files.
"""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from extensions.nlu.classifier import TopicModel, fit
from extensions.nlu.context import FollowUps, in_context, last_topic
from extensions.nlu.decide import Scores, Thresholds, Understanding, decide
from extensions.nlu.details import Details

FALLBACK = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Set the intent, the topics to serve in the order asked, and the nearest topics."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._thresholds = Thresholds(**config.get("thresholds", {}))
        self._follow_ups = FollowUps(**config.get("follow_ups", {}))
        self._storage, self._resource = storage, resource
        self._model: TopicModel | None = None
        self._details = Details({})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Create the untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn topics from the vectors of the examples, and details from the synonyms."""
        examples = [e for e in training_data.training_examples if e.get(INTENT) and e.get(TEXT)]
        vectors = np.concatenate([vector_of(example) for example in examples])
        labels = [e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples]
        with self._storage.write_to(self._resource) as folder:
            fit(vectors, labels).save(folder / "topics.npz")
            Details(training_data.entity_synonyms).save(folder / "details.json")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Load the trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = TopicModel.load(folder / "topics.npz")
            component._details = Details.load(folder / "details.json")
        return component

    def process(self, messages: list[Message], tracker: Optional[DialogueStateTracker] = None) -> list[Message]:
        """Read every message: which topics it asks for, in which order, about which concern, after what was said."""
        for message in messages:
            text = message.get(TEXT) or ""
            if topic := self._typed_topic(text):
                self._set(message, Understanding(intent_of(topic), 1.0, [topic], []))
            else:
                scores = self._scores(message)
                message.set("clauses", clauses(message, scores), add_to_output=True)
                understood = decide(scores, self._thresholds)
                if not message.get("alarm"):
                    last = last_topic(tracker.events, self._model.labels) if tracker and self._model else None
                    details = self._details.find(text)
                    understood = in_context(text, understood, details, last, self._follow_ups)
                self._set(message, understood)
        return messages

    def _scores(self, message: Message) -> Scores:
        assert self._model is not None
        texts = [message, *message.get("parts", [])]
        probabilities = self._model.predict_proba(np.concatenate([vector_of(m) for m in texts]))
        return Scores(
            self._model.labels,
            probabilities[0],
            probabilities[1:],
            message.get("alarm"),
            not (message.get(TEXT) or "").strip(),
        )

    def _typed_topic(self, text: str) -> str | None:
        """Return the topic of a button or of a command in the shell, e.g. "/faq/pain"; the web takes "/" as text."""
        topic = text[1:]
        return topic if text.startswith("/") and self._model and topic in self._model.labels else None

    def _set(self, message: Message, understood: Understanding) -> None:
        details = self._details.find(message.get(TEXT) or "")
        topics = [{"id": topic, "details": details} for topic in understood.topics]
        message.set(INTENT, {"name": understood.intent, "confidence": understood.confidence}, add_to_output=True)
        message.set("intent_ranking", understood.ranking, add_to_output=True)
        message.set("topics", topics, add_to_output=True)
        message.set("nearest", understood.nearest, add_to_output=True)
        faq = next((topic for topic in understood.topics if topic.startswith("faq/")), None)
        if faq:  # the shape in which Rasa's own tools expect a retrieval intent's answer
            response = {"intent_response_key": faq, "utter_action": f"utter_{faq}", "confidence": understood.confidence}
            selector = {"all_retrieval_intents": ["faq"], "faq": {"response": response, "ranking": [response]}}
            message.set("response_selector", selector, add_to_output=True)


def clauses(message: Message, scores: Scores) -> list[dict[str, Any]]:
    """Return the parts of a message, or the whole when it is one, each with its most probable topic."""
    texts = [part.get(TEXT) for part in message.get("parts", [])] or [message.get(TEXT) or ""]
    rows = scores.parts if len(scores.parts) else [scores.whole]
    return [
        {"text": text, "topic": scores.labels[int(row.argmax())], "confidence": round(float(row.max()), 3)}
        for text, row in zip(texts, rows, strict=True)
    ]


def vector_of(message: Message) -> Any:
    """Return the sentence vector of a message, shape (1, dimensions)."""
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features if sentence else np.zeros((1, 1), dtype=np.float32)


def intent_of(topic: str) -> str:
    """Return the intent that Rasa knows for a topic: "faq" for "faq/pain"."""
    return topic.split("/", 1)[0]
