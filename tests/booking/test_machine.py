"""Any order of use cases: no two standing bookings of a clinician ever share a moment, and nobody loses theirs."""

import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from clinic.booking.calendar import make_diary
from clinic.booking.memory_store import MemoryStore
from clinic.booking.migrate import migrate
from clinic.booking.model import Booked, Booking, Cancelled, Held, NotFound, Status
from clinic.booking.service import Bookings
from clinic.booking.sql_store import SqlStore, open_engine
from clinic.booking.staff import between
from clinic.booking.store import Store
from clinic.language.dates.model import Window
from tests.booking.builders import NOW, PHONE, a_clinic, at, order, some_rules

TALKS = st.sampled_from(["a", "b", "c"])
TIMES = st.sampled_from([at(1, 9) + n * timedelta(minutes=30) for n in range(5)])
DUTY = [{"id": "one", "hours": None}, {"id": "two", "hours": {"tuesday": ["10:00-11:00"]}}]


class Machine(RuleBasedStateMachine):
    """Remembers what it was told and compares."""

    def make_store(self) -> Store:
        """A store in memory."""
        return MemoryStore()

    @initialize()
    def begin(self) -> None:
        self.now: datetime = NOW
        rules = some_rules(on_duty=DUTY, daily_cap=4)
        self.bookings = Bookings(self.make_store(), make_diary(a_clinic(), rules), mailing=True)
        self.told: dict[str, Booking] = {}
        self.keys: dict[str, str] = {}

    @rule(talk=TALKS, start=TIMES)
    def hold(self, talk: str, start: datetime) -> None:
        result = self.bookings.hold(talk, start, self.now)
        if isinstance(result, Held):
            assert result.booking.starts_at == start

    @rule(talk=TALKS)
    def release(self, talk: str) -> None:
        self.bookings.release(talk, self.now)

    @rule(talk=TALKS, start=TIMES, key=st.sampled_from(["k1", "k2", "k3", "k4", "k5"]))
    def book(self, talk: str, start: datetime, key: str) -> None:
        result = self.bookings.book(replace(order(key, talk, start), flags=()), self.now)
        if isinstance(result, Booked | Cancelled):
            assert self.keys.setdefault(key, result.booking.reference) == result.booking.reference
            assert result.again == (result.booking.reference in self.told)
            self.told[result.booking.reference] = result.booking

    @rule(start=TIMES, data=st.data())
    def move(self, start: datetime, data: st.DataObject) -> None:
        if self.told:
            ref = data.draw(st.sampled_from(list(self.told)))  # in the order told: references are random
            result = self.bookings.reschedule(ref, PHONE, start, self.now)
            if isinstance(result, Booked):
                assert result.booking.version == self.told[ref].version + (not result.again)
                self.told[ref] = result.booking

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if self.told:
            ref = data.draw(st.sampled_from(list(self.told)))  # in the order told: references are random
            result = self.bookings.cancel(ref, PHONE, self.now)
            if isinstance(result, Cancelled):
                self.told[ref] = result.booking

    @rule(minutes=st.sampled_from([1, 20]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def nobody_shares_a_moment(self) -> None:
        if not hasattr(self, "bookings"):
            return
        day = at(1, 12).date()
        live = [b for b in between(self.bookings, day, day) if b.status is not Status.CANCELLED]
        live = [b for b in live if not (b.held_until and b.held_until <= self.now)]
        assert len(live) <= 4
        for one, other in combinations(live, 2):
            apart = one.busy_until <= other.starts_at or other.busy_until <= one.starts_at
            assert one.clinician != other.clinician or apart

    @invariant()
    def everybody_keeps_what_they_were_told(self) -> None:
        for ref, booking in getattr(self, "told", {}).items():
            found = self.bookings.find(ref, PHONE)
            assert not isinstance(found, NotFound) and found == booking

    @invariant()
    def what_is_offered_can_be_had(self) -> None:
        if hasattr(self, "bookings"):
            for free in self.bookings.free_times([Window(at(1, 9), at(1, 12))], self.now):
                assert isinstance(self.bookings.hold("probe", free.starts_at, self.now), Held)
                self.bookings.release("probe", self.now)


class SqliteMachine(Machine):
    """The same over SQLite."""

    def make_store(self) -> Store:
        """A store in a file of its own."""
        self.folder = tempfile.TemporaryDirectory()
        self.engine = open_engine(f"sqlite:///{self.folder.name}/m.db")
        migrate(self.engine)
        return SqlStore(self.engine)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            self.folder.cleanup()


TestMemory = Machine.TestCase
TestMemory.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestSqlite = SqliteMachine.TestCase
TestSqlite.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
