"""What was told, judged by other rules: which verdicts would be others. Ids of rules and outcomes, never a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic.findings import Finding, TimeKind
from clinic.screening.judge import assess
from clinic.screening.memory import recall
from clinic.screening.rules import Rules

Stored = Sequence[Mapping[str, Any]]
NO_RULE = "no such rule"


@dataclass(frozen=True)
class Change:
    """The same findings with the outcome by the one rules and by the others."""

    findings: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.findings}: {self.before} -> {self.after}"


def change(stored: Stored, before: Rules, after: Rules) -> Change | None:
    """Return how the verdict on what was stored differs between two rules, on the day of the last of it, or None."""
    day = max(date.fromisoformat(one["said_on"]) for one in stored)
    found = recall([dict(one) for one in stored], day)
    outcomes = [_outcome(found, day, rules) for rules in (before, after)]
    if outcomes[0] == outcomes[1]:
        return None
    return Change(" + ".join(sorted(set(map(_named, found)))), *outcomes)


def _outcome(found: Sequence[Finding], day: date, rules: Rules) -> str:
    if any(one.factor not in rules.factors for one in found):
        return NO_RULE
    verdict = assess(found, day, rules)
    until = f" until {verdict.earliest_date}" if verdict.earliest_date else ""
    return (verdict.outcome.value if verdict.outcome else "nothing") + until


def _named(one: Finding) -> str:
    time = f" {one.time.kind.value} {one.time.days}d" if one.time.kind in (TimeKind.AGO, TimeKind.IN) else ""
    return f"{one.factor}{'/' * bool(one.qualifier)}{one.qualifier} {one.status.value}{time}"
