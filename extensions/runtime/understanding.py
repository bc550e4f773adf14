"""Emergency phrases before anything else; and a message that understanding fails at is answered all the same."""

from typing import Any, Optional

from rasa.core.channels.channel import UserMessage

from clinic.failures import attempt, log_failure
from clinic.findings import Alarm
from clinic.reading import alarm
from clinic.wiring import vocabulary


def guard(processor: Any) -> None:
    """Run the pipeline only for what is no emergency by its words; a failing one loses its own findings only."""
    understand = processor._parse_message_with_graph

    def parse(message: UserMessage, *how: Any, **named: Any) -> dict[str, Any]:
        text = message.text or ""
        if found := attempt(lambda: alarm(text, vocabulary()), None):
            return reading(text, found)
        try:
            return dict(understand(message, *how, **named))
        except Exception as error:
            log_failure(error)
            return reading(text, None)

    processor._parse_message_with_graph = parse


def reading(text: str, found: Optional[Alarm]) -> dict[str, Any]:
    """Return the parse data of a message of which only the emergency phrases are known."""
    known = {"alarm": {"rule": found.rule_id, "kind": found.kind}} if found else {}
    intent = {"name": "emergency" if found else "nlu_fallback", "confidence": 1.0}
    return {"text": text, "intent": intent, "entities": [], "topics": [], "nearest": [], **known}
