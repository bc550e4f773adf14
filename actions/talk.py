"""What a talk has said and keeps, as screening sees it: read from the tracker, written back as slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from clinic.consult import Before, Course, of_other
from clinic.findings import Finding, Signs
from clinic.reading import signs_of
from clinic.screening import Verdict, assess, memory
from clinic.wiring import clinic, clock, rules, vocabulary

ONESELF = re.compile(
    r"\b(?:myself|for me|my own|(?:and|about) me|as (?:an adult|the parent)|i'?m (?:an adult|over|[2-9]\d|1[89]))\b",
    re.I,
)
# what is said of symptoms
_TRIAGE = ("utter_tri_", "utter_triage_", "utter_verdict_self_care", "utter_verdict_contact")


@dataclass(frozen=True)
class Kept:
    """What is kept besides the findings: the factor whose question is open, who is to be treated, whether they were
    treated already, and (`aside`) the findings about the one of the two who is not to be treated now."""

    asked: str | None = None
    other: bool = False
    treated: bool = False
    signs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    aside: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Talk:
    """A conversation as screening sees it before the latest message."""

    text: str
    today: date
    kept: Kept
    known: tuple[Finding, ...]
    turns: tuple[tuple[str, ...], ...]  # the response parts that were said, turn by turn
    judged: bool  # a verdict was said in the turn before
    checking: bool  # the guided check is under way
    which: bool  # the check has asked what it is that applies
    alone: bool  # no other talk is under way that asks questions

    @property
    def before(self) -> Before:
        """What the message is read against."""
        last = self.known[-1].factor if self.known else None
        return Before(self.known, self.kept.asked, last, self.kept.other, self.alone, self.checking)

    @property
    def course(self) -> Course:
        """What was told of a treatment."""
        just = bool(self.turns) and any(part.startswith(_TRIAGE) for part in self.turns[-1])
        return Course(self.kept.treated, self.kept.signs, self.kept.groups, just)

    @cached_property
    def said(self) -> frozenset[str]:
        """All parts that were said so far."""
        return frozenset(part for turn in self.turns for part in turn)

    @cached_property
    def signs(self) -> Signs:
        """What the message says of symptoms after a treatment."""
        return signs_of(self.text, vocabulary())

    @property
    def verdict(self) -> Verdict:
        """What followed from all that was said before."""
        return assess(self.known, self.today, rules())

    def events(self, known: Iterable[Finding], kept: Kept) -> list[dict[str, Any]]:
        """Return the slots that remember what is known now: rule ids and dates, never words."""
        return [
            SlotSet("findings", memory.keep(known, self.today)),
            SlotSet(
                "screening",
                {**vars(kept), "aside": list(kept.aside), "signs": list(kept.signs), "groups": list(kept.groups)},
            ),
        ]


def today() -> date:
    """Return the day in the clinic's zone."""
    return clock().astimezone(ZoneInfo(clinic().time_zone)).date()


def recall(tracker: Tracker) -> Talk:
    """Return the talk; when the message turns to another person, with what is known of that one."""
    text, day = tracker.latest_message.get("text") or "", today()
    flow, turns = tracker.get_slot("flow") or {}, spoken(tracker.events)
    kept = Kept(**(tracker.get_slot("screening") or {}))
    kept = replace(kept, asked=kept.asked or flow.get("about"))
    kept, stored = _turned(kept, tracker.get_slot("findings") or [], text, day)
    return Talk(
        text=text,
        today=day,
        kept=kept,
        known=memory.recall(stored, day),
        turns=tuple(parts for parts, _ in turns),
        judged=bool(turns and turns[-1][1]),
        checking=flow.get("name") == "screening",
        which=flow.get("asked") == "which",
        alone=flow.get("name") in (None, "screening") or bool(flow.get("paused")),
    )


def _turned(
    kept: Kept, stored: Sequence[dict[str, Any]], text: str, day: date
) -> tuple[Kept, Sequence[dict[str, Any]]]:
    """Return what is kept, and the findings about the one who is to be treated, which the message may change."""
    child = kept.other and any(one.factor in rules().minors for one in memory.recall(stored, day))
    other = of_other(text, kept.other, day, vocabulary())
    other = other or (child and not ONESELF.search(text))  # "book me in", after "my kid is 15": the child is meant
    if other == kept.other:
        return kept, stored
    return replace(kept, other=other, asked=None, aside=tuple(stored)), kept.aside


def spoken(events: Sequence[dict[str, Any]]) -> list[tuple[tuple[str, ...], bool]]:
    """Return for each turn the parts of screening that were said, and whether a verdict was."""
    turns: list[tuple[tuple[str, ...], bool]] = []
    for event in events:
        if event["event"] == "user":
            turns.append(((), False))
        elif event["event"] == "bot" and turns:
            metadata = event.get("metadata") or {}
            parts, judged = turns[-1]
            turns[-1] = ((*parts, *metadata.get("parts", ())), judged or bool(metadata.get("outcome")))
    return turns[:-1]  # the last is the message that is to be answered
