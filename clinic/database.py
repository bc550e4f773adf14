"""One way to open the database: SQLite as a file by default, PostgreSQL by its address."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from clinic.settings import SettingsError
from clinic.strict import StartError

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 2
"""How long a visitor waits for a database server that does not answer, each time it is asked."""

LOCK_SECONDS = 1
"""How long a visitor waits, each time, for another program that has locked the database."""


def read_address(url: str) -> URL:
    """Return the parts of a database's address; raise `SettingsError` without a word of it, for it holds a password."""
    wanted = "expected postgresql://user:password@host/name or sqlite:///path/to/file.db"
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise SettingsError(f"DATABASE_URL: not the address of a database; {wanted}") from None
    if address.drivername not in ("sqlite", "postgresql", "postgresql+psycopg2"):
        raise SettingsError(f"DATABASE_URL: {address.drivername!r} is not a kind of database we use; {wanted}")
    if "@" in (address.host or ""):
        raise SettingsError("DATABASE_URL: write an @ in the password as %40")
    if address.drivername == "sqlite" and address.database in (None, "", ":memory:"):
        raise SettingsError(f"DATABASE_URL: names no file; {wanted}")
    return address


def open_database(url: str) -> Engine:
    """Return an engine for `url` in SQLAlchemy's 2.0 style; a SQLite file is made, for nobody else to read.

    Raises `SettingsError` for an address that cannot be used.
    """
    address = read_address(url)
    if address.drivername == "sqlite":
        return _open_sqlite(url, Path(str(address.database)))
    waits = f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout={2 * LOCK_SECONDS}s"
    quick = {"connect_timeout": CONNECT_SECONDS, "options": waits}
    return create_engine(url, future=True, pool_pre_ping=True, pool_size=4, max_overflow=4, connect_args=quick)


@contextmanager
def sole_user(url: str) -> Iterator[None]:
    """Be the one server of a SQLite file; raise `StartError` if another one is. Its death gives the file free.

    On PostgreSQL nothing happens: a lock there is lost with its connection, unnoticed, or outlives a dead machine.
    """
    address = read_address(url)
    if address.drivername != "sqlite":
        yield
        return
    with open(f"{address.database}.lock", "w", opener=_for_the_owner) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(
                f"{address.database}: another server works on this database, and a conversation belongs to one "
                "(docs/decisions/0005-tracker-store.md). Stop that one, or set DATABASE_URL to another database."
            ) from None
        yield


def clear_deleted(engine: Engine) -> bool:
    """Take what was deleted out of SQLite's log, too, which keeps it otherwise; PostgreSQL's vacuum does it there.

    Return False where somebody read the database for longer than `LOCK_SECONDS`: then it is to be tried again.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with engine.connect() as connection:
            used = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
    except SQLAlchemyError:
        used = True
    if used:
        logger.warning("the log of the database was in use: what was deleted is cleared from it later")
    return not used


def why_down(error: SQLAlchemyError) -> str:
    """Return what the database says of a failure, for the one who starts the server: host and login, no password."""
    said = str(error.orig) if isinstance(error, DBAPIError) else ""
    return next(iter(said.strip().splitlines()), type(error).__name__)


def _open_sqlite(url: str, path: Path) -> Engine:
    _keep_private(path)
    arguments = {"check_same_thread": False, "timeout": LOCK_SECONDS}
    engine = create_engine(url, future=True, poolclass=QueuePool, pool_size=4, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # Readers never wait for a writer, and what was committed survives a killed process.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only given free

    return engine


def _keep_private(path: Path) -> None:
    """Make the file before SQLite does, and take the rights of others away: its companions get the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # to open and close a file that is in use would end SQLite's own locks on it
            open(path, "xb", opener=_for_the_owner).close()
        for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            if file.exists() and file.stat().st_mode & 0o077:
                file.chmod(0o600)
    except OSError as error:
        raise SettingsError(f"DATABASE_URL: {path}: {error.strerror}") from None


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
