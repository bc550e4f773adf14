"""Follow-ups: what a message without a topic of its own means after the answer before it. Pure decisions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Reversible, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from extensions.nlu.decide import COURTESY, EMERGENCY, FALLBACK, OUT_OF_SCOPE, Understanding

LONGEST = 7  # words; a longer message says what it is about
SURE = 0.7  # a short message that is as sure as this needs no context: "thanks", "how much is it",
SURE_BACK = 0.97  # unless it points back: "how many for that"
POINTS_BACK = re.compile(
    r"\b(?:that|this|those|these|them|there|each|both|ones?|so (?:many|much|long)|then|either)\b|^(?:even|why)\b", re.I
)
WEIGHT = 0.35  # of the reading together with the question before it
WEIGHT_BACK = 0.5  # if it points back
BONUS = 1.0  # for the topic served last, in log-probability
TURNS_BACK = 4
TINY = 1e-6


@dataclass(frozen=True)
class FollowUps:
    """Words of follow-ups, from config.yml.

    `empty` words carry no topic: a message that opens with one of `openers` and goes on with them alone is about what
    was said last ("would it", "does that matter"). `times` ask how long or when, which is about the same after a topic
    in `lasting` (redness), not after others (a session). `bare` is half a question that only a talk completes.
    A concern or an area alone keeps the question after a topic in `varied`, else it is the question in `of_detail`.
    """

    empty: Collection[str] = ()
    openers: Sequence[str] = ()
    times: Collection[str] = ()
    lasting: Collection[str] = ()
    bare: Collection[str] = ()
    varied: Collection[str] = ()
    of_detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Served:
    """What was served last: its topic, its title as a visitor would ask it, the concern or area it was about."""

    topic: str
    title: str
    details: dict[str, str] = field(default_factory=dict)


def last_served(events: Reversible[Any]) -> Served | None:
    """Return what was served in the last turns; courtesies and refusals do not end a topic."""
    turns = 0
    for event in reversed(events):
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
    weight = WEIGHT_BACK if back else WEIGHT
    scores = (1 - weight) * np.log(alone + TINY) + weight * np.log(together + TINY)
    if last is not None and back:
        scores[last] += BONUS
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def in_context(
    text: str, understood: Understanding, details: Mapping[str, str], last: str | None, words: FollowUps
) -> Understanding:
    """Return what is meant after the topic `last` was served; without one an ellipsis is not guessed.

    `text` is what was typed, without the words that name `details`.
    """
    said = re.findall(r"\w+", re.sub(r"['’]", "", text.lower()))
    if len(said) > LONGEST:
        return understood
    if details:
        return _changed(said, understood, details, last, words)
    wonders = text.rstrip().endswith("?") and {*said} <= {*words.empty} - {"how", "what"}  # "a lot?"
    if (said and wonders) or _leans(said, words) or (last is None and " ".join(said) in words.bare):
        return _again(understood, last)
    lasts = last in words.lasting and {*said} & {*words.times} and {*said} <= {*words.empty, *words.times}
    return _again(understood, last) if lasts else understood


def _leans(said: Sequence[str], words: FollowUps) -> bool:
    """Tell whether a message has no topic of its own: an opener, and words that carry none."""
    plain = " ".join(said)
    begun = re.sub(r"^(?:(?:ok|okay|oh|but|so|and|hm+|well|um|no|yes|yeah) )+", "", plain)
    opened = (each for each in words.openers for start in (plain, begun) if f"{start} ".startswith(f"{each} "))
    opener = max(opened, key=len, default="")
    return bool(opener) and {*plain.split(opener, 1)[1].split()} <= {*words.empty}


def _changed(
    said: Sequence[str], understood: Understanding, details: Mapping[str, str], last: str | None, words: FollowUps
) -> Understanding:
    """Return the question that a concern or an area alone belongs to: "and for stretch marks?"."""
    if last is None or not {*said} <= {*words.empty}:
        return understood
    asked = words.of_detail["concern" if "concern" in details else "area"]
    if last in words.of_detail.values() or last not in words.varied:
        return _again(understood, asked) if last.startswith(("faq/", "clinic_")) else understood
    return _again(understood, last)


def _again(understood: Understanding, topic: str | None) -> Understanding:
    if topic is None:  # the nearest are offered, however sure
        likely = [
            each["name"] for each in understood.ranking if each["name"] not in COURTESY | {OUT_OF_SCOPE, EMERGENCY}
        ]
        return replace(understood, intent=FALLBACK, topics=[], nearest=understood.nearest or likely)
    return replace(understood, intent=topic.split("/", 1)[0], topics=[topic], nearest=[])


def _details(conditions: dict[str, Any]) -> dict[str, str]:
    return {name: conditions[name] for name in ("concern", "area") if name in conditions}
