"""A start that cannot go well is refused in a few lines: what was found where, and what is wanted."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinic.content import load_clinic
from clinic.database import open_database, read_address
from clinic.settings import SettingsError, read_settings, session_secret
from clinic.strict import ContentError
from extensions.channels.turns import shown_sources
from extensions.responses import ApprovedResponses, unknown_references
from tests.unit.test_content import written

SERVE, TRAIN, SHELL = (("extensions.runtime", command) for command in ("serve", "train", "shell"))
STAFF = ("clinic", "list")
REAL = {
    "sample": False,
    "address": "12 Mercer Street, New York, NY 10013",
    "directions": "",
    "phone": "+1 212-736-5000",
    "email": "hello@somaplastics.com",
    "privacy_contact": "",
}


def refused(command: tuple[str, ...], **environment: str) -> str:
    """Run a command that must refuse to start; return the one line that it says."""
    line = [sys.executable, "-W", "ignore", "-m", *command]
    done = subprocess.run(line, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and done.stdout == "" and len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("command", [SERVE, TRAIN, SHELL, STAFF], ids=" ".join)
def test_every_command_names_a_faulty_setting_in_one_line(command: tuple[str, ...]) -> None:
    assert "PORT='abc'" in refused(command, PORT="abc")


@pytest.mark.parametrize("command", [SERVE, SHELL, STAFF], ids=" ".join)
def test_a_database_that_cannot_be_opened_is_named_with_the_reason_and_no_password(command: tuple[str, ...]) -> None:
    said = refused(command, DATABASE_URL="postgresql://bob:zebrafinch@127.0.0.1:1/none")
    assert "127.0.0.1" in said and "refused" in said and "zebrafinch" not in said


def test_a_fault_of_the_content_is_named_in_one_line(tmp_path: Path) -> None:
    folder = written(tmp_path, opening_hours={"monday": "9-17"})
    said = refused(STAFF, CLINIC_CONTENT=str(folder))
    assert all(part in said for part in (f"{folder}/clinic.yml", "opening_hours.monday", "'9-17'", "09:00-17:00"))


@pytest.mark.parametrize(
    "url",
    [
        "foo",
        "postgres://bob:zebrafinch@host/name",
        "mysql://bob:zebrafinch@host/name",
        "postgresql://bob:zebra@finch@host/name",
        "postgresql://bob:zebra@t:finch@host/name",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_of_no_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as error:
        read_address(url)
    assert not re.search("zebra|finch", str(error.value))


def test_a_folder_that_cannot_hold_the_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=str(tmp_path / "file")):
        open_database(f"sqlite:///{tmp_path}/file/clinic.db")


@pytest.mark.parametrize("before", [None, 0o644])
def test_the_database_is_for_its_owner_only(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "clinic.db"
    if before:
        path.touch(before)
    engine = open_database(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE said (text TEXT)")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    engine.dispose()
    assert modes == {"clinic.db": 0o600, "clinic.db-wal": 0o600, "clinic.db-shm": 0o600}


WRITE = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('INSERT INTO said VALUES (1)'); d.commit()"


def test_a_database_that_is_opened_twice_still_sees_what_another_process_writes(tmp_path: Path) -> None:
    first = open_database(f"sqlite:///{tmp_path}/clinic.db")
    with first.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE said (number INTEGER)")
    second = open_database(f"sqlite:///{tmp_path}/clinic.db")
    for count in (1, 2):
        subprocess.run([sys.executable, "-c", WRITE, f"{tmp_path}/clinic.db"], check=True, timeout=60)
        with first.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM said").scalar() == count
    first.dispose()
    second.dispose()


@pytest.mark.parametrize("secret", ["abc", "x" * 31])
def test_a_short_secret_is_refused_and_never_repeated(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError, match="SESSION_SECRET") as error:
        session_secret({"SESSION_SECRET": secret}, tmp_path)
    assert secret not in str(error.value)


def test_a_secret_file_that_was_never_finished_is_refused(tmp_path: Path) -> None:
    (tmp_path / "session_secret").touch()
    with pytest.raises(SettingsError, match="session_secret"):
        session_secret({}, tmp_path)


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    made = session_secret({}, tmp_path)
    assert session_secret({}, tmp_path) == made and len(made) >= 32


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_a_port_that_cannot_be_is_refused(port: str) -> None:
    with pytest.raises(SettingsError, match="PORT"):
        read_settings({"PORT": port})


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-22T10:00:00"])
def test_a_clock_without_offset_is_refused_by_name(moment: str) -> None:
    with pytest.raises(SettingsError, match="CLINIC_NOW"):
        read_settings({"CLINIC_NOW": moment})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"opening_hours": {"monday": ["9:00-17:00"]}}, "opening_hours.monday: '9:00-17:00'"),
        ({"opening_hours": {"mondy": ["09:00-17:00"]}}, "opening_hours: mondy"),
        ({"website_origins": ["https://www.example.com/"]}, "website_origins.0: .*https://www.example.com/"),
        ({"website_origins": ["https://WWW.example.com"]}, "website_origins.0"),
        ({"website_origins": ["www.example.com"]}, "website_origins.0"),
        ({"website_origins": ["*"]}, "website_origins.0"),
        ({"price_list": [{"item": "a", "price": 280}]}, "price_list.0.price: .*280"),
        ({"price_list": [{"item": "a", "price": "280 - 300"}]}, "price_list.0.price"),
    ],
)
def test_a_faulty_value_is_named_with_its_key(tmp_path: Path, change: dict[str, object], named: str) -> None:
    with pytest.raises(ContentError, match=named):
        load_clinic(written(tmp_path, **change))


def test_what_a_browser_sends_and_prices_with_a_currency_are_taken(tmp_path: Path) -> None:
    prices = [{"item": "a", "price": price} for price in ("280 US dollars", "$280", "280 €", "on request")]
    origins = ["https://www.example.com", "http://localhost:8080"]
    assert load_clinic(written(tmp_path, price_list=prices, website_origins=origins)).website_origins == origins


@pytest.mark.parametrize("left", ["address", "directions", "phone", "email", "privacy_contact"])
def test_an_invented_fact_is_refused_once_all_is_said_to_be_real(tmp_path: Path, left: str) -> None:
    sample: dict[str, Any] = yaml.safe_load(Path("content/clinic.yml").read_text("utf-8"))
    assert load_clinic(written(tmp_path, **REAL)).sample is False
    with pytest.raises(ContentError, match=f"{left}: .*sample: false"):
        load_clinic(written(tmp_path, **REAL | {left: sample[left]}))


def live(folder: Path) -> str:
    """A clinic with facts of its own, whose rules nobody approved."""
    written(folder, **REAL)
    shutil.copy("content/booking.yml", folder)
    return str(folder)


@pytest.mark.parametrize("command", [SERVE, SHELL], ids=" ".join)
def test_a_live_clinic_with_rules_that_nobody_approved_is_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = refused(command, CLINIC_CONTENT=live(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/clinic.db")
    assert "no clinician approved" in said and "UNSIGNED_RULES=accept" in said


def test_the_team_is_told_of_rules_that_nobody_approved(tmp_path: Path) -> None:
    environment = {"CLINIC_CONTENT": live(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/clinic.db"}
    line = [sys.executable, "-W", "ignore", "-m", *STAFF]
    done = subprocess.run(line, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "no clinician approved" in done.stderr and len(done.stderr.splitlines()) == 1


def test_what_is_accepted_of_unsigned_rules_is_named_exactly() -> None:
    assert read_settings({"UNSIGNED_RULES": "accept"}).unsigned_rules and not read_settings({}).unsigned_rules
    with pytest.raises(SettingsError, match="UNSIGNED_RULES"):
        read_settings({"UNSIGNED_RULES": "yes"})


ANSWER: dict[str, Any] = {"text": "a", "metadata": {"sources": ["A", {"guide": "x"}]}}


@pytest.mark.parametrize(
    ("variations", "faults"),
    [
        ([ANSWER], []),
        ([ANSWER | {"buttons": [{"title": "a", "payload": "/a"}, {"title": "b", "payload": "/check/skin/none"}]}], []),
        ([{"text": "a", "metadata": {"sources": ["NOPE", "A", "NOPE"]}}], ["source NOPE"]),
        ([ANSWER | {"buttons": [{"title": "a", "payload": "/nope"}]}], ["button /nope"]),
        ([ANSWER | {"buttons": [{"title": "a", "payload": "/check/nope/none"}]}], ["button /check/nope/none"]),
        ([{"text": "a", "metadata": {"when": {"phone": True}}}], ["without `when`"]),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(variations: list[dict[str, Any]], faults: list[str]) -> None:
    found = unknown_references({"utter_a": variations}, {"A"}, {"skin"})
    assert len(found) == len(faults)
    assert all(line.startswith("utter_a: ") and part in line for line, part in zip(found, faults, strict=True))


def test_answers_with_an_unknown_source_are_refused_with_their_file() -> None:
    answers = ApprovedResponses()
    with pytest.raises(ContentError, match=r"data/responses/faq/pain.yml: utter_faq/pain: source NOPE "):
        answers.responses = {"utter_faq/pain": [{"text": "a", "metadata": {"sources": ["NOPE"]}}]}


def test_an_old_talk_that_names_a_source_of_former_times_can_still_be_read() -> None:
    assert shown_sources(["GONE"], {}) == []
