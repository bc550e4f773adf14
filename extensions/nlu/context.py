"""Follow-ups: what a message without a topic of its own means after the answer before it. Pure decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from extensions.nlu.decide import COURTESY, FALLBACK, OUT_OF_SCOPE, Understanding

LONGEST = 7  # words; a longer message says what it is about
SURE = 0.7  # a short message that is as sure as this needs no context: "thanks", "how much is it",
SURE_BACK = 0.97  # unless it points back: "how long does that last"
POINTS_BACK = re.compile(
    r"\b(?:that|this|those|these|them|there|each|both|ones?|so (?:many|much|long)|then|either)\b|"
    r"^(?:and|or|even|why)\b",
    re.I,
)
BONUS = 1.0  # for the topic served last, in log-probability
WITH_DETAIL = frozenset({"faq/conditions_treated", "faq/body_areas", FALLBACK})
TURNS_BACK = 4
TINY = 1e-6


@dataclass(frozen=True)
class FollowUps:
    """Words of follow-ups, from config.yml.

    `again` repeat the question before, `bare` are half a question that only a talk completes, `cues` begin a change
    of detail.
    """

    again: Sequence[str] = ()
    bare: Sequence[str] = ()
    cues: Sequence[str] = ()


@dataclass(frozen=True)
class Served:
    """What was served last: its topic, its title as a visitor would ask it, the concern or area it was about."""

    topic: str
    title: str
    details: dict[str, str] = field(default_factory=dict)


def last_served(events: Iterable[Any]) -> Served | None:
    """Return what was served in the last turns; courtesies and refusals do not end a topic."""
    turns = 0
    for event in reversed(list(events)):
        turns += event.type_name == "user"
        if turns > TURNS_BACK:
            return None
        if event.type_name == "bot":
            said = {**(event.metadata.get("metadata") or {}), **event.metadata}
            if said.get("topic") and said["topic"] not in COURTESY | {OUT_OF_SCOPE}:
                return Served(said["topic"], said.get("title", ""), _details(said.get("when", {})))
    return None


def question_in_context(text: str, last: Served | None) -> str | None:
    """Return a short message together with the question before it, to be read beside the message alone."""
    return f"{last.title} {text}" if last and last.title and len(text.split()) <= LONGEST else None


def blend(text: str, alone: Any, together: Any, last: int | None) -> Any:
    """Return the probabilities of a message given its reading alone and together with the question before it.

    `last` is the place of the topic that was served last. Chosen on talks, see docs/nlu.md.
    """
    back = POINTS_BACK.search(text)
    if alone.max() >= (SURE_BACK if back else SURE):
        return alone
    scores = (np.log(alone + TINY) + np.log(together + TINY)) / 2
    if last is not None and back:
        scores[last] += BONUS
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def in_context(
    text: str, understood: Understanding, details: dict[str, str], last: str | None, words: FollowUps
) -> Understanding:
    """Return what is meant after the topic `last` was served; without one an ellipsis is not guessed."""
    plain = " ".join(re.findall(r"[\w']+", text.lower()))
    if plain in words.again:
        return _again(understood, last)
    if plain in words.bare and last is None:
        return _again(understood, None)
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


def _details(conditions: dict[str, Any]) -> dict[str, str]:
    return {name: conditions[name] for name in ("concern", "area") if name in conditions}
