"""One way to open the database: SQLite as a file by default, PostgreSQL by its address."""

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import QueuePool

CONNECT_SECONDS = 2
"""How long a visitor waits for a database server that does not answer, each time it is asked."""


def open_database(url: str) -> Engine:
    """Return an engine for `url` in SQLAlchemy's 2.0 style; the folder of a SQLite file is made."""
    address = make_url(url)
    if address.drivername.startswith("sqlite"):
        return _open_sqlite(url, address.database or "")
    quick = {"connect_timeout": CONNECT_SECONDS}
    return create_engine(url, future=True, pool_pre_ping=True, pool_size=4, max_overflow=4, connect_args=quick)


def _open_sqlite(url: str, path: str) -> Engine:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, future=True, poolclass=QueuePool, pool_size=4, connect_args={"check_same_thread": False, "timeout": 10}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # Readers never wait for a writer, and what was committed survives a killed process.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine
