"""What a talk has said and keeps, as screening sees it: read from the tracker, written back as slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from clinic.consult import Course, before_of, reading_of
from clinic.findings import Finding
from clinic.reading import Before, Reading
from clinic.screening import Verdict, assess, memory
from clinic.wiring import now, reader, rules

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

    reading: Reading
    before: Before  # about the person that the message speaks of
    today: date
    kept: Kept
    turns: tuple[tuple[str, ...], ...]  # the response parts that were said, turn by turn
    judged: bool  # a verdict was said in the turn before
    which: bool  # the check has asked what it is that applies

    @property
    def known(self) -> tuple[Finding, ...]:
        """What was said of the person to be treated."""
        return self.before.known

    @property
    def checking(self) -> bool:
        """Whether the guided check is under way."""
        return self.before.guided

    @property
    def alone(self) -> bool:
        """Whether no other talk is under way that asks questions."""
        return self.before.alone

    @property
    def course(self) -> Course:
        """What was told of a treatment."""
        just = bool(self.turns) and any(part.startswith(_TRIAGE) for part in self.turns[-1])
        return Course(self.kept.treated, self.kept.signs, self.kept.groups, just)

    @cached_property
    def said(self) -> frozenset[str]:
        """All parts that were said so far."""
        return frozenset(part for turn in self.turns for part in turn)

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
    return now().date()


def recall(tracker: Tracker) -> Talk:
    """Return the talk; when the message turns to another person, with what is known of that one."""
    kept, flow = tracker.get_slot("screening") or {}, tracker.get_slot("flow") or {}
    findings = tracker.get_slot("findings") or []
    before = before_of(findings, kept, flow, today())
    reading = reading_of(tracker.latest_message, before, reader(), now())
    kept = replace(Kept(**kept), asked=before.asked)
    if reading.other != before.other:
        before = before.turned()
        kept = replace(kept, other=reading.other, asked=None, aside=tuple(findings))
    turns = spoken(tracker.events)
    return Talk(
        reading=reading,
        before=before,
        today=today(),
        kept=kept,
        turns=tuple(parts for parts, _ in turns),
        judged=bool(turns and turns[-1][1]),
        which=flow.get("asked") == "which",
    )


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
