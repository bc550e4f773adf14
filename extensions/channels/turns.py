"""From stored events to what the web API returns: messages of both sides, and what a turn made of the message."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from clinic.content import Source
from clinic.findings import SEVERITY, Outcome

Row = dict[str, Any]  # an event as stored, with its `seq`


def message(row: Row, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Return one stored user or bot event as a Message of the contract."""
    said = {
        "seq": row["seq"],
        "from": "user" if row["event"] == "user" else "bot",
        "text": shown_text(row),
        "buttons": [],
        "sources": [],
        "at": datetime.fromtimestamp(row["timestamp"], timezone.utc).isoformat(timespec="milliseconds"),
    }
    if row["event"] == "bot":
        buttons = (row.get("data") or {}).get("buttons") or []
        said["buttons"] = [{"id": button["payload"].lstrip("/"), "title": button["title"]} for button in buttons]
        said["sources"] = shown_sources(approved(row).get("sources", []), sources)
    return said


def shown_text(row: Row) -> str:
    """Return what the person saw: a pressed button's title, or the text as it was typed."""
    return str((row.get("metadata") or {}).get("shown") or row.get("text") or "")


def approved(row: Row) -> dict[str, Any]:
    """Return the metadata that the approved answer of a bot event carries."""
    return dict((row.get("metadata") or {}).get("metadata") or {})


def shown_sources(keys: Iterable[Any], sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    """Return the references that may be shown; a guide section has no address."""
    shown: list[dict[str, Any]] = []
    for key in keys:
        if isinstance(key, dict):
            shown.append({"title": f"Clinic guide: {key['guide']}", "url": None})
        elif (source := sources.get(key)) and source.show:  # an old talk may name one that was taken out since
            shown.append({"title": source.title, "url": source.url})
    return shown


def turn(rows: Iterable[Row]) -> dict[str, Any]:
    """Return what the assistant made of one message, read off the bot events that answered it."""
    said = [{**approved(row), **(row.get("metadata") or {})} for row in rows if row["event"] == "bot"]
    return {
        "understood": _each([*one.get("also", []), one.get("topic")] for one in said),
        "outcome": max(_each([one.get("outcome")] for one in said), key=_severity, default=None),
        "factors": _each(one.get("factors") or [] for one in said),
        "flow": _last("flow", said),
        "booking": _last("booking", said),
    }


def _each(named: Iterable[Iterable[Any]]) -> list[Any]:
    """Return all that is named, in order and once."""
    return list(dict.fromkeys(one for some in named for one in some if one))


def _last(key: str, said: Sequence[Mapping[str, Any]]) -> Any:
    return next((one[key] for one in reversed(said) if one.get(key)), None)


def _severity(outcome: str) -> int:
    return SEVERITY[Outcome(outcome)]
