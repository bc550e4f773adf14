"""A clinic, a diary and every kind of store."""

import zoneinfo
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from clinic.booking.calendar import Diary, make_diary
from clinic.booking.mail import compose, sender
from clinic.booking.memory_store import MemoryStore
from clinic.booking.migrate import migrate, roll_back
from clinic.booking.postman import Postman
from clinic.booking.service import Bookings
from clinic.booking.sql_store import SqlStore, open_engine
from clinic.booking.store import Store
from clinic.settings import Smtp
from tests.booking.builders import Clock, a_clinic, some_rules
from tests.inbox import Inbox, running
from tests.postgres import cluster

zoneinfo.reset_tzpath(to=[])  # the tzdata package, never the system's older data


@pytest.fixture
def diary() -> Diary:
    """The diary of the clinic above."""
    return make_diary(a_clinic(), some_rules())


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the tests."""
    with cluster() as running:
        yield running.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/bookings.db"
        return
    url = request.getfixturevalue("postgres")
    yield url
    engine = open_engine(url)
    roll_back(engine)
    engine.dispose()


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A migrated database of either kind."""
    engine = open_engine(database)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of every kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    url = f"sqlite:///{tmp_path}/s.db" if request.param == "sqlite" else request.getfixturevalue("postgres")
    engine = open_engine(url)
    migrate(engine)
    yield SqlStore(engine)
    roll_back(engine)
    engine.dispose()


@pytest.fixture
def bookings(store: Store, diary: Diary) -> Bookings:
    """The use cases over every kind of store."""
    return Bookings(store, diary, mailing=True)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A mail server that runs."""
    with running() as inbox:
        yield inbox


@pytest.fixture
def clock() -> Clock:
    """Stands at NOW."""
    return Clock()


@pytest.fixture
def postman(bookings: Bookings, inbox: Inbox, clock: Clock) -> Postman:
    """Delivers over real SMTP."""
    write = partial(compose, clinic=a_clinic(), texts=some_rules().mail, from_="book@soma.example")
    send = sender(Smtp("127.0.0.1", inbox.port, "book@soma.example", tls="none"))
    return Postman(bookings.store, lambda b, n, t: write(b, n, now=t), send, clock, some_rules())
