"""The phrase layer for emergencies, first in the pipeline and independent of the classifier."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from clinic.reading import alarm
from clinic.wiring import vocabulary


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EmergencyPhrases(GraphComponent):
    """Mark a message that tells of an emergency: `alarm: {"rule": …, "kind": …}` in the parse data."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyPhrases:
        """Create the component; it has nothing to configure."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `alarm` where the text tells of an emergency."""
        for message in messages:
            found = alarm(message.get("text") or "", vocabulary())
            if found:
                message.set("alarm", {"rule": found.rule_id, "kind": found.kind}, add_to_output=True)
        return messages
