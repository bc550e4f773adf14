"""Every request's head is checked, and every answer gets the security headers, whatever route it has or has not."""

from __future__ import annotations

import re
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from clinic.wiring import clinic
from extensions.channels.errors import ApiError

FIELD = re.compile(  # RFC 9112, 5: no blank before the colon, no control characters, and what only some take for blanks
    rb"host:[ \t]*[\w.:\[\]-]*[ \t]*|content-length:[ \t]*[0-9]{1,9}[ \t]*|transfer-encoding:[ \t]*chunked[ \t]*"
    rb"|(?!(?:host|content-length|transfer-encoding):)[!#$%&'*+.^_`|~0-9a-z-]+:[\t -~\x80-\xff]*",
    re.IGNORECASE,
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Origin",
}
ALLOWED = {
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Expose-Headers": "Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT_SECONDS = 600  # so long a browser does not ask again


def guard(app: Sanic[Any, Any]) -> None:
    """Check what comes to the app and complete what it answers, also for addresses that do not exist."""
    app.register_middleware(check_head, "request")
    app.register_middleware(add_headers, "response")


async def check_head(request: Request) -> None:
    """Refuse, with 400 and the end of the connection, a head that a proxy before us may read in another way."""
    if request.head and not is_clear(request.head):
        request.stream.keep_alive = False
        raise ApiError(400)


def is_clear(head: bytes) -> bool:
    """Tell whether each line is one field and exactly one names the host; HTTP/1.0 may leave the host out."""
    first, *lines = head.split(b"\r\n")
    hosts = [line for line in lines if line[:5].lower() == b"host:"]
    least = 0 if first.endswith(b"HTTP/1.0") else 1
    return least <= len(hosts) <= 1 and all(map(FIELD.fullmatch, lines))


async def add_headers(request: Request, response: HTTPResponse) -> None:
    """Add the security headers, and leave to read for the websites that may embed the chat."""
    response.headers.update(HEADERS)
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    if request.path.startswith("/widget/"):
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    origin = request.headers.get("origin")
    if origin in clinic().website_origins:
        response.headers.update(ALLOWED | {"Access-Control-Allow-Origin": origin})
        if request.method == "OPTIONS":
            response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
