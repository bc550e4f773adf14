"""Five years of days in five zones: the same instant everywhere, and no time that the clocks skip or show twice."""

import zoneinfo
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from actions.booking.answer import facts
from actions.booking.state import State
from clinic.booking.calendar import instant, make_diary, starts
from clinic.booking.invite import feed, invite
from clinic.booking.mail import compose
from clinic.booking.memory_store import MemoryStore
from clinic.booking.model import Booking, Status
from clinic.booking.outbox import Kind, Note
from clinic.booking.service import Bookings
from clinic.booking.spoken import spoken
from clinic.booking.staff import line
from clinic.booking.zones import check_zone_data
from clinic.content import DAYS
from clinic.strict import ContentError
from tests.booking.builders import ANA, NOW, a_clinic, some_rules

ZONES = ["America/New_York", "Europe/London", "America/Vancouver", "Australia/Sydney", "Asia/Kolkata"]
ALL_DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(5 * 365 + 1)]


@pytest.mark.parametrize("zone", ZONES)
def test_every_start_of_every_day_is_one_real_wall_clock_time(zone: str) -> None:
    diary = make_diary(a_clinic(time_zone=zone, opening_hours={day: ["00:00-23:30"] for day in DAYS}), some_rules())
    before = datetime(2025, 1, 1, tzinfo=timezone.utc)
    for day in ALL_DAYS:
        for start, _, _ in starts(diary, day):
            local = start.astimezone(diary.zone)
            assert local.date() == day and local.minute in (0, 30)
            other = local.replace(fold=1 - local.fold)
            assert other.utcoffset() == local.utcoffset()  # the clock shows it once
            assert before < start
            before = start


@pytest.mark.parametrize(
    ("zone", "day", "clock", "count"),
    [
        ("America/New_York", date(2027, 3, 14), time(2, 30), 46),  # skipped: 2:00 and 2:30
        ("America/New_York", date(2027, 11, 7), time(1, 30), 46),  # shown twice: 1:00 and 1:30
        ("Europe/London", date(2027, 3, 28), time(1, 0), 46),
        ("Australia/Sydney", date(2027, 4, 4), time(2, 0), 46),
    ],
)
def test_what_the_clocks_skip_or_repeat_is_not_offered(zone: str, day: date, clock: time, count: int) -> None:
    diary = make_diary(a_clinic(time_zone=zone, opening_hours={day: ["00:00-23:59"] for day in DAYS}), some_rules())
    local = datetime.combine(day, clock)
    assert instant(local, ZoneInfo(zone)) is None
    offered = [start.astimezone(diary.zone).replace(tzinfo=None) for start, _, _ in starts(diary, day)]
    assert local not in offered and len(offered) < count


@pytest.mark.parametrize("zone", ZONES)
def test_list_words_and_calendar_name_the_same_instant_every_day(zone: str) -> None:
    clinic = a_clinic(time_zone=zone, opening_hours={day: ["09:00-17:00"] for day in DAYS}, holidays=[])
    diary = make_diary(clinic, some_rules())
    listed = [starts(diary, day)[4].at for day in ALL_DAYS]
    for day, start in zip(ALL_DAYS, listed, strict=True):
        said = spoken(start, diary.zone, 12)
        assert (said.date, said.time) == (f"{day:%A}, {day.day} {day:%B %Y}", "11 am")
    bookings = [a_booking(start) for start in listed]
    assert [e.start for e in Calendar.from_ical(feed(bookings, clinic, NOW)).events] == listed
    desk = Bookings(MemoryStore(), diary)
    for booking in bookings:
        said, row = spoken(booking.starts_at, diary.zone, 12), line(desk, booking)
        assert facts(State(at=booking.starts_at), None, diary.zone, "US")["date"] == said.date  # read back
        assert (row["date"], row["time"]) == (said.date, said.time)  # seen by the staff


@pytest.mark.parametrize("zone", ZONES)
def test_mails_name_the_instant_of_every_day(zone: str) -> None:
    clinic = a_clinic(time_zone=zone, opening_hours={day: ["09:00-17:00"] for day in DAYS}, holidays=[])
    diary = make_diary(clinic, some_rules())
    for number, day in enumerate(ALL_DAYS):
        start = starts(diary, day)[4].at
        kind: Kind = "reminder" if number % 50 else "request"  # an entry takes long; its events are tested above
        note = Note("SP-1", 0, kind, "visitor", start, NOW)
        mail = compose(a_booking(start), note, clinic, diary.rules.mail, "a@b.example", NOW)
        text = mail.get_body(("plain",))
        assert text and f"{day:%A}, {day.day} {day:%B %Y} at 11 am" in " ".join(text.get_content().split())
        entries = [part.get_payload(decode=True) for part in mail.walk() if part.get_filename() == "appointment.ics"]
        assert [Calendar.from_ical(entry).events[0].start for entry in entries] == [start] * (kind == "request")


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_that_an_entry_brings_along_gives_the_instant_of_every_day(zone: str) -> None:
    clinic, note = a_clinic(time_zone=zone), Note("SP-1", 0, "request", "visitor", NOW, NOW)
    brought = Calendar.from_ical(invite(a_booking(NOW), note, clinic, "x", NOW)).timezones[0].to_tz(lookup_tzid=False)
    for day in ALL_DAYS:  # for a calendar program whose own data are stale
        local = datetime.combine(day, time(11))
        assert local.replace(tzinfo=brought).utcoffset() == local.replace(tzinfo=ZoneInfo(zone)).utcoffset(), day


@pytest.mark.parametrize("zone", ZONES)
def test_an_invitation_names_the_instant_and_carries_its_zone(zone: str) -> None:
    clinic, note = a_clinic(time_zone=zone), Note("SP-1", 0, "request", "visitor", NOW, NOW)
    for start in (NOW, NOW + timedelta(days=182)):
        calendar = Calendar.from_ical(invite(a_booking(start), note, clinic, "x", NOW))
        assert calendar.events[0].start == start and calendar.events[0]["DTSTART"].params["TZID"] == zone
        assert [timezone["TZID"] for timezone in calendar.timezones] == [zone]


def a_booking(start: datetime) -> Booking:
    """A confirmed half hour."""
    end = start + timedelta(minutes=30)
    return Booking(f"SP-{start:%Y%m%d}", "one", start, end, end, Status.CONFIRMED, NOW, person=ANA)


def test_british_columbia_stays_on_summer_time() -> None:
    noon = datetime(2026, 12, 15, 12, tzinfo=ZoneInfo("America/Vancouver"))
    assert noon.utcoffset() == timedelta(hours=-7)


def test_stale_or_foreign_zone_data_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_zone_data("2026b") >= "2026b"
    with pytest.raises(ContentError, match="2099a"):
        check_zone_data("2099a")
    monkeypatch.setattr(zoneinfo, "TZPATH", ("/usr/share/zoneinfo",))
    with pytest.raises(ContentError, match="PYTHONTZPATH"):
        check_zone_data("2026b")
