"""Only strict JSON is read: what one program takes and another refuses never reaches a chat."""

import pytest
import requests

from tests.server import Server

ID = '"client_message_id": "00000000-0000-4000-8000-000000000000"'


def post(server: Server, body: bytes, content_type: str = "application/json") -> int:
    headers = {**server.open_session().headers, "Content-Type": content_type}
    return requests.post(f"{server.url}/api/chat/messages", data=body, headers=headers, timeout=20).status_code


@pytest.mark.parametrize(
    "body",
    [
        f'{{{ID}, "text": "hi", "x": NaN}}',
        f'{{{ID}, "text": "hi", "x": -Infinity}}',
        f'{{{ID}, "text": "hi", "x": 1e99999}}',
        f'{{{ID}, "text": "hi", "x": [-1e99999]}}',
        f'{{{ID}, "text": "hi", "x": {"1" * 5000}}}',
        f'{{{ID}, "text": "hi", "text": "ho"}}',
        f'{{{ID}, "text": "hi", "x": {{"a": 1, "\\u0061": 1}}}}',
        f'{{{ID}, "text": "h\ti"}}',
        f'{{{ID}, "text": "h\ni"}}',
        f'{{{ID}, "text": "hi"}} x',
        f'\ufeff{{{ID}, "text": "hi"}}',
        "[" * 8000,
        "",
        "null",
    ],
)
def test_what_is_not_strict_is_refused(server: Server, body: str) -> None:
    assert post(server, body.encode()) == 400


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_other_encodings_are_refused(server: Server, encoding: str) -> None:
    assert post(server, f'{{{ID}, "text": "hé"}}'.encode(encoding)) == 400


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=UTF-8", 200),
        ('application/json;charset="utf-8"', 200),
        ("application/jsonp", 415),
        ("application/json-seq", 415),
        ("application/json; charset=utf-16", 415),
        ("application/json; charset=latin-1", 415),
        ("application/json; boundary=x", 415),
        ("application/json, text/plain", 415),
        ("text/json", 415),
    ],
)
def test_the_content_type_is_exactly_json(server: Server, content_type: str, status: int) -> None:
    assert post(server, f'{{{ID}, "text": "does it hurt"}}'.encode(), content_type) == status
