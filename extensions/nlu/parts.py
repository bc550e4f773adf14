"""Several questions in one message: where to cut. The classifier decides whether the cut holds."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

QUESTION = (
    r"(?:so )?(?:how|what|whats|when|where|who|whos|why|which|is|are|does|do|did|can|could|will|would|should|any|am|"
    r"have|has|u|you|i want|i need|i'd|id|tell me|need to|want to|book|cancel)"
)
SENTENCE_END = re.compile(r"[.!?;]+(?:\s+|$)|\n+")
LINKED_QUESTION = re.compile(
    rf"\s*(?:,|\s-|&|\b(?:and|n|also|plus|but|then|oh)\b)(?:\s*,?\s*(?:and|n|also|plus|then|oh|btw|whether))*\s+(?={QUESTION}\b)",
    re.I,
)
LIST_JOINT = re.compile(r"\s*(?:,|(?<!\d)/|/(?!\d)|&|\+|\band\b|\bplus\b)\s*", re.I)

MOST_PARTS = 6
LONGEST_LIST = 7  # words; "price, pain and downtime?" is a list of questions, a long sentence with commas is not


def split(text: str) -> list[str]:
    """Return the parts of `text` that may be questions of their own; fewer than two means one question."""
    sentences = [s for s in SENTENCE_END.split(text) if s.strip()]
    parts = [part for sentence in sentences for part in LINKED_QUESTION.split(sentence)]
    if len(parts) == 1 and len(text.split()) <= LONGEST_LIST:
        parts = LIST_JOINT.split(text)
    parts = [part.strip(" ,-?!.") for part in parts]
    parts = [part for part in parts if re.search(r"\w{2}", part)]
    return parts[:MOST_PARTS] if len(parts) > 1 else []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PartSplitter(GraphComponent):
    """Lay the parts of a message beside it, as messages that the following components treat like any other."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PartSplitter:
        """Create the component; it has nothing to configure."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `parts` on every message; an empty list where it is one question."""
        for message in messages:
            message.set("parts", [Message(data={"text": part}) for part in split(message.get("text") or "")])
        return messages
