"""The tables of the booking store. Instants are stored in UTC."""

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Instant(TypeDecorator):  # type: ignore[type-arg]
    """An aware datetime, stored in UTC and read as UTC; SQLite itself knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the value in UTC."""
        return value and value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the value with its zone."""
        if value is None or value.tzinfo is timezone.utc:
            return value
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


bookings = Table(
    "booking", metadata,
    Column("reference", String(20), primary_key=True),
    Column("clinician", String(80), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("busy_until", Instant, nullable=False),
    Column("first_cell", BigInteger, nullable=False),  # starts_at and busy_until as cells: read a thousand at a time
    Column("end_cell", BigInteger, nullable=False),
    Column("status", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("held_until", Instant),
    Column("talk", String(200)),
    Column("key", String(200), unique=True),
    Column("name", Text),
    Column("phone", String(20)),
    Column("email", String(320)),
    Column("wish", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("planning", Boolean, nullable=False),
    Index("booking_by_time", "starts_at"),
    Index("booking_by_cell", "end_cell", "first_cell"),
    Index("booking_by_talk", "talk"),
    Index("booking_by_hold", "held_until"),
)  # fmt: skip

# A booking owns one row for every five minutes of its clinician's time, so the primary key itself makes two bookings of
# overlapping times impossible, whatever their lengths and buffers, on every database.
claims = Table(
    "booking_claim", metadata,
    Column("clinician", String(80), primary_key=True),
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("reference", String(20), ForeignKey("booking.reference", ondelete="CASCADE"), nullable=False, index=True),
)  # fmt: skip

outbox = Table(
    "booking_outbox", metadata,
    Column("reference", String(20), ForeignKey("booking.reference", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(12), primary_key=True),
    Column("to", String(12), primary_key=True),
    Column("starts_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Index("booking_outbox_by_due", "state", "due_at"),
)  # fmt: skip

# Failed look-ups; the key is a hash of the contact or the conversation.
attempts = Table(
    "booking_attempt", metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index("booking_attempt_by_key", "key"),
    Index("booking_attempt_by_time", "at"),
)  # fmt: skip
