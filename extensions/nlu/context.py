"""Follow-ups: what a message without a topic of its own means after the answer before it. Pure decisions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Reversible, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from extensions.nlu.decide import (
    CHECK,
    COURTESY,
    EMERGENCY,
    FALLBACK,
    FOLLOW_UP,
    OUT_OF_SCOPE,
    WISHES,
    Understanding,
)

LONGEST = 7  # words; a longer message says what it is about
SURE = 0.8  # a short message that is as sure as this needs no context: "thanks", "how much is it",
SURE_BACK = 0.9  # unless it points back: "how many for that", or goes on with what was asked: "and peels",
POINTS_BACK = re.compile(r"\b(?:that|this|those|these|them|there|each other|so (?:many|much|long)|then)\b|^why\b", re.I)
ELLIPTIC = re.compile(
    r"^(?:(?:ok|oh|so|but)\W+)*(?:what about|how about|(?:and|or|with|also|than)\b"
    r"(?! (?:how|what|whe|who|why|which|is|are|do|does|did|can|could|will|would|should|am|have|has)))|"
    r"\b(?:too|as well)\W*$",
    re.I,
)
# "even with short needles", "and once its cleared up": what is said then is about what was asked.
CONDITION = re.compile(
    r"^(?:(?:ok|but|and|so|oh)\W+)*(?:(?:not )?even|once|if|what if|only if|unless|as long as|in case)\b", re.I
)
SURE_FOREIGN = 0.97
SURE_VERDICT = 0.9  # after a verdict most short messages are about it: "when could i then"
SURE_CONDITION = 0.99
SURE_WISH = 0.5  # "get me a person then"
WEIGHT = 0.5  # of the reading together with the question before it
WEIGHT_FOREIGN = 0.65  # if it alone seems not our business: "retinol?" after "how should i prepare"
WEIGHT_ASKED = 0.7  # if that question was only asked back: "how long does that last", "the redness i mean"
BONUS = 1.0  # for the topic served last, in log-probability, where the message points back
BONUS_CONDITION = 3.0
DISCOUNT = 1.5  # for what is not our business, in log-probability: a scrap after our answer is seldom about that
AROUND = frozenset({"after", "before", "afterwards", "beforehand"})  # beside words of time
TURNS_BACK = 4
ASKED_BACK = "utter_ask_which"
TINY = 1e-6


@dataclass(frozen=True)
class FollowUps:
    """Words of follow-ups, from config.yml.

    `empty` words carry no topic: a message that opens with one of `openers` and goes on with them alone is about what
    was said last ("would it", "does that matter"). `times` ask how long or when, which is about the same after a topic
    in `lasting` (redness), not after others (a session). `bare` is half a question that only a talk completes.
    `verdict` words are about the verdict where that was said last ("does it make a difference").
    A concern or an area alone keeps the question after a topic in `varied`, else it is the question in `of_detail`.
    """

    empty: Collection[str] = ()
    openers: Sequence[str] = ()
    times: Collection[str] = ()
    lasting: Collection[str] = ()
    bare: Collection[str] = ()
    verdict: Collection[str] = ()
    varied: Collection[str] = ()
    of_detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Served:
    """What was served last: its topic, its title as a visitor would ask it, the concern or area it was about.

    Without a topic: what was asked back; its title is then what the visitor typed.
    """

    topic: str
    title: str
    details: dict[str, str] = field(default_factory=dict)


def last_served(events: Reversible[Any]) -> Served | None:
    """Return what was served in the last turns; courtesies and refusals do not end a topic."""
    turns, beside, asked_back = 0, None, False
    for event in reversed(events):
        if event.type_name == "user":
            if asked_back:
                return Served("", event.text or "")
            turns += 1
            if beside or turns > TURNS_BACK:
                return beside
        if event.type_name == "bot":
            asked_back |= not turns and event.metadata.get("utter_action") == ASKED_BACK
            said = {**(event.metadata.get("metadata") or {}), **event.metadata}
            if said.get("topic") and said["topic"] not in COURTESY | {OUT_OF_SCOPE}:
                served = Served(said["topic"], said.get("title", ""), _details(said.get("when", {})))
                if said.get("outcome") != "info":
                    return served
                beside = beside or served  # a word of advice beside an answer is not what the talk is about
    return beside


def resolved(row: Any, labels: Sequence[str], last: str | None) -> Any:
    """Return probabilities with what has no topic of its own given to the topic that was served last, if any."""
    if last is None or FOLLOW_UP not in labels:
        return row
    given, leaning = row.copy(), labels.index(FOLLOW_UP)
    given[labels.index(last)] += given[leaning]
    given[leaning] = 0.0
    return given


def question_in_context(text: str, last: Served | None) -> str | None:
    """Return a short message together with the question before it, to be read beside the message alone."""
    return f"{last.title} {text}" if last and last.title and len(text.split()) <= LONGEST else None


def blend(text: str, alone: Any, together: Any, labels: Sequence[str], last: str | None) -> Any:
    """Return the probabilities of a message given its reading alone and together with the question before it.

    `last` is the topic that was served last, None where that question was asked back. Chosen on talks, see docs/nlu.md.
    """
    best, verdict = labels[int(alone.argmax())], last == CHECK
    if last is not None and alone.max() >= _sure(text, best, verdict):
        return resolved(alone, labels, last)
    alone, together = resolved(alone, labels, last), resolved(together, labels, last)
    weight = WEIGHT_ASKED if last is None else WEIGHT_FOREIGN if best == OUT_OF_SCOPE else WEIGHT
    scores = (1 - weight) * np.log(alone + TINY) + weight * np.log(together + TINY)
    if last is not None:
        bonus = BONUS_CONDITION if CONDITION.search(text) else BONUS if verdict or POINTS_BACK.search(text) else 0.0
        scores[labels.index(last)] += bonus
        scores -= [DISCOUNT * (label == OUT_OF_SCOPE) for label in labels]
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def _sure(text: str, best: str, verdict: bool) -> float:
    """Return how sure a message has to be to be read alone; `best` is its topic then."""
    if best in WISHES:
        return SURE if verdict else SURE_WISH
    if CONDITION.search(text):
        return SURE_CONDITION
    if best == OUT_OF_SCOPE:
        return SURE_FOREIGN
    if verdict:
        return SURE_VERDICT
    return SURE_BACK if POINTS_BACK.search(text) or ELLIPTIC.search(text) else SURE


def in_context(
    text: str, understood: Understanding, details: Mapping[str, str], last: str | None, words: FollowUps
) -> Understanding:
    """Return what is meant after the topic `last` was served; without one an ellipsis is not guessed.

    `text` is what was typed, without the words that name `details`.
    """
    said = words_of(text)
    if len(said) > LONGEST or EMERGENCY in understood.topics:
        return understood
    if details:
        return _changed(said, understood, details, last, words)
    if last is None:  # what is half a question is not guessed
        half = " ".join(said) in words.bare or (leans_back(text, None, words) and not _clear(understood))
        return _again(understood, None) if half else understood
    wish = {*understood.topics} & WISHES and understood.confidence >= SURE
    verdict = last == CHECK and not wish and (CONDITION.search(text) or {*said} & {*words.verdict})
    return _again(understood, last) if verdict or leans_back(text, last, words) else understood


def _clear(understood: Understanding) -> bool:
    """Tell whether a message of few words is about a topic all the same: "does it make a difference"."""
    return understood.intent in {"faq", *COURTESY} and understood.confidence >= SURE_BACK


def carried(texts: Sequence[str], rows: Any, labels: Sequence[str], last: str | None, words: FollowUps) -> list[Any]:
    """Return the rows of the parts of a message; a part without a topic of its own takes that of the part before it."""
    taken: list[Any] = []
    for text, row in zip(texts, rows, strict=True):
        if last is not None and leans_back(text, last, words):
            row = np.array([float(label == last) for label in labels])
        row = resolved(row, labels, last)
        label = labels[int(row.argmax())]
        last = last if label in COURTESY | {OUT_OF_SCOPE, FOLLOW_UP} else label
        taken.append(row)
    return taken


def leans_back(text: str, last: str | None, words: FollowUps) -> bool:
    """Tell whether a short message or a part has no topic of its own, after the topic `last`."""
    said = words_of(text)
    if not said or len(said) > LONGEST:
        return False
    asks_when = last in words.lasting and {*said} & {*words.times}
    wonders = text.rstrip().endswith("?") and {*said} <= {*words.empty} - {"how", "what"}  # "a lot?"
    return bool(wonders or _leans(said, words) or (asks_when and {*said} <= {*words.empty, *words.times, *AROUND}))


def _leans(said: Sequence[str], words: FollowUps) -> bool:
    """Tell whether a message has no topic of its own: an opener, and words that carry none."""
    plain = " ".join(said)
    begun = re.sub(r"^(?:(?:ok|okay|oh|but|so|and|hm+|well|um|no|yes|yeah) )+", "", plain)
    opened = (each for each in words.openers for start in (plain, begun) if f"{start} ".startswith(f"{each} "))
    opener = max(opened, key=len, default="")
    allowed = {*words.empty, *words.times} if opener == "why" else {*words.empty}  # "why so long"
    return bool(opener) and {*plain.split(opener, 1)[1].split()} <= allowed


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
    if topic is None:
        return replace(understood, intent=FALLBACK, topics=[])
    return replace(understood, intent=topic.split("/", 1)[0], topics=[topic], nearest=[])


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without apostrophes."""
    return re.findall(r"\w+", re.sub(r"['’]", "", text.lower()))


def _details(conditions: dict[str, Any]) -> dict[str, str]:
    return {name: conditions[name] for name in ("concern", "area") if name in conditions}
