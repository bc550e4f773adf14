"""Logs without patients: a foreign library's record keeps its place and level and loses its words.

Rasa, its SDK and Sanic log messages, slots, whole requests and stack-frame locals, mostly as finished strings.
All of it ends in `logging`, so one record factory is the one place through which nothing private can pass.
"""

import logging
from typing import Any

OUR_LOGGERS = ("clinic", "actions", "extensions")


def quiet_structlog(level: int = logging.WARNING) -> None:
    """Send structlog to `logging` from `level` on; unconfigured it prints every message at debug level."""
    import structlog  # it looks for packages that a server leaves out

    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer(key_order=["event"])],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def configure(level: int = logging.WARNING) -> None:
    """Make every record private, and print `level` and above."""
    logging.setLogRecordFactory(private_record)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)  # warnings are for developers; training shows them
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")


def private_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """Return a record that carries no words and no values unless it is one of ours; an exception leaves its type."""
    record = logging.LogRecord(*args, **kwargs)
    error = f" ({record.exc_info[0].__name__})" if record.exc_info and record.exc_info[0] else ""
    if record.name.split(".")[0] not in OUR_LOGGERS:
        record.msg, record.args = f"{record.module}:{record.lineno}", None
    record.msg = f"{record.msg}{error}"
    record.exc_info = record.exc_text = record.stack_info = None
    return record
