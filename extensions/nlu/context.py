"""Follow-ups: what a message without a topic of its own means after the answer before it. Pure decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extensions.nlu.decide import COURTESY, FALLBACK, Understanding

LONGEST = 7  # words; a longer message says what it is about
WITH_DETAIL = frozenset({"faq/conditions_treated", "faq/body_areas", FALLBACK})
TURNS_BACK = 4


@dataclass(frozen=True)
class FollowUps:
    """Words of follow-ups, from config.yml: `again` repeat the question before, `cues` begin a change of detail."""

    again: Sequence[str] = ()
    cues: Sequence[str] = ()


def in_context(
    text: str, understood: Understanding, details: dict[str, str], last: str | None, words: FollowUps
) -> Understanding:
    """Return what is meant after the topic `last` was served; without one an ellipsis is not guessed."""
    plain = " ".join(re.findall(r"[\w']+", text.lower()))
    if plain in words.again:
        return _again(understood, last)
    first = understood.topics[0] if understood.topics else FALLBACK
    begins = any(plain.startswith(f"{cue} ") for cue in words.cues)
    short = len(plain.split()) <= LONGEST and len(understood.topics) <= 1
    if last and details and begins and short and first in WITH_DETAIL and last.startswith("faq/"):
        return _again(understood, last)
    return understood


def _again(understood: Understanding, last: str | None) -> Understanding:
    if last is None:
        return replace(understood, intent=FALLBACK, topics=[])
    return replace(understood, intent=last.split("/", 1)[0], topics=[last], nearest=[])


def last_topic(events: Iterable[Any], labels: Sequence[str]) -> str | None:
    """Return the label of the topic that was served last; courtesies do not end a topic."""
    turns = 0
    for event in reversed(list(events)):
        turns += event.type_name == "user"
        if turns > TURNS_BACK:
            return None
        if event.type_name == "bot":
            topic = (event.metadata.get("metadata") or {}).get("topic")
            label = topic if topic in labels else f"faq/{topic}"
            if topic not in COURTESY and label in labels:
                return label
    return None
