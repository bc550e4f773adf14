"""Slow clients and a stop, with a small app on Sanic's own server; what is too slow is half a second here."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from extensions.runtime.connections import Connection, register_connections

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"


class Hasty(Connection):
    patience = 0.5
    last = 0.1


@pytest.fixture(scope="module")
async def app() -> AsyncIterator[Sanic[Any, Any]]:
    """An app that serves; its port is in `app.ctx.port`."""
    app: Sanic[Any, Any] = Sanic(f"connections_{time.monotonic_ns()}", configure_logging=False)
    register_connections(app)

    @app.post("/")
    async def answer(request: Request) -> HTTPResponse:
        await asyncio.sleep(0.2)
        return text(request.body.decode())

    with socket.create_server(("127.0.0.1", 0)) as sock:
        server: Any = await app.create_server(sock=sock, protocol=Hasty, return_asyncio_server=True)
        await server.startup()
        app.ctx.port, app.ctx.server = sock.getsockname()[1], server
        yield app


async def drip(app: Sanic[Any, Any], *drops: bytes, every: float = 0.2) -> tuple[bytes, float]:
    """Send bytes with pauses between them; return all that came back and the seconds until it was hung up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", app.ctx.port)
    begin = time.monotonic()

    async def send() -> None:
        for drop in drops:
            writer.write(drop)
            await asyncio.sleep(every)

    sending = asyncio.create_task(send())
    received = await asyncio.wait_for(reader.read(), 5)
    sending.cancel()
    return received, time.monotonic() - begin


@pytest.mark.parametrize("drops", [[b"G"] * 20, [HEAD, *[b"a"] * 20], [HEAD[:-2], *[b"X: y\r\n"] * 20]])
async def test_a_request_that_arrives_drop_by_drop_is_ended(app: Sanic[Any, Any], drops: list[bytes]) -> None:
    if drops[0] == HEAD:
        drops[0] = HEAD.replace(b"4", b"4000")
    received, seconds = await drip(app, *drops)
    assert received.startswith(b"HTTP/1.1 408 ") and 0.4 < seconds < 1.5


async def test_a_connection_in_use_is_kept_and_each_request_has_its_own_time(app: Sanic[Any, Any]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", app.ctx.port)
    for _ in range(3):
        writer.write(HEAD + b"ab")
        await asyncio.sleep(0.3)
        writer.write(b"cd")
        assert (await asyncio.wait_for(reader.readuntil(b"abcd"), 2)).startswith(b"HTTP/1.1 200 ")
    writer.close()


async def test_a_stop_hangs_up_on_who_keeps_quiet_and_still_answers_what_is_asked(app: Sanic[Any, Any]) -> None:
    quiet, _ = await asyncio.open_connection("127.0.0.1", app.ctx.port)
    slow, half = await asyncio.open_connection("127.0.0.1", app.ctx.port)
    busy, writer = await asyncio.open_connection("127.0.0.1", app.ctx.port)
    writer.write(HEAD + b"abcd")
    half.write(HEAD + b"ab")
    await asyncio.sleep(0.1)
    await app.ctx.server.before_stop()
    assert await asyncio.wait_for(quiet.read(), 0.1) == b""
    assert (await asyncio.wait_for(slow.read(), 0.3)).startswith(b"HTTP/1.1 408 ")
    assert (await asyncio.wait_for(busy.read(), 2)).endswith(b"abcd")
