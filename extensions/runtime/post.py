"""The postman at work beside the server: in a thread of its own, so that a slow mail server holds up no chat."""

import asyncio
import threading
from typing import Any

from sanic import Sanic

from clinic.booking import work
from clinic.wiring import postman, settings

PATIENCE = 5.0
"""Seconds that a stopping server waits for the mail in hand; an interrupted one is tried again later."""


def register_post(app: Sanic) -> None:
    """Start the postman with the server and stop it with the server, if the settings name a mail server."""
    if settings().smtp is None:
        return
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(postman, stop), name="postman", daemon=True)

    @app.listener("after_server_start")
    async def begin(_: Any, __: Any) -> None:
        thread.start()

    @app.listener("before_server_stop")
    async def end(_: Any, __: Any) -> None:
        stop.set()
        await asyncio.to_thread(thread.join, PATIENCE)
