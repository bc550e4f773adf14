"""Whoever looks for a sentence finds who says it: every response key stands as it is in code, flows or content."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content import TOPICS, responses

SAYING = [path for room in ("actions", "extensions", "clinic", "data/flows") for path in Path(room).rglob("*.*")]
NAMED = set(re.findall(r"\butter_\w+", "\n".join(p.read_text("utf-8") for p in SAYING if p.suffix in (".py", ".yml"))))
PLACEHOLDERS = set(re.findall(r"{(\w+)}", str(list(responses().values()))))


def ids(content: Any) -> Iterator[str]:
    """Return all ids that content gives to its factors, signs and questions."""
    if isinstance(content, dict):
        yield from [content["id"]] if isinstance(content.get("id"), str) else []
        content = list(content.values())
    if isinstance(content, list):
        for one in content:
            yield from ids(one)


CONTENT = sorted(Path("content").rglob("*.yml"))
IDS = {one for path in CONTENT for one in ids(yaml.safe_load(path.read_text("utf-8")))}
LANGUAGES = {path.name for path in Path("clinic/language").glob("??")}
DERIVED = {
    **{f"utter_{topic}": "Rasa's convention for a topic" for topic in TOPICS},
    **{f"utter_{kind}_{one}": "an id of content" for one in IDS for kind in ("factor", "ask", "until", "check")},
    **{f"utter_{one}": "a sign of content" for one in IDS},
    **{f"utter_today_{language}": "a language that is known" for language in LANGUAGES},
    **{f"utter_phrase_{name}": "a placeholder in another response" for name in PLACEHOLDERS},
}


@pytest.mark.parametrize("key", sorted(responses()))
def test_a_response_key_is_found_by_searching(key: str) -> None:
    assert key in NAMED or key in DERIVED


def test_every_key_that_is_named_is_a_response_or_how_some_begin() -> None:
    rasas = {"utter_message", "utter_action"}
    known = [*responses(), *rasas]
    assert [key for key in sorted(NAMED) if not any(one.startswith(key) for one in known)] == []
