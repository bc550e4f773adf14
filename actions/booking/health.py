"""What a booking is told of the visitor's health, and whose health it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.booking.arranging import Health
from actions.flows import UserTurn
from actions.talk import today
from clinic import wiring
from clinic.findings import Outcome, Status
from clinic.screening import assess


def made_for_other(events: Sequence[dict[str, Any]], reference: str) -> bool:
    """Tell whether somebody else than the visitor was to be treated when this talk made or found the booking."""
    other = False
    for event in events:
        if event["event"] == "slot" and event["name"] == "screening":
            other = bool((event["value"] or {}).get("other"))
        elif event["event"] == "slot" and event["name"] == "booked" and event["value"] == reference:
            return other
    return other


def health(heard: UserTurn) -> Health:
    """Return what was disclosed in this talk as far as it matters for a booking; what was denied does not."""
    known = assess(heard.known, today(), wiring.rules())
    verdict = heard.verdict or known
    factors = [finding.factor for finding in heard.known if finding.status in (Status.PRESENT, Status.PAST)]
    factors += [factor for factor in verdict.factors if factor in wiring.rules().factors]
    return Health(
        flags=tuple(dict.fromkeys(factors)),
        planning=Outcome.NOT_NOW in (verdict.outcome, known.outcome),
        minor=bool(wiring.rules().minors & set(factors)),
        said=heard.verdict is not None and bool(heard.told.new),
        judged=heard.verdict is not None,
    )
