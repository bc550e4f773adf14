"""The shipping pipeline of config.yml, its real components, for measuring with other data or a part of the data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from extensions.nlu.classifier import Settings, TopicModel, fit
from extensions.nlu.decide import FOLLOW_UP, Scores, Thresholds
from extensions.nlu.encoder import Vectors
from extensions.nlu.features import SentenceFeatures, in_words, make_encoder
from extensions.nlu.parts import PartSplitter
from extensions.nlu.spelling import Spelling
from extensions.nlu.topics import TopicClassifier

CACHE = Path("var/benchmarks/vectors")  # apart from those of training, which would grow by six times


class Shipping:
    """Encoder, classifier settings, splitter and thresholds as config.yml has them."""

    def __init__(self) -> None:
        config = yaml.safe_load(Path("config.yml").read_text("utf-8"))
        pipeline = {one["name"].rsplit(".", 1)[-1]: one for one in config["pipeline"]}
        chosen = pipeline["TopicClassifier"]
        self.features = SentenceFeatures(pipeline["SentenceFeatures"])
        self.encoder = self.features.encoder = make_encoder(pipeline["SentenceFeatures"]["encoders"], remember=CACHE)
        self.thresholds = Thresholds(**chosen["thresholds"])
        self._settings = Settings(**chosen.get("classifier", {}))
        self._classifier: Any = TopicClassifier(chosen, None, None)  # type: ignore[arg-type]

    def train(self, texts: Sequence[str], labels: Sequence[str]) -> TopicModel:
        """Return a classifier as training makes it, the names of the labels among the examples."""
        self.features.spelling = Spelling.learn(texts)
        names = sorted({*labels} - {FOLLOW_UP})
        vectors = self.vectors([*texts, *map(in_words, names)])
        return fit(vectors, [*labels, *names], self._settings)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, their slips mended as the last training learned to."""
        return self.encoder.encode([self.features.spelling.mend(text) for text in texts])

    def read(self, texts: Sequence[str]) -> list[Any]:
        """Return messages with their parts and all vectors."""
        from rasa.shared.nlu.training_data.message import Message

        return self.features.process(PartSplitter().process([Message.build(text) for text in texts]))

    def scores(self, messages: Sequence[Any], model: TopicModel) -> list[Scores]:
        """Return what a model says of messages that begin a talk."""
        self._classifier.model = model
        return [self._classifier.scores(message, None) for message in messages]
