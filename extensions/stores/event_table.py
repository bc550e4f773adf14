"""The table `conversation_event`: one row an event, appended once and never changed."""

from __future__ import annotations

import json
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from clinic.database import clear_deleted
from extensions.stores.memory import Row

metadata = sa.MetaData()
events = sa.Table(
    "conversation_event",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),  # 1, 2, 3 … within the conversation
    sa.Column("type", sa.String(40), nullable=False),
    sa.Column("client_message_id", sa.String(64)),  # of a user event; a message sent twice is stored once
    sa.Column("data", sa.Text, nullable=False),
    sa.UniqueConstraint("conversation", "client_message_id"),
)


class EventTable:
    """The stored events; every method raises SQLAlchemy's error when the database cannot be asked."""

    def __init__(self, engine: Engine) -> None:
        """Make the table if it is not there, and clear what a crash left between a deletion and its clearing."""
        self._engine = engine
        metadata.create_all(engine)
        clear_deleted(engine)

    def conversations(self) -> list[str]:
        """Return the ids of all stored conversations."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(events.c.conversation).distinct()).scalars())

    def rows(self, conversation: str, after: int = 0, types: tuple[str, ...] = ()) -> list[Row]:
        """Return the stored events in order, after a seq, all or those of the given types."""
        query = sa.select(events.c.seq, events.c.data).where(events.c.conversation == conversation)
        query = query.where(events.c.seq > after).order_by(events.c.seq)
        if types:
            query = query.where(events.c.type.in_(types))
        with self._engine.connect() as connection:
            return [{**json.loads(data), "seq": seq} for seq, data in connection.execute(query)]

    def seq_of(self, conversation: str, client_message_id: str) -> Optional[int]:
        """Return the seq of the user event with that id, or None."""
        query = sa.select(events.c.seq).where(events.c.conversation == conversation)
        with self._engine.connect() as connection:
            found: Optional[int] = connection.execute(
                query.where(events.c.client_message_id == client_message_id)
            ).scalar()
            return found

    def append(self, conversation: str, seq: int, fresh: list[Row]) -> None:
        """Store the events after `seq` in one transaction; those of them that are there already are passed over.

        A commit may have arrived whose answer was lost. Raises `IntegrityError` where other events are stored there.
        """
        rows = [_columns(conversation, number, event) for number, event in enumerate(fresh, seq + 1)]
        try:
            self._insert(rows)
        except IntegrityError:
            there = self.rows(conversation, seq)
            if not there or there != [{**json.loads(row["data"]), "seq": row["seq"]} for row in rows[: len(there)]]:
                raise
            self._insert(rows[len(there) :])

    def delete(self, conversation: str) -> None:
        """Delete a conversation; its words may stand in the log until `clear`."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(events).where(events.c.conversation == conversation))

    def clear(self) -> bool:
        """Take the words of what was deleted out of the log; tell whether that could be done."""
        return clear_deleted(self._engine)

    def ping(self) -> None:
        """Raise the database's error if it cannot be asked."""
        with self._engine.connect() as connection:
            connection.execute(sa.select(1))

    def _insert(self, rows: list[dict[str, Any]]) -> None:
        connection: Connection
        if rows:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(events), rows)


def _columns(conversation: str, seq: int, event: Row) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "seq": seq,
        "type": event["event"],
        "client_message_id": (event.get("metadata") or {}).get("client_message_id"),
        "data": json.dumps(event),
    }
