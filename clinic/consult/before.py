"""The talk that a message is read against, from what is kept of it, and the reading of the message in it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from clinic.reading import Before, Reader, Reading, load
from clinic.screening import memory

Plain = Mapping[str, Any]


def before_of(findings: Sequence[dict[str, Any]] | None, kept: Plain | None, flow: Plain | None, today: date) -> Before:
    """Return what the talk knows before a message.

    `findings` as `memory.keep` stored them, `kept` what else screening keeps, `flow` the talk under way.
    """
    kept, flow = kept or {}, flow or {}
    return Before(
        known=memory.recall(findings or (), today),
        aside=memory.recall(kept.get("aside", ()), today),
        asked=kept.get("asked") or flow.get("about"),
        other=kept.get("other", False),
        alone=flow.get("name") in (None, "screening") or bool(flow.get("paused")),
        guided=flow.get("name") == "screening",
    )


def reading_of(message: Plain, before: Before, reader: Reader, now: datetime) -> Reading:
    """Return what a message says; one that is stored without a reading, or with one of another version, is read again.

    `message` is the parse data of a user event. A button says nothing.
    """
    text = message.get("text") or ""
    if text.startswith("/"):
        return Reading(other=before.other)
    return load(message.get("reading")) or reader.read(text, before, message.get("clauses") or (), now)
