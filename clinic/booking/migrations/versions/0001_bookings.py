"""Bookings, the cells of time they claim, and the messages they owe."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "booking",
        sa.Column("reference", sa.String(20), primary_key=True),
        sa.Column("clinician", sa.String(80), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("busy_until", INSTANT, nullable=False),
        sa.Column("first_cell", sa.BigInteger, nullable=False),
        sa.Column("end_cell", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("held_until", INSTANT),
        sa.Column("talk", sa.String(200)),
        sa.Column("key", sa.String(200), unique=True),
        sa.Column("name", sa.Text),
        sa.Column("phone", sa.String(20)),
        sa.Column("email", sa.String(320)),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("planning", sa.Boolean, nullable=False),
    )
    op.create_index("booking_by_time", "booking", ["starts_at"])
    op.create_index("booking_by_cell", "booking", ["end_cell", "first_cell"])
    op.create_index("booking_by_talk", "booking", ["talk"])
    op.create_index("booking_by_hold", "booking", ["held_until"])
    op.create_table(
        "booking_claim",
        sa.Column("clinician", sa.String(80), primary_key=True),
        sa.Column("cell", sa.BigInteger, primary_key=True, autoincrement=False),
        _reference(primary_key=False),
    )
    op.create_index("ix_booking_claim_reference", "booking_claim", ["reference"])
    op.create_table(
        "booking_outbox",
        _reference(primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("to", sa.String(12), primary_key=True),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index("booking_outbox_by_due", "booking_outbox", ["state", "due_at"])


def downgrade() -> None:
    """Drop the tables."""
    for name in ("booking_outbox", "booking_claim", "booking"):
        op.drop_table(name)


def _reference(primary_key: bool) -> "sa.Column[sa.String]":
    key = sa.ForeignKey("booking.reference", ondelete="CASCADE")
    return sa.Column("reference", sa.String(20), key, primary_key=primary_key, nullable=False)
