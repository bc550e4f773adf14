"""What ends a server whose loop stands still, so that whoever supervises it starts it anew.

A thread could not: a pattern that goes back and forth never gives the interpreter away. So the system's own timer ends
the process (SIGALRM, untouched by Python), unless the loop sets it anew in time.
"""

import asyncio
import faulthandler
import os
import signal
import socket
from typing import Any

from sanic import Sanic

STANDS = 20.0
"""Seconds without a sign of life after which the process is ended: more than a locked SQLite file makes it wait."""
PULSE = 1.0  # seconds


def register_watchdog(app: Sanic) -> None:
    """Watch the loop from when the server answers until it is to stop."""

    @app.listener("after_server_start")
    async def begin(app: Any, _: Any) -> None:
        app.ctx.watched = asyncio.get_running_loop().create_task(watch(STANDS))
        notify("READY=1")

    @app.listener("before_server_stop")
    async def end(app: Any, _: Any) -> None:
        app.ctx.watched.cancel()


async def watch(seconds: float) -> None:
    """Tell every second that the loop lives; where it does not for `seconds`, the process dies of SIGALRM.

    Shortly before, the names of the functions in which it stands are logged, never what they work on.
    """
    try:
        while True:
            faulthandler.dump_traceback_later(0.9 * seconds, file=2)
            signal.setitimer(signal.ITIMER_REAL, seconds)
            notify("WATCHDOG=1")
            await asyncio.sleep(min(PULSE, seconds / 3))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def notify(state: str) -> None:
    """Tell systemd, where it asks to be told (`Type=notify`, `WatchdogSec`)."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.sendto(state.encode(), address.replace("@", "\0", 1) if address[0] == "@" else address)
