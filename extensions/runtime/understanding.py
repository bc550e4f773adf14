"""A message that language understanding fails at is answered all the same: an emergency, or it is asked back."""

from typing import Any

from rasa.core.channels.channel import UserMessage

from clinic.failures import attempt, log_failure
from clinic.screening import alarm
from clinic.wiring import rules


def guard(processor: Any) -> None:
    """Let a failing pipeline lose its own findings only; actions still read the words."""
    understand = processor._parse_message_with_graph

    def parse(message: UserMessage, *how: Any, **named: Any) -> dict[str, Any]:
        try:
            return dict(understand(message, *how, **named))
        except Exception as error:
            log_failure(error)
            return not_understood(message.text or "")

    processor._parse_message_with_graph = parse


def not_understood(text: str) -> dict[str, Any]:
    """Return the parse data of a message of which only the emergency phrases are known."""
    found = attempt(lambda: alarm(text, rules()), None)
    known = {"alarm": {"rule": found.rule_id, "kind": found.kind}} if found else {}
    intent = {"name": "emergency" if found else "nlu_fallback", "confidence": 1.0}
    return {"text": text, "intent": intent, "entities": [], "topics": [], "nearest": [], **known}
