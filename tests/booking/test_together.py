"""Many at once, and a process that dies: one time is never given twice, one confirmation never books twice."""

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from clinic.booking.calendar import Diary, make_diary
from clinic.booking.migrate import migrate
from clinic.booking.model import Booked, NotFound, Status, TimeTaken
from clinic.booking.service import Bookings
from clinic.booking.sql_store import SqlStore, open_engine
from clinic.booking.store import Conflict, Store, StoreDown
from clinic.booking.tables import bookings as table
from clinic.booking.tables import claims
from tests.booking.builders import NOW, PHONE, a_clinic, at, booked, order, some_rules, whole

Answer = TypeVar("Answer")


def all_at_once(count: int, ask: Callable[[int], Answer]) -> list[Answer]:
    """Let `count` threads ask at the same moment."""
    barrier = Barrier(count)

    def one(number: int) -> Answer:
        barrier.wait()
        return ask(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_of_fifty_confirmations_at_once_one_wins_and_the_rest_get_fresh_times(engine: Engine, diary: Diary) -> None:
    bookings = Bookings(SqlStore(engine), diary, mailing=True)
    for number in range(20):
        start = at(1 + number // 5, 9 + number % 5)

        def confirm(who: int, n: int = number, start: datetime = start) -> object:
            for _ in range(50):  # who is told that the diary is down on a busy machine tries again
                with suppress(StoreDown):
                    return bookings.book(order(f"{n}-{who}", f"{n}-{who}", start), NOW)
            return None

        results = all_at_once(50, confirm)
        assert sum(isinstance(r, Booked) for r in results) == 1
        lost = [r for r in results if isinstance(r, TimeTaken)]
        assert len(lost) == 49
        assert all(r.fresh and start not in {t.starts_at for t in r.fresh} for r in lost)
    with engine.connect() as connection:
        assert len(connection.execute(select(table)).all()) == 20


def test_one_confirmation_delivered_twenty_times_at_once_books_once(engine: Engine, diary: Diary) -> None:
    bookings = Bookings(SqlStore(engine), diary)
    results = [booked(r) for r in all_at_once(20, lambda _: bookings.book(order(), NOW))]
    assert len({r.booking.reference for r in results}) == 1 and sum(not r.again for r in results) == 1


def test_the_daily_cap_holds_when_many_come_at_once(engine: Engine) -> None:
    bookings = Bookings(SqlStore(engine), make_diary(a_clinic(), some_rules(daily_cap=3)))
    times = [t.starts_at for t in bookings.free_times(whole(1), NOW)][::2]
    results = all_at_once(len(times), lambda n: bookings.book(order(str(n), str(n), times[n]), NOW))
    assert sum(isinstance(r, Booked) for r in results) == 3


def test_crosswise_moves_at_once_never_hang_or_overlap(engine: Engine, diary: Diary) -> None:
    bookings = Bookings(SqlStore(engine), diary)
    a, b = (booked(bookings.book(order(k, k, t), NOW)).booking for k, t in (("a", at(1, 9)), ("b", at(1, 12))))
    moves = [(a.reference, b.starts_at), (b.reference, a.starts_at)]
    all_at_once(2, lambda n: bookings.reschedule(moves[n][0], PHONE, moves[n][1], NOW))
    found = [bookings.find(ref, PHONE) for ref in (a.reference, b.reference)]
    assert len({f.starts_at for f in found if not isinstance(f, NotFound)}) == 2


def test_the_store_itself_refuses_any_overlap(store: Store, diary: Diary) -> None:
    mine = booked(Bookings(store, diary).book(order(), NOW)).booking
    for shift in (-35, -5, 0, 5, 35):
        by = timedelta(minutes=shift)
        other = replace(mine, reference="X", key="x", starts_at=mine.starts_at + by, busy_until=mine.busy_until + by)
        with pytest.raises(Conflict), store.write() as ledger:
            ledger.put(other)
        with store.read() as ledger:
            assert ledger.get("X") is None and ledger.get(mine.reference) == mine
    with store.write() as ledger:  # another clinician, the next free moment, and a cancelled one are no conflict
        ledger.put(replace(mine, reference="Y", key="y", clinician="two"))
        ledger.put(replace(mine, reference="Z", key="z", status=Status.CANCELLED))


def test_the_store_itself_refuses_a_second_booking_with_one_key(store: Store, diary: Diary) -> None:
    mine = booked(Bookings(store, diary).book(order(), NOW)).booking
    with pytest.raises(Conflict), store.write() as ledger:
        ledger.put(replace(mine, reference="X", clinician="two"))


def test_the_constraint_stands_in_the_database_and_not_in_our_code(engine: Engine, diary: Diary) -> None:
    mine = booked(Bookings(SqlStore(engine), diary).book(order(), NOW)).booking
    with engine.connect() as connection:
        taken = dict(connection.execute(select(claims)).mappings().first() or {})
    assert taken["reference"] == mine.reference
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(claims).values(taken))


DIES = """
import os, signal, sys
import tests.booking.conftest
from clinic.booking.calendar import make_diary
from clinic.booking.service import Bookings
from clinic.booking.sql_store import SqlStore, open_engine
from tests.booking.builders import NOW, a_clinic, order, some_rules
bookings = Bookings(SqlStore(open_engine(sys.argv[1])), make_diary(a_clinic(), some_rules()), mailing=True)
bookings.book(order(), NOW)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_between_confirmation_and_answer_leaves_one_booking(database: str, diary: Diary) -> None:
    engine = open_engine(database)
    migrate(engine)
    dead = subprocess.run([sys.executable, "-c", DIES, database], cwd=Path.cwd(), check=False)
    assert dead.returncode == -signal.SIGKILL
    assert booked(Bookings(SqlStore(engine), diary, mailing=True).book(order(), NOW)).again
    with engine.connect() as connection:
        assert len(connection.execute(select(table)).all()) == 1
    engine.dispose()
