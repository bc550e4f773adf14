"""The security headers stand on every answer; a client's fault is never ours (503) and writes no ERROR line."""

import re
import shutil
from pathlib import Path

import pytest
import requests

from tests.server import Server
from tests.web.raw import exchange, status

ALWAYS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
)
HOST = b" HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/", 200),
        ("GET", "/widget/chat.js", 200),
        ("GET", "/nope", 404),
        ("GET", "/widget/nope.js", 404),
        ("PUT", "/api/chat/messages", 405),
        ("PUT", "/widget/chat.js", 405),
        ("POST", "/api/chat/sessions", 415),
        ("GET", "/api/chat/messages", 401),
        ("DELETE", "/api/chat/sessions", 401),
        ("GET", "/health/ready", 200),
    ],
)
def test_every_answer_has_the_security_headers(server: Server, method: str, path: str, code: int) -> None:
    answer = requests.request(method, server.url + path, timeout=10)
    assert answer.status_code == code
    assert set(ALWAYS) <= set(answer.headers)


@pytest.mark.parametrize(
    "sent",
    [b"GET /" + HOST + b"Content-Length: -1\r\n\r\nab", b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"],
)
def test_a_refused_head_is_answered_with_the_headers_too(server: Server, sent: bytes) -> None:
    answer = exchange(server, sent).lower()
    assert answer.startswith(b"http/1.1 400 ")
    assert all(name.lower().encode() in answer for name in ALWAYS)


def test_other_websites_may_load_the_widget_and_nothing_else(server: Server) -> None:
    policies = {
        path: requests.get(server.url + path, timeout=10).headers["Cross-Origin-Resource-Policy"]
        for path in ("/widget/chat.js", "/", "/api/chat/clinic", "/nope")
    }
    assert policies == {
        "/widget/chat.js": "cross-origin",
        "/": "same-origin",
        "/api/chat/clinic": "same-origin",
        "/nope": "same-origin",
    }


@pytest.mark.parametrize(
    "path",
    [
        b"/widget",
        b"/widget/",
        b"/widget/.",
        b"/widget/..",
        b"/widget/../README.md",
        b"/widget/%2e%2e/README.md",
        b"/widget//etc/passwd",
        b"/widget/chat.js%00",
        b"/widget/%00",
        b"/widget/%ff",
        b"/widget/README.md",
        b"/widget/nope.js",
        b"/widget/" + b"a" * 300,
    ],
)
def test_what_is_no_file_of_the_widget_is_not_found(server: Server, path: bytes) -> None:
    before = len(server.output())
    assert status(server, b"GET " + path + HOST + b"\r\n") == 404
    assert "ERROR" not in server.output()[before:]


@pytest.mark.parametrize("token", [b"\xc3\xa4\xc3\xb6", b"\xff\xfe", b"a.b.\xc3\xa4", b"a.\x80.c"])
@pytest.mark.parametrize("path", [b"GET /api/chat/messages", b"DELETE /api/chat/sessions"])
def test_a_token_of_other_bytes_is_unknown(server: Server, path: bytes, token: bytes) -> None:
    assert status(server, path + HOST + b"Authorization: Bearer " + token + b"\r\n\r\n") == 401


@pytest.mark.parametrize(
    "field", [b"Origin: \xff", b"X-Forwarded-For: \xff", b"Content-Type: \xff", b"If-Modified-Since: \xff"]
)
@pytest.mark.parametrize("path", [b"/widget/chat.js", b"/", b"/api/chat/clinic"])
def test_other_bytes_in_other_fields_do_no_harm(server: Server, path: bytes, field: bytes) -> None:
    assert status(server, b"GET " + path + HOST + field + b"\r\n\r\n") == 200


def test_a_listed_website_may_read_and_asks_once_in_ten_minutes(model: object, tmp_path: Path) -> None:
    shutil.copytree("content", tmp_path / "content")
    facts = tmp_path / "content/clinic.yml"
    site = "https://www.example.com"
    text = re.sub(r"(?m)^website_origins:.*$", f'website_origins: ["{site}"]', facts.read_text())
    facts.write_text(text)
    with Server(CLINIC_CONTENT=str(tmp_path / "content")) as running:
        url = f"{running.url}/api/chat/clinic"
        asked = requests.options(url, headers={"Origin": site}, timeout=10).headers
        assert asked["Access-Control-Max-Age"] == "600" and asked["Access-Control-Allow-Origin"] == site
        read = requests.get(url, headers={"Origin": site}, timeout=10).headers
        assert read["Cross-Origin-Resource-Policy"] == "cross-origin" and "Access-Control-Max-Age" not in read
        other = requests.options(url, headers={"Origin": "https://other.example"}, timeout=10).headers
        assert other["Cross-Origin-Resource-Policy"] == "same-origin"
        assert not [name for name in other if name.startswith("Access-Control-")]
