"""Connections that do not wait for ever: not for a request that arrives drop by drop, nor when the server stops."""

import asyncio
import re
from typing import Any, Optional

from sanic import Sanic
from sanic.exceptions import BadRequest
from sanic.http.constants import Stage
from sanic.http.http1 import Http
from sanic.server.protocols.http_protocol import HttpProtocol


class TooSlowError(BadRequest):
    """A request did not arrive in time; as a `BadRequest` it also ends the wait for what is left of its body."""

    status_code = 408


class Exchange(Http):
    """Sanic's, stricter in what a number is, and with an answer to an address that cannot be read."""

    def create_empty_request(self) -> None:
        """Make the request that an error belongs to where there is none yet; not of an address that is the error."""
        self.url = None
        super().create_empty_request()

    @staticmethod
    def _safe_int(value: str, base: int = 10) -> int:
        if not re.fullmatch(r"[0-9A-Fa-f]{1,9}", value.strip(" \t") if base == 10 else value):
            raise ValueError("digits only: int() takes blanks, 0x and other scripts")
        return int(value, base)


class Connection(HttpProtocol):
    """Sanic's, with one limit for the whole of a request, which was 60 s from each byte to the next."""

    HTTP_CLASS = Exchange
    patience = 20.0
    """Seconds in which a request's head and body must have arrived."""
    last = 1.0
    """The same for what is under way when the server stops."""
    __slots__ = ("_until", "_wait")
    _until: Optional[float]
    _wait: Optional[asyncio.Timeout]

    def connection_made(self, transport: Any) -> None:
        """Begin, and let the app know all that are open."""
        self.app.ctx.connections = self.connections
        self._until = self._wait = None
        super().connection_made(transport)

    async def receive_more(self) -> None:
        """Wait for more bytes; raise `TooSlowError`, or hang up where nothing more is to begin."""
        if self.idle:
            self._until = None
            if self.app.ctx.stopping:
                self.close()  # which cancels this wait
            return await super().receive_more()
        self._until = self._until or self.loop.time() + self.patience
        try:
            async with asyncio.timeout_at(self._until) as self._wait:
                await super().receive_more()
        except TimeoutError:
            raise TooSlowError from None
        finally:
            self._wait = None

    def hurry(self) -> None:
        """Close now if nothing is being asked or answered; let what is being sent arrive soon."""
        if self.idle and not self.recv_buffer:
            self.close()
        elif self._wait and not self._wait.expired():
            self._until = min(self._until or 0, self.loop.time() + self.last)
            self._wait.reschedule(self._until)

    @property
    def idle(self) -> bool:
        """Whether no request has begun, and none is answered whose body is still to come."""
        return self.http is None or (self.http.stage is Stage.IDLE and not self.http.request_body)


def register_connections(app: Sanic[Any, Any]) -> None:
    """Let a stopping server hang up on who keeps quiet, and after each answer; Sanic alone waits 15 s for them."""
    app.ctx.stopping, app.ctx.connections = False, set()

    @app.listener("before_server_stop")
    async def hang_up(app: Any, _: Any) -> None:
        app.ctx.stopping = True
        for connection in list(app.ctx.connections):
            connection.hurry()
