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
from extensions.nlu.together import CONDITION, POINTS_BACK, SURE, SURE_BACK, SURE_FOREIGN, resolved

LONGEST = 7  # words; a longer message says what it is about
LONGEST_CONDITION = 12  # after a verdict: "what if he left it off for a couple of days"
AROUND = frozenset({"after", "before", "afterwards", "beforehand", "have", "need"})  # beside words of time
OURS = re.compile(  # names the treatment, or points at it: "prices for botox and this"
    r"\b(?:micro\W?ne+d\w*|(?:skin )?needling|derma ?pen)\b|\b(?:for|is|of|than) this\W*$", re.I
)
UNSURE = 0.5  # a part that points back and is no surer of a topic is about the part before it
TURNS_BACK = 4
ASKED_BACK = "utter_ask_which"


@dataclass(frozen=True)
class FollowUps:
    """Words of follow-ups: data/follow_ups.yml says what each list is for."""

    empty: Collection[str] = ()
    openers: Sequence[str] = ()
    times: Collection[str] = ()
    lasting: Collection[str] = ()
    bare: Collection[str] = ()
    verdict: Collection[str] = ()
    varied: Collection[str] = ()
    of_detail: Mapping[str, str] = field(default_factory=dict)
    of_count: str = ""


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


def question_in_context(text: str, last: Served | None) -> str | None:
    """Return a short message together with the question before it, to be read beside the message alone."""
    return f"{last.title} {text}" if last and last.title and len(text.split()) <= LONGEST else None


def in_context(
    text: str, understood: Understanding, details: Mapping[str, str], last: str | None, words: FollowUps
) -> Understanding:
    """Return what is meant after the topic `last` was served; without one an ellipsis is not guessed.

    `text` is what was typed, without the words that name `details`.
    """
    said, supposed = words_of(text), CONDITION.search(text)
    longest = LONGEST_CONDITION if supposed and last == CHECK else LONGEST
    if len(said) > longest or EMERGENCY in understood.topics:
        return understood
    counts = {"how", "many"} <= {*said}
    if last and last.startswith("faq/") and counts and not details and {*said} <= {*words.empty, "people"}:
        return _again(understood, words.of_count or last)
    if details:
        return _changed(said, understood, details, last, words)
    if last is None:  # what is half a question is not guessed
        half = " ".join(said) in words.bare or (leans_back(text, None, words) and not _clear(understood))
        return _again(understood, None) if half else understood
    wish = {*understood.topics} & WISHES and understood.confidence >= SURE
    verdict = last == CHECK and not wish and (supposed or {*said} & {*words.verdict})
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
        label, sure = labels[int(row.argmax())], row.max()
        if last and last.startswith("faq/") and POINTS_BACK.search(text) and sure < UNSURE:
            label, sure = last, SURE  # "my upper arms bother me. do you go there"
            row = np.array([float(each == label) for each in labels])
        elif OURS.search(text) and label != OUT_OF_SCOPE and sure >= SURE:
            row = np.array([float(each == label) for each in labels])  # certain, whatever the whole message seems to be
        foreign = label == OUT_OF_SCOPE and sure < SURE_FOREIGN  # a scrap; what is surely not ours is leant on as well
        last = last if foreign or label in COURTESY | {FOLLOW_UP} else label
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
    counts = {"how", "many"} <= {*said} or {"how", "much"} <= {*said}  # of its own: "and how many for wrinkles"
    if last is None or counts or not {*said} <= {*words.empty}:
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
