"""Content is checked at load, and decides what an answer may say."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clinic import facts, hours
from clinic.content import Clinic, load_clinic
from clinic.strict import ContentError
from extensions.channels.tokens import LIFETIME, session_of, sign
from extensions.responses import choose, unknown_placeholders

SAMPLE = yaml.safe_load(Path("content/clinic.yml").read_text("utf-8"))
ZONE = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 11, 24, 15, tzinfo=ZONE)


def written(folder: Path, **changes: object) -> Path:
    """Write the sample clinic with changes; None leaves a key out."""
    data = {key: value for key, value in {**SAMPLE, **changes}.items() if value is not None}
    (folder / "clinic.yml").write_text(yaml.safe_dump(data), "utf-8")
    return folder


@pytest.mark.parametrize("key", ["emergency_number", "crisis_line", "region", "time_zone"])
def test_what_has_no_default_must_be_there(tmp_path: Path, key: str) -> None:
    with pytest.raises(ContentError, match=key):
        load_clinic(written(tmp_path, **{key: None}))


@pytest.mark.parametrize(
    "change",
    [
        {"phnoe": "1"},
        {"phone": "+1 555"},
        {"time_zone": "Mars/Base"},
        {"emergency_number": " "},
        {"opening_hours": {"funday": ["09:00-17:00"]}},
        {"opening_hours": {"monday": ["17:00-09:00"]}},
        {"opening_hours": {"monday": ["nine to five"]}},
    ],
)
def test_a_faulty_key_stops_the_start_with_its_name(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(ContentError, match=next(iter(change))):
        load_clinic(written(tmp_path, **change))


def test_without_a_phone_nothing_says_call_us(tmp_path: Path) -> None:
    silent = load_clinic(written(tmp_path, phone=""))
    assert not facts.conditions(silent, TUESDAY)["phone"]
    assert facts.words(silent, TUESDAY)["phone"] == ""


def test_opening_hours_decide_what_is_promised() -> None:
    clinic = load_clinic(Path("content"))
    assert facts.conditions(clinic, TUESDAY)["open_now"] is True
    night = TUESDAY.replace(hour=23)
    assert facts.conditions(clinic, night)["open_now"] is False
    assert facts.words(clinic, night)["next_opening"] == "on Wednesday at 9 am"
    thanksgiving = datetime(2026, 11, 26, 12, tzinfo=ZONE)
    assert not hours.is_open(clinic, thanksgiving)
    assert hours.next_opening(clinic, thanksgiving) == datetime(2026, 11, 27, 9, tzinfo=ZONE)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)))
def test_the_next_opening_is_later_and_open(moment: datetime) -> None:
    clinic = Clinic(**SAMPLE)
    now = moment.replace(tzinfo=ZONE)
    opening = hours.next_opening(clinic, now)
    assert opening is not None and opening > now and hours.is_open(clinic, opening)


def test_the_variation_with_the_most_conditions_met_is_taken() -> None:
    plain, one, two = {"text": "a"}, {"metadata": {"when": {"x": 1}}}, {"metadata": {"when": {"x": 1, "y": 2}}}
    assert choose([plain, one, two], {"x": 1, "y": 2}) is two
    assert choose([plain, one, two], {"x": 1}) is one
    assert choose([plain, one, two], {}) is plain


def test_an_unknown_placeholder_is_named() -> None:
    answers = {"utter_a": [{"text": "{clinic_name} {phnoe} {line}"}], "utter_phrase_line": [{"text": "x"}]}
    assert unknown_placeholders(answers, {"clinic_name"}) == ["utter_a: unknown placeholder {phnoe}"]


def test_a_token_ends_and_cannot_be_altered() -> None:
    token, expires = sign("session", "a secret that is long enough", TUESDAY)
    bearer = f"Bearer {token}"
    assert session_of(bearer, "a secret that is long enough", TUESDAY) == "session"
    assert session_of(bearer, "another secret, long enough too", TUESDAY) is None
    assert session_of(bearer, "a secret that is long enough", TUESDAY + LIFETIME + timedelta(seconds=1)) is None
    assert expires == TUESDAY + LIFETIME


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("are u open on thanksgiving", [date(2026, 11, 26)]),
        ("r u open saturdays", [date(2026, 11, 28)]),
        ("are you open tomorrow", [date(2026, 11, 25)]),
        ("are you open today", []),
        ("when are you open", []),
    ],
)
def test_a_question_about_the_hours_names_its_days(text: str, days: list[date]) -> None:
    assert hours.asked_days(load_clinic(Path("content")), text, TUESDAY) == days


def test_a_clinic_may_leave_the_poison_line_out(tmp_path: Path) -> None:
    named = load_clinic(written(tmp_path, poison_line="555 (advice)"))
    without = load_clinic(written(tmp_path, poison_line=None))

    assert facts.words(named, TUESDAY)["poison_line"] == "555 (advice)"
    assert facts.conditions(named, TUESDAY)["poison_line"] is True
    assert facts.conditions(without, TUESDAY)["poison_line"] is False
