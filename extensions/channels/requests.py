"""What clients may send: strict JSON of the contract's form, before anything else looks at it."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NamedTuple, NoReturn, Optional
from unicodedata import normalize
from uuid import UUID

from sanic.request import Request

from extensions.channels.errors import ApiError

LONGEST_TEXT = 1000  # characters
CONTENT_TYPE = re.compile(r'application/json[ \t]*(;[ \t]*charset=("?)utf-8\2[ \t]*)?', re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Message(NamedTuple):
    """What a client sends: its id of the message, and a text or the id of a button."""

    id: str
    text: Optional[str]
    choice: Optional[str]


def read_json(request: Request) -> dict[str, Any]:
    """Return the JSON object of the body; raise `ApiError` 415 or 400."""
    if not CONTENT_TYPE.fullmatch(", ".join(request.headers.getall("content-type", []))):
        raise ApiError(415)
    try:
        body = loads(request.body)
    except (ValueError, RecursionError):
        raise ApiError(400) from None
    if not isinstance(body, dict):
        raise ApiError(400)
    return body


def loads(body: bytes) -> Any:
    """Return what RFC 8259 calls JSON, in UTF-8, each key once; raise `ValueError` or `RecursionError` for the rest."""
    text = body.decode("utf-8")
    return json.loads(text, object_pairs_hook=_once, parse_float=_finite, parse_constant=_refuse)


def read_message(body: dict[str, Any]) -> Message:
    """Return a message, one of text and choice set; raise `ApiError` 400 or 422."""
    text, choice = body.get("text"), body.get("choice")
    try:
        message_id = str(UUID(body["client_message_id"]))
    except (KeyError, ValueError, AttributeError, TypeError):
        raise ApiError(400) from None
    if isinstance(choice, str) and text is None:
        return Message(message_id, None, choice)
    if not isinstance(text, str) or choice is not None:
        raise ApiError(400)
    text = CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8")).strip()
    folded = normalize("NFKC", text)  # one letter may stand for eighteen
    if not 1 <= max(len(text), len(folded)) <= LONGEST_TEXT:
        raise ApiError(422)
    return Message(message_id, text, None)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError("not a number of JSON")
