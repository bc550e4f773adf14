"""The bookings in SQLite or PostgreSQL; keeps the promises of `Store` and `Ledger`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, event, func, insert, or_, select, text, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from clinic.booking.calendar import Busy, cells
from clinic.booking.model import Booking, Person, Status
from clinic.booking.outbox import Note
from clinic.booking.store import Conflict, Ledger, StoreDown
from clinic.booking.tables import attempts, bookings, claims, outbox
from clinic.database import open_database

LOCK = 7_305_120_114
"""The number of the advisory lock under which PostgreSQL lets writers pass one by one."""


def open_engine(url: str) -> Engine:
    """Return an engine of our own for a SQLite or PostgreSQL address; on SQLite a writing transaction locks at once."""
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # else the driver opens transactions at moments of its own choice


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class SqlStore:
    """See `Store`; the tables must exist, see `clinic.booking.migrate`."""

    def __init__(self, engine: Engine) -> None:
        """Use an engine of `open_engine`."""
        self._engine = engine

    @contextmanager
    def read(self) -> Iterator[Ledger]:
        """See `Store`."""
        with self._open(writing=False) as ledger:
            yield ledger

    @contextmanager
    def write(self) -> Iterator[Ledger]:
        """See `Store`."""
        with self._open(writing=True) as ledger:
            yield ledger

    @contextmanager
    def _open(self, writing: bool) -> Iterator[Ledger]:
        try:
            with self._engine.connect().execution_options(writing=writing) as connection, connection.begin():
                if writing and connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
                yield SqlLedger(connection)
        except IntegrityError:
            raise Conflict from None
        except SQLAlchemyError as error:  # without the statement's values: they may be a person's
            cause = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
            raise StoreDown(cause) from None


class SqlLedger:
    """One open transaction; see `Ledger`."""

    def __init__(self, connection: Connection) -> None:
        """Work inside the transaction that is open on the connection."""
        self._db = connection

    def busy(self, start: datetime, end: datetime, now: datetime) -> list[Busy]:
        """See `Ledger`."""
        b = bookings.c
        at = cells(start, end)
        live = and_(b.status != Status.CANCELLED.value, or_(b.held_until.is_(None), b.held_until > now))
        inside = and_(b.end_cell > at.start, b.first_cell < at.stop)
        columns = (b.clinician, b.first_cell, b.end_cell, b.reference, b.status != Status.BLOCKED.value)
        rows = self._db.execute(select(*columns).where(inside, live))
        return list(map(Busy._make, rows.cursor.fetchall()))  # thousands: as the driver has them

    def between(self, start: datetime, end: datetime) -> list[Booking]:
        """See `Ledger`."""
        inside = and_(bookings.c.starts_at >= start, bookings.c.starts_at < end)
        return self._bookings(inside)

    def get(self, reference: str) -> Booking | None:
        """See `Ledger`."""
        return next(iter(self._bookings(bookings.c.reference == reference)), None)

    def by_key(self, key: str) -> Booking | None:
        """See `Ledger`."""
        return next(iter(self._bookings(bookings.c.key == key)), None)

    def held_by(self, talk: str) -> Booking | None:
        """See `Ledger`."""
        held = and_(bookings.c.talk == talk, bookings.c.status == Status.HELD.value)
        return next(iter(self._bookings(held)), None)

    def open_of(self, contact: str, now: datetime) -> int:
        """See `Ledger`."""
        b = bookings.c
        coming = and_(b.status == Status.CONFIRMED.value, b.starts_at > now)
        mine = or_(b.phone == contact, b.email == contact)
        return self._db.execute(select(func.count()).where(coming, mine)).scalar_one()

    def put(self, booking: Booking) -> None:
        """See `Ledger`."""
        mine = bookings.c.reference == booking.reference
        self._db.execute(delete(claims).where(claims.c.reference == booking.reference))
        if self._db.execute(update(bookings).where(mine).values(_row(booking))).rowcount == 0:
            self._db.execute(insert(bookings).values(_row(booking)))
        if booking.status is not Status.CANCELLED:
            own = {"clinician": booking.clinician, "reference": booking.reference}
            rows = [own | {"cell": cell} for cell in cells(booking.starts_at, booking.busy_until)]
            self._db.execute(insert(claims), rows)

    def drop(self, reference: str) -> None:
        """See `Ledger`."""
        self._db.execute(delete(bookings).where(bookings.c.reference == reference))

    def expire(self, now: datetime) -> None:
        """See `Ledger`."""
        self._db.execute(delete(bookings).where(bookings.c.held_until <= now))

    def notes(self, reference: str) -> list[Note]:
        """See `Ledger`."""
        rows = self._db.execute(select(outbox).where(outbox.c.reference == reference))
        return sorted((Note(**row._mapping) for row in rows), key=lambda note: (note.due_at, note.id))

    def put_notes(self, reference: str, notes: Sequence[Note]) -> None:
        """See `Ledger`."""
        self._db.execute(delete(outbox).where(outbox.c.reference == reference))
        if notes:
            self._db.execute(insert(outbox), [vars(note) for note in notes])

    def due(self, now: datetime) -> Note | None:
        """See `Ledger`."""
        o = outbox.c
        late = select(outbox).where(o.state.in_(("waiting", "sending")), o.due_at <= now)
        row = self._db.execute(late.order_by(o.due_at, o.reference, o.version, o.kind, o.to).limit(1)).first()
        return Note(**row._mapping) if row else None

    def save_note(self, note: Note) -> None:
        """See `Ledger`."""
        o = outbox.c
        key = and_(o.reference == note.reference, o.version == note.version, o.kind == note.kind, o.to == note.to)
        self._db.execute(update(outbox).where(key).values(vars(note)))

    def attempts(self, key: str) -> list[datetime]:
        """See `Ledger`."""
        return list(self._db.scalars(select(attempts.c.at).where(attempts.c.key == key)))

    def put_attempts(self, keys: Sequence[str], at: datetime) -> None:
        """See `Ledger`."""
        self._db.execute(insert(attempts), [{"key": key, "at": at} for key in keys])

    def forget_attempts(self, until: datetime) -> None:
        """See `Ledger`."""
        self._db.execute(delete(attempts).where(attempts.c.at <= until))

    def _bookings(self, condition: Any) -> list[Booking]:
        rows = self._db.execute(select(bookings).where(condition).order_by(bookings.c.starts_at, bookings.c.reference))
        return [_booking(dict(row._mapping)) for row in rows]


def _row(booking: Booking) -> dict[str, Any]:
    person = booking.person
    fields = {name: value for name, value in vars(booking).items() if name != "person"}
    at = cells(booking.starts_at, booking.busy_until)
    contact = vars(person) if person else {"name": None, "phone": None, "email": None}
    return (
        fields
        | contact
        | {
            "first_cell": at.start,
            "end_cell": at.stop,
            "status": booking.status.value,
            "flags": " ".join(booking.flags),
        }
    )


def _booking(row: dict[str, Any]) -> Booking:
    name, phone, email = row.pop("name"), row.pop("phone"), row.pop("email")
    del row["first_cell"], row["end_cell"]
    row |= {"status": Status(row["status"]), "flags": tuple(row["flags"].split())}
    return Booking(**row, person=None if name is None else Person(name, phone, email))
