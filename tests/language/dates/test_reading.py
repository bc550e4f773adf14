"""What holds for every message and every clock."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.language.dates import parse

ZONES = ["America/New_York", "Europe/London", "America/Vancouver", "Australia/Sydney", "Asia/Kolkata"]
WORDS = (  # noqa: SIM905
    "next this any not or and tuesday fridays weekend tomorrow today at 3 4pm 10:30 after before until between morning "
    "arvo december 3rd the 31st 03/04 in two weeks to - / , same time a later asap except early end of month february"
).split()


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=40),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(timezone.utc)),
    st.sampled_from(ZONES),
)
def test_any_message_is_read_without_error_into_windows_that_are_not_over(text: str, now: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    reading = parse(text, now, zone, said=now + timedelta(days=3))
    for windows in (reading.windows, *reading.options):
        assert list(windows) == sorted(windows)
        assert reading.kind == "past" or all(w.end > now for w in windows)
    assert (reading.kind == "ask") == (len(reading.options) > 1)


@pytest.mark.parametrize("name", ZONES)
def test_a_word_means_the_clinics_day_and_clock_on_every_day_of_five_years(name: str) -> None:
    zone = ZoneInfo(name)
    for n in range(5 * 365):
        now = datetime(2026, 1, 1, 15, 30, tzinfo=timezone.utc) + timedelta(days=n)
        (window,) = parse("tomorrow at 2pm", now, zone).windows
        wanted = now.astimezone(zone).date() + timedelta(days=1)
        assert (window.start.date(), window.start.hour, window.start.minute) == (wanted, 14, 0)
        assert window.start.astimezone(timezone.utc).astimezone(zone).hour == 14
