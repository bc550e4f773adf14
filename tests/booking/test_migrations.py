"""Up and down, with data, and no difference between the migrations and the tables of the code."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.engine import Engine

from clinic.booking.calendar import Diary
from clinic.booking.migrate import VERSION_TABLE, migrate, roll_back
from clinic.booking.service import Bookings
from clinic.booking.sql_store import SqlStore, open_engine
from clinic.booking.tables import metadata
from tests.booking.builders import NOW, PHONE, booked, order

OURS = {"booking", "booking_claim", "booking_outbox", "booking_attempt"}


def tables(engine: Engine) -> set[str]:
    """The tables that are there."""
    return set(inspect(engine).get_table_names())


def test_up_and_down_and_up_again_leaves_a_database_that_works(database: str, diary: Diary) -> None:
    engine = open_engine(database)
    for _ in range(2):
        migrate(engine)
        assert tables(engine) >= OURS
        booked(Bookings(SqlStore(engine), diary, mailing=True).book(order(), NOW))
        roll_back(engine)
        assert not tables(engine) & OURS
    engine.dispose()


def test_a_repeated_migration_keeps_the_data(engine: Engine, diary: Diary) -> None:
    bookings = Bookings(SqlStore(engine), diary)
    got = booked(bookings.book(order(), NOW)).booking
    migrate(engine)
    assert bookings.find(got.reference, PHONE) == got


def test_the_migrations_make_the_tables_that_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {
            "include_object": lambda thing, name, kind, *_: name != VERSION_TABLE,
            "version_table": VERSION_TABLE,
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
