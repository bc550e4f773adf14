"""The emergency phrases are looked for before anything else is computed."""

from types import SimpleNamespace
from typing import Any

import pytest

from extensions.runtime.understanding import guard


def pipeline(answer: Any) -> tuple[Any, list[str]]:
    """Return a processor whose pipeline notes what it is asked, and the notes."""
    asked: list[str] = []

    def understand(message: Any) -> dict[str, Any]:
        asked.append(message.text)
        return answer(message)

    processor = SimpleNamespace(_parse_message_with_graph=understand)
    guard(processor)
    return processor, asked


@pytest.mark.parametrize(
    "text", ["i cant breathe", "oh " * 300 + "i cant breathe", "how much is it, my throat is closing up"]
)
def test_nothing_is_computed_for_an_emergency_but_its_phrases(text: str) -> None:
    processor, asked = pipeline(lambda _: {})
    read = processor._parse_message_with_graph(SimpleNamespace(text=text))
    assert read["intent"]["name"] == "emergency" and read["alarm"]["kind"] and asked == []


def test_all_else_is_read_by_the_pipeline() -> None:
    processor, asked = pipeline(lambda _: {"intent": {"name": "faq"}})
    assert processor._parse_message_with_graph(SimpleNamespace(text="does it hurt"))["intent"]["name"] == "faq"
    assert asked == ["does it hurt"]
