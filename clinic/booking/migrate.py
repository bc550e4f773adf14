"""Brings the tables of a database to the version of this code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.engine import Connection, Engine

if TYPE_CHECKING:  # Alembic is loaded where there is something to change: a twentieth of the start
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "booking_version"
"""Our own, for the conversation store may live in the same database."""


def migrate(engine: Engine, target: str = "head") -> None:
    """Migrate up to `target`, a revision or "head"; safe to repeat, also by several processes at once."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7305120115)")
        if target != "head" or not is_current(connection):
            from alembic import command

            command.upgrade(config(connection), target)


def is_current(connection: Connection) -> bool:
    """Tell whether the newest migration is the one that the database has; its file begins with its revision."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return False
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalars().all()
    newest = max(path.name for path in MIGRATIONS.glob("versions/*.py"))
    return found == [newest.partition("_")[0]]


def roll_back(engine: Engine, target: str = "base") -> None:
    """Migrate down to `target`, a revision or "base" for no tables at all."""
    from alembic import command

    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        command.downgrade(config(connection), target)


def config(connection: Connection) -> Config:
    """Return Alembic's settings for an open connection; no ini file is read."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings
