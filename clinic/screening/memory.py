"""What is kept of a disclosure: rule ids with status and date, never the words; and what still holds later on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from clinic.findings import Finding, Status, Time, TimeKind

NO_SPAN = (0, 0)


def keep(findings: Iterable[Finding], today: date) -> list[dict[str, Any]]:
    """Return findings as plain values for storing, with the day on which they were said."""
    return [
        {
            "factor": finding.factor,
            "qualifier": finding.qualifier,
            "status": finding.status.value,
            "time": [finding.time.kind.value, finding.time.days, finding.time.vague],
            "open": finding.open,
            "said_on": today.isoformat(),
        }
        for finding in findings
        if finding.status not in (Status.HYPOTHETICAL, Status.OTHER_PERSON)
    ]


def recall(stored: Sequence[dict[str, Any]], today: date) -> tuple[Finding, ...]:
    """Return what `keep` stored, with times counted to `today`: three days later "in a week" is in four days."""
    return tuple(_finding(one, (today - date.fromisoformat(one["said_on"])).days) for one in stored)


def add(known: Sequence[Finding], new: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return all findings; a statement with a time replaces what was open about the same factor.

    A plain denial does not undo a disclosure: both stay, and the stricter one counts until it is corrected.
    """
    settled = {
        one.factor for one in new if one.status is Status.PAST or (one.status is Status.PRESENT and not one.open)
    }
    return (*(one for one in known if not (one.open and one.factor in settled)), *new)


def _finding(one: dict[str, Any], elapsed: int) -> Finding:
    kind, days, vague = TimeKind(one["time"][0]), int(one["time"][1]), bool(one["time"][2])
    passed = {TimeKind.AGO: elapsed, TimeKind.IN: -elapsed}.get(kind, 0)
    time = replace(Time(kind, days, vague), days=max(days + passed, 0))
    return Finding(one["factor"], one["qualifier"], Status(one["status"]), time, NO_SPAN, bool(one["open"]))
