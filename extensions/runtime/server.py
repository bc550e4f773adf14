"""The server: one Sanic app with the channels of credentials.yml, on one process."""

import ctypes
import logging
import sys
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import register
from rasa.core.run import create_http_input_channels
from sanic import Sanic
from sanic.exceptions import SanicException

from clinic.wiring import bookings, clinic, rules, settings
from extensions.channels.errors import ApiError, error_response
from extensions.channels.limits import is_loopback
from extensions.runtime.agent import load_agent
from extensions.runtime.post import register_post

logger = logging.getLogger(__name__)

BODY_LIMIT = 16 * 1024  # bytes


def build_app(model: Path) -> Sanic:
    """Return the app; the model is loaded when the server starts."""
    app = Sanic("clinic_assistant", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=BODY_LIMIT, ACCESS_LOG=False, FALLBACK_ERROR_FORMAT="json", KEEP_ALIVE_TIMEOUT=30
    )
    register(create_http_input_channels(None, "credentials.yml"), app, route="/webhooks/")
    register_post(app)

    @app.listener("before_server_start")
    async def load(app: Any, _: Any) -> None:
        rules()  # read before the first visitor waits for it
        agent = load_agent(model)
        await agent.parse_message("hello")  # loads what is loaded on first use
        give_back_memory()
        app.ctx.agent = agent

    @app.exception(Exception)
    async def failed(_: Any, error: Exception) -> Any:
        if isinstance(error, ApiError):
            return error_response(error.status, error.retry_after)
        if isinstance(error, SanicException):
            return error_response(getattr(error, "status_code", 500))
        logger.error("a request failed", exc_info=error)
        return error_response(503)

    return app


def give_back_memory() -> None:
    """Return to the system what the start needed and freed; where the C library cannot, nothing happens."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # glibc
        trim(0)


def run(model: Path) -> None:
    """Serve until stopped; raise `SystemExit`, `ContentError` or `StoreDown` where settings or content forbid it."""
    chosen = settings()
    if clinic().sample and not is_loopback("127.0.0.1" if chosen.host == "localhost" else chosen.host):
        raise SystemExit(
            f"HOST={chosen.host}: content/clinic.yml is still sample data (sample: true). Visitors must not see an "
            "invented phone number: enter the clinic's own facts and set sample: false, or keep HOST=127.0.0.1."
        )
    bookings()  # its rules, zone data and tables: a fault stops the start, not the first visitor who books
    print(f"serving on http://{chosen.host}:{chosen.port}/ (Ctrl+C stops)", file=sys.stderr, flush=True)
    build_app(model).run(host=chosen.host, port=chosen.port, workers=1, access_log=False, motd=False)
