"""Intents and FAQ topics in one classifier, several topics a message, and what to ask back when unsure.

It stands in place of Rasa's ResponseSelector (docs/decisions/0004-faq-selector.md): a new FAQ is two data files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from clinic.consult import is_history
from clinic.reading import is_nerves, is_story
from clinic.strict import read_yaml
from clinic.wiring import clock, vocabulary
from extensions.nlu.classifier import KIND, Settings, TopicModel, fit, without_kinds
from extensions.nlu.context import FollowUps, carried, in_context, last_served
from extensions.nlu.decide import (
    ALARMING,
    BOOK,
    CHANGES,
    COURTESY,
    EMERGENCY,
    FOLLOW_UP,
    OUT_OF_SCOPE,
    PartScores,
    Scores,
    Thresholds,
    Understanding,
    decide,
    runs_apart,
)
from extensions.nlu.details import MATTER, Details
from extensions.nlu.features import label_of, vector_of
from extensions.nlu.own_data import entities
from extensions.nlu.parts import asks, texts_of
from extensions.nlu.together import blend, resolved, stands_alone

TALKS = CHANGES | {BOOK}  # nothing that leans on the answer before begins such a talk anew


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Set the intent, the topics to serve in the order asked, and the nearest topics."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._thresholds = Thresholds(**config["thresholds"])
        self._settings = Settings(**config.get("classifier", {}))
        self._follow_ups = FollowUps(**read_yaml(Path(config["follow_ups"])))
        self._entities = Path(config["entities"])
        self._storage, self._resource = storage, resource
        self._details = Details({})
        self.model: TopicModel | None = None

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
        """Learn topics from the vectors of the examples, and details from data/entities."""
        examples = [e for e in training_data.training_examples if e.get(INTENT) and e.get(TEXT)]
        vectors = np.concatenate([vector_of(example) for example in examples])
        with self._storage.write_to(self._resource) as folder:
            fit(vectors, [label_of(example) for example in examples], self._settings).save(folder / "topics.npz")
            Details(entities(self._entities)).save(folder / "details.json")
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
            component.model = TopicModel.load(folder / "topics.npz")
            component._details = Details.load(folder / "details.json")
        return component

    def process(self, messages: list[Message], tracker: Optional[DialogueStateTracker] = None) -> list[Message]:
        """Read every message: which topics it asks for, in which order, about which concern, after what was said."""
        last = last_served(tracker.events) if tracker else None
        for message in messages:
            text = message.get(TEXT) or ""
            details = self._details.find(text)
            if topic := self._typed_topic(text):
                self._set(message, Understanding(intent_of(topic), 1.0, [topic], []), details)
                continue
            before = self._label(last.topic) if last else None
            scores = self.scores(message, before, bool(tracker and tracker.get_slot("flow")))
            message.set("clauses", clauses(message, scores, self._thresholds), add_to_output=True)
            understood = decide(scores, self._thresholds)
            if (
                EMERGENCY in understood.topics
                and not message.get("alarm")
                and (
                    is_history(text, clock().date(), vocabulary())
                    or is_story(text, vocabulary())
                    or is_nerves(text, vocabulary())
                )
            ):
                understood = decide(scores.without(EMERGENCY), self._thresholds)
            if not message.get("alarm"):
                moving = {kind: detail for kind, detail in details.items() if kind != MATTER}
                understood = in_context(self._details.without(text), understood, moving, before, self._follow_ups)
            if last and before in understood.topics:
                details = {**last.details, **details}
            self._set(message, understood, details)
        return messages

    def scores(self, message: Message, before: str | None, in_flow: bool = False) -> Scores:
        """Return the probabilities of all texts of a message; `before` is the topic served last."""
        assert self.model is not None
        texts = texts_of(message)
        rows = self.model.predict_proba(np.concatenate([vector_of(text) for text in texts]))
        labels, table = without_kinds(self.model.labels, rows)
        answers = in_flow and not asks(message.get(TEXT) or "")  # "years ago" answers the question of the flow
        start = None if before in TALKS else before
        leans = None if answers else start
        read_alone = dict(zip(map(id, texts), table, strict=True))
        row = {key: resolved(one, labels, leans) for key, one in read_alone.items()}
        whole = row[id(message)]
        pieces = message.get("parts", [])
        together = None if pieces else message.get("in_context")  # of several parts each has its context, see carried
        label = labels[int(whole.argmax())]
        courteous = label in COURTESY and whole.max() >= self._thresholds.part
        if together and not (label in ALARMING or courteous):
            whole = self._in_context(message, read_alone[id(message)], together, labels, before)
        own = [read_alone[id(part)] for part in pieces]
        read = carried([part.get(TEXT) for part in pieces], own, labels, start, self._follow_ups)
        parts = [
            PartScores(one, part.get("asks"), [row[id(run)] for run in part.get("runs")])
            for one, part in zip(read, pieces, strict=True)
        ]
        message.set("kind", self._kind(rows[0]))
        empty = not (message.get(TEXT) or "").strip()
        listed = any(part.get("listed") for part in pieces)
        return Scores(labels, whole, parts, message.get("alarm"), empty, listed)

    def _in_context(
        self, message: Message, alone: Any, together: Message, labels: Sequence[str], before: str | None
    ) -> Any:
        """Return the probabilities of a message after what was said before; only an unsure one is encoded again."""
        assert self.model is not None
        text = message.get(TEXT)
        if stands_alone(text, alone, labels, before):
            return resolved(alone, labels, before)
        together.get("calls")()
        _, (read,) = without_kinds(self.model.labels, self.model.predict_proba(vector_of(together)))
        return blend(text, alone, read, labels, before)

    @property
    def _topics(self) -> set[str]:
        return {label.split(KIND)[0] for label in self.model.labels} - {FOLLOW_UP} if self.model else set()

    def _kind(self, row: Any) -> str | None:
        """Return which kind of out of scope a text is, where the examples say so."""
        assert self.model is not None
        kinds = [(row[i], label) for i, label in enumerate(self.model.labels) if label.startswith(OUT_OF_SCOPE)]
        return max(kinds)[1].partition(KIND)[2] or None if kinds else None

    def _label(self, topic: str) -> str | None:
        """Return the label of a topic id of the web API: "faq/pain" for "pain"."""
        return next((label for label in (topic, f"faq/{topic}") if label in self._topics), None)

    def _typed_topic(self, text: str) -> str | None:
        """Return the topic of a button or of a command in the shell, e.g. "/faq/pain"; the web takes "/" as text."""
        topic = text[1:]
        return topic if text.startswith("/") and topic in self._topics else None

    def _set(self, message: Message, understood: Understanding, details: dict[str, str]) -> None:
        kind = {"kind": message.get("kind")} if message.get("kind") else {}
        topics = [{"id": topic, "details": kind if topic == OUT_OF_SCOPE else details} for topic in understood.topics]
        message.set(INTENT, {"name": understood.intent, "confidence": understood.confidence}, add_to_output=True)
        message.set("intent_ranking", understood.ranking, add_to_output=True)
        message.set("topics", topics, add_to_output=True)
        message.set("nearest", understood.nearest, add_to_output=True)
        faq = next((topic for topic in understood.topics if topic.startswith("faq/")), None)
        if faq:  # the shape in which Rasa's own tools expect a retrieval intent's answer
            response = {"intent_response_key": faq, "utter_action": f"utter_{faq}", "confidence": understood.confidence}
            selector = {"all_retrieval_intents": ["faq"], "faq": {"response": response, "ranking": [response]}}
            message.set("response_selector", selector, add_to_output=True)


def clauses(message: Message, scores: Scores, thresholds: Thresholds) -> list[dict[str, Any]]:
    """Return the parts of a message, or the whole when it is one, each with its most probable topic."""
    read: list[tuple[str, Any]] = []
    for part, score in zip(message.get("parts", []), scores.parts, strict=True):
        if runs_apart(score, scores, thresholds):
            read += zip((one.get(TEXT) for one in part.get("runs")), score.runs, strict=True)
        else:
            read.append((part.get(TEXT), score.row))
    return [
        {"text": text, "topic": scores.labels[int(row.argmax())], "confidence": round(float(row.max()), 3)}
        for text, row in read or [(message.get(TEXT) or "", scores.whole)]
    ]


def intent_of(topic: str) -> str:
    """Return the intent that Rasa knows for a topic: "faq" for "faq/pain"."""
    return topic.split("/", 1)[0]
