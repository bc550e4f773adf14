"""Brings the tables of a database to the version of this code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine

VERSION_TABLE = "booking_version"
"""Our own, for the conversation store may live in the same database."""


def migrate(engine: Engine, target: str = "head") -> None:
    """Migrate up to `target`, a revision or "head"; safe to repeat, also by several processes at once."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7305120115)")
        command.upgrade(config(connection), target)


def roll_back(engine: Engine, target: str = "base") -> None:
    """Migrate down to `target`, a revision or "base" for no tables at all."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        command.downgrade(config(connection), target)


def config(connection: Connection) -> Config:
    """Return Alembic's settings for an open connection; no ini file is read."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["connection"] = connection
    return settings
