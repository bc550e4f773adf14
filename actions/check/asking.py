"""What the guided check says: its next question, or what follows from all that is known."""

from __future__ import annotations

from typing import Any

from actions.check.message import Message
from actions.check.table import table
from actions.flows import FlowResult, UserTurn, say
from actions.talk import spoken, today
from actions.verdicts import closing
from clinic.findings import Outcome, Status
from clinic.screening import Next, Progress, assess, conclude
from clinic.wiring import guided_check, rules

MEANT = frozenset({"eligibility_check", "affirm", "deny"})
"""Topics that an answer is taken for."""


def ask(at: Message, progress: Progress, lead: str | None = None) -> FlowResult:
    """Put the question at which the check stands, or end it."""
    if progress.asked is Next.END:
        return end(at, progress)
    verdict = assess(at.heard.known, today(), rules())
    held = verdict.outcome is Outcome.CLINICIAN_REVIEW  # what is known so far goes with every question
    facts = {"outcome": verdict.outcome, "factors": list(verdict.factors)} if held else {}
    said = say(_question(progress), lead=_lead(at.heard, progress, lead), flow="screening", **facts)
    return FlowResult(state_of(progress), said, MEANT, True)


def _question(progress: Progress) -> str:
    """Return the response that asks what is next."""
    beside = {Next.WHICH: table().says.which, Next.REST: table().says.rest}
    return beside.get(progress.asked, f"utter_check_{progress.at}")


def _lead(heard: UserTurn, progress: Progress, lead: str | None) -> str | None:
    """How the question begins: what was said before is not asked again."""
    covered = guided_check().questions[progress.at or ""].covers
    stated = any(one.factor in covered and one.status is not Status.HYPOTHETICAL for one in heard.known)
    return "besides" if stated and lead in (None, "first") else lead


def end(at: Message, progress: Progress, opening: str | None = None) -> FlowResult:
    """Say what follows from what is known; a check that was stopped clears nobody."""
    verdict = conclude(assess(at.heard.known, today(), rules()), progress)
    said = {part for parts, _ in spoken(at.tracker.events) for part in parts}
    return FlowResult(None, closing(verdict, opening, progress.left_open, said), MEANT, True)


def state_of(progress: Progress) -> dict[str, Any]:
    answers = {question: answer.value for question, answer in progress.answers.items()}
    return {"at": progress.at, "asked": progress.asked.value, "answers": answers}
