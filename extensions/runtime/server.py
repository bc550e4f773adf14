"""The server: one Sanic app with the channels of credentials.yml, on one process."""

import ctypes
import errno
import logging
import socket
import sys
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import register
from rasa.core.run import _create_single_channel
from rasa.shared.utils.io import read_yaml_file
from sanic import Sanic
from sanic.exceptions import SanicException

from clinic.booking import staff
from clinic.database import sole_user
from clinic.strict import StartError
from clinic.wiring import bookings, clinic, clock, settings, unsigned_rules
from extensions.channels import urgent
from extensions.channels.errors import ApiError, error_response
from extensions.channels.headers import guard
from extensions.channels.limits import is_loopback
from extensions.runtime.agent import load_agent
from extensions.runtime.connections import Connection, register_connections
from extensions.runtime.post import register_post
from extensions.runtime.watchdog import register_watchdog

logger = logging.getLogger(__name__)

CONFIG = {
    "REQUEST_MAX_SIZE": 16 * 1024,  # bytes
    "KEEP_ALIVE_TIMEOUT": 30,  # seconds
    "GRACEFUL_SHUTDOWN_TIMEOUT": 15.0,  # seconds for answers under way; nobody else is waited for
    "ACCESS_LOG": False,
    "FALLBACK_ERROR_FORMAT": "json",
}


def build_app(model: Path) -> Sanic:
    """Return the app; the model is loaded when the server starts."""
    app = Sanic("clinic_assistant", configure_logging=False)
    app.config.update(CONFIG)
    guard(app)
    # Rasa's own way to read them checks the file by a schema first: a fifteenth of the start, and it allows all names.
    channels = [_create_single_channel(name, given) for name, given in read_yaml_file("credentials.yml").items()]
    register(channels, app, route="/webhooks/")
    register_connections(app)
    register_post(app)
    register_watchdog(app)
    _keep_the_agent(app, model)
    _answer_errors(app)
    return app


def _keep_the_agent(app: Any, model: Path) -> None:
    """Load the model before the first request, and store what waits after the last one."""

    @app.listener("before_server_start")
    async def load(app: Any, _: Any) -> None:
        agent = load_agent(model)
        await agent.parse_message("hello")  # loads what is loaded on first use
        give_back_memory()
        app.ctx.agent = agent

    @app.listener("after_server_stop")
    async def store_what_waits(app: Any, _: Any) -> None:
        await urgent.settle()
        if agent := getattr(app.ctx, "agent", None):
            await agent.tracker_store.flush()


def _answer_errors(app: Any) -> None:
    """Let every error be answered in the one shape of the API."""

    @app.exception(Exception)
    async def failed(_: Any, error: Exception) -> Any:
        if isinstance(error, ApiError):
            return error_response(error.status, error.retry_after)
        if isinstance(error, SanicException):
            return error_response(getattr(error, "status_code", 500))
        logger.error("a request failed", exc_info=error)
        return error_response(503)


def give_back_memory() -> None:
    """Return to the system what the start needed and freed; where the C library cannot, nothing happens."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # glibc
        trim(0)


def run(model: Path) -> None:
    """Serve until stopped; raise `StartError` where settings or content forbid it."""
    chosen = settings()
    if clinic().sample and not is_loopback("127.0.0.1" if chosen.host == "localhost" else chosen.host):
        raise StartError(
            f"HOST={chosen.host}: content/clinic.yml is still sample data (sample: true). Visitors must not see an "
            "invented phone number: enter the clinic's own facts and set sample: false, or keep HOST=127.0.0.1."
        )
    if count := staff.outside_hours(bookings(), clock()):
        print(f"consultations outside the opening hours: {count}; make staff marks them", file=sys.stderr)
    if line := unsigned_rules():
        print(line, file=sys.stderr)
    with listening(chosen.host, chosen.port) as sock, sole_user(chosen.database_url):
        app = build_app(model)

        @app.listener("after_server_start")
        async def announce(_: Any, __: Any) -> None:
            host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
            print(f"serving on http://{host}:{chosen.port}/ (Ctrl+C stops)", file=sys.stderr, flush=True)

        app.run(sock=sock, protocol=Connection, single_process=True, access_log=False, motd=False)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket at the address, before the model is loaded; raise `StartError` if it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        sock = socket.socket(family, kind, protocol)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a stopped server's address is free at once
        sock.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise StartError(
                f"PORT={port}: another program serves on it, perhaps this server a second time. "
                "Stop that one, or set PORT to another number."
            ) from None
        raise StartError(f"HOST={host} PORT={port}: cannot serve there: {error.strerror}") from None
    return sock
