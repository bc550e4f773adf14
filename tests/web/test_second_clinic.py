"""A second clinic is a folder with two files: examples/dublin, of another zone, number, currency and way of writing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.server import Server, Session

FOLDER = Path("examples/dublin")
FACTS: dict[str, Any] = yaml.safe_load((FOLDER / "clinic.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def dublin(model: Path) -> Iterator[Server]:
    """The second clinic, on a Tuesday at 3 pm there."""
    with Server(CLINIC_CONTENT=str(FOLDER), CLINIC_NOW="2026-11-24T15:00:00+00:00") as running:
        yield running


def texts(answer: dict[str, Any]) -> str:
    return "\n".join(message["text"] for message in answer["messages"])


def told(chat: Session, text: str) -> tuple[str, dict[str, Any]]:
    answer = chat.say(text)
    return texts(answer), answer["turn"]


def test_two_files_make_a_clinic() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == ["booking.yml", "clinic.yml"]


def test_its_own_facts_are_said(dublin: Server) -> None:
    chat = dublin.open_session()
    assert FACTS["price_list"][0]["price"] in told(chat, "how much is it?")[0]
    assert "10:00 to 18:00" in told(chat, "when are you open?")[0]
    assert FACTS["address"] in told(chat, "where are you?")[0]


def test_an_emergency_shows_its_number(dublin: Server) -> None:
    said, turn = told(dublin.open_session(), "i cant breathe")
    assert turn["outcome"] == "emergency"
    assert FACTS["emergency_number"] in said and "911" not in said


def test_its_least_age_decides(dublin: Server, server: Server) -> None:
    assert told(dublin.open_session(), "im 19, can i have it?")[1]["outcome"] == "not_now"
    assert told(server.open_session(), "im 19, can i have it?")[1]["outcome"] == "clinician_review"


def test_a_date_is_read_and_said_as_it_is_written_there(dublin: Server) -> None:
    chat = dublin.open_session()
    said, turn = told(chat, "can i book a consultation on 1/12 at 16:00")
    assert "1 December" in said and "16:00" in said, said
    said, turn = told(chat, "Aoife Byrne, 01 496 0199")
    assert "Tuesday, 1 December 2026" in said and "16:00" in said and "Dublin" in said, said
    turn = chat.say("yes")["turn"]
    assert turn["booking"]["starts_at"] == "2026-12-01T16:00:00+00:00"
    assert turn["booking"]["reference"].startswith("LS-")
