"""Booking: free times with a diary of thousands, and the turns of a booking over HTTP."""

from __future__ import annotations

import tempfile
import time
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from clinic.booking.calendar import bounds
from clinic.booking.model import Booking, Person, Status
from clinic.booking.rules import Duty, load_rules
from clinic.booking.service import Bookings
from clinic.booking.setup import open_bookings
from clinic.content import load_clinic
from tests.server import Server

CONTENT = Path("content")
NOW = datetime(2026, 11, 30, 14, tzinfo=timezone.utc)
STORED, CLINICIANS, ASKED, TALKS = 5000, 8, 31, 12
TALK = ("book on december {day}", "the second one", "Ana Lopez", "212 555 01{phone}", "yes")
ANA = Person("Ana", "+12125550123")
DAYS = (7, 8, 9, 10, 11)


def measure() -> Iterator[Figure]:
    """Fill a diary and ask it; then book in the chat."""
    zoneinfo.reset_tzpath(to=[])  # the tzdata package, as everywhere
    with tempfile.TemporaryDirectory() as folder:
        bookings = filled(f"sqlite:///{folder}/large.db")
        window, taken = [bounds(bookings.diary, NOW)], []
        for _ in range(ASKED):
            begin = time.perf_counter()
            assert bookings.free_times(window, NOW)
            taken.append((time.perf_counter() - begin) * 1000)
    yield Figure(f"free times, 60 days, {STORED} bookings, median", median(taken), "ms", 20)
    yield from turns()


def filled(url: str) -> Bookings:
    """Return the use cases over a new diary in which most of the past and the coming weeks are taken."""
    clinic = load_clinic(CONTENT)
    duty = [Duty(id=f"c{n}", hours=None) for n in range(CLINICIANS)]
    rules = load_rules(CONTENT).copy(update={"on_duty": duty, "daily_cap": 1000, "window_days": 60})
    bookings, half = open_bookings(url, clinic, rules), timedelta(minutes=30)
    times = [NOW + timedelta(days=day, hours=hour) for day in range(-40, 39) for hour in range(8)]
    places = [(start, one.id) for start in times for one in duty][:STORED]
    with bookings.store.write() as ledger:
        for number, (start, who) in enumerate(places):
            stretch = (start, start + half, start + rules.occupied)
            ledger.put(
                Booking(f"R{number}", who, *stretch, Status.CONFIRMED, NOW, person=Person("Ana", "+12125550123"))
            )
    return bookings


def turns() -> Iterator[Figure]:
    """Book several times in the chat: choosing a time, the person, the contact, the confirmation."""
    with Server(CLINIC_NOW=NOW.isoformat()) as server:
        taken: list[float] = []
        for number in range(TALKS):
            chat = server.open_session()
            for line in TALK:
                begin = time.perf_counter()
                turn = chat.say(line.format(day=DAYS[number % len(DAYS)], phone=number + 10))["turn"]
                taken.append((time.perf_counter() - begin) * 1000)
            assert (turn["booking"] or {}).get("status") == "confirmed"
    yield Figure("booking turn over HTTP, median", median(taken[len(TALK) :]), "ms", 40)  # the first talk warms up
