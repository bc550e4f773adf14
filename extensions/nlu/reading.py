"""What a message says, read once: the last step of the pipeline, so that no action reads the text again."""

from __future__ import annotations

from functools import partial
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from clinic.consult import before_of
from clinic.failures import attempt
from clinic.reading import Reading, dump
from clinic.wiring import now, reader


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MessageReader(GraphComponent):
    """Set `reading`: what clinic/reading makes of a message in its talk, as plain values; a button has none."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """Create the component; it has nothing to configure."""
        return cls()

    def process(self, messages: list[Message], tracker: Optional[DialogueStateTracker] = None) -> list[Message]:
        """Read every message; where that fails it has no reading, and whoever needs one meets the failure."""
        for message in messages:
            if not (message.get(TEXT) or "").startswith("/"):
                found = attempt(partial(read, message, tracker), None)
                message.set("reading", dump(found) if found else None, add_to_output=True)
        return messages


def read(message: Message, tracker: Optional[DialogueStateTracker]) -> Reading:
    """Return the reading of a message after what `tracker` has kept; without one, of a message that begins a talk."""
    slots = tracker.current_slot_values() if tracker else {}
    before = before_of(slots.get("findings"), slots.get("screening"), slots.get("flow"), now().date())
    return reader().read(message.get(TEXT) or "", before, message.get("clauses") or (), now())
