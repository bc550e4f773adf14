"""Failed look-ups of bookings, kept for an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "booking_attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("booking_attempt_by_key", "booking_attempt", ["key"])
    op.create_index("booking_attempt_by_time", "booking_attempt", ["at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("booking_attempt")
