"""Run by Alembic: migrates over the connection that `clinic.booking.migrate` hands in."""

from alembic import context

from clinic.booking.migrate import VERSION_TABLE
from clinic.booking.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transaction_per_migration=False,
)
context.run_migrations()
