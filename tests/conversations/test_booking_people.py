"""People who book, each with their own wish and way of typing: what they say next is decided by what they are asked."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from clinic.booking import staff
from clinic.booking.model import Status
from clinic.wiring import bookings, clinic, clock
from tests.talk import Reply, Talk

pytestmark = pytest.mark.usefixtures("vectors")

PEOPLE = yaml.safe_load(Path(__file__).with_name("booking_people.yml").read_text("utf-8"))
MOST = 6
"""Messages of the visitor, the confirmation included."""


def asked(reply: Reply | None) -> str:
    """Return the question that a reply ends with, as its name ends: "which"; "opens" where nothing is asked."""
    end = reply.parts[-1].removeprefix("utter_booking_") if reply else ""
    if end.endswith("_unclear"):
        return "contact"
    return end.split("_")[-1] if end.startswith(("ask_", "again_")) else "opens"


def answer(person: dict[str, Any], reply: Reply | None, said: list[str]) -> str:
    """Return what this person says next; each thing once."""
    question, books = asked(reply), person["books"]
    reach = books.get("phone") or books.get("email")
    usual = {"person": [f"{books['name']} {reach}"], "confirm": ["yes"], "name": [books["name"]], "contact": [reach]}
    told = {**usual, **person.get("answers", {}), "opens": person["opens"]}
    left = [words for words in told.get(question, []) if words not in said or words == "/first"]
    assert left, f"{question} is asked again: {said}"
    return str(left[0])


async def play(person: dict[str, Any], talk: Talk) -> list[str]:
    """Talk until the booking is confirmed; return what was said."""
    said: list[str] = []
    reply: Reply | None = None
    while not (reply and reply.turn["booking"] and reply.turn["booking"]["status"] == "confirmed"):
        words = answer(person, reply, said)
        said.append(words)
        reply = await talk.say(f"/{reply.buttons[0]}" if reply and words == "/first" else words)
    return said


def stored(talk: Talk) -> dict[str, Any]:
    """Return the one row of this talk in the words of the data."""
    rows = staff.between(bookings(), clock().date(), clock().date() + timedelta(days=90))
    (row,) = [row for row in rows if row.talk == talk.sender and row.status is Status.CONFIRMED]
    assert row.person
    local = row.starts_at.astimezone(ZoneInfo(clinic().time_zone))
    found = {"at": f"{local:%Y-%m-%dT%H:%M}", "name": row.person.name, "phone": row.person.phone}
    found |= {"email": row.person.email, "planning": row.planning, "flags": list(row.flags)}
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("person", [pytest.param(one, id=one["who"]) for one in PEOPLE])
async def test_a_person_books_what_they_want_in_few_messages(person: dict[str, Any], talk: Talk) -> None:
    said = await play(person, talk)
    assert stored(talk) == person["books"]
    assert len(said) <= person.get("most", MOST), said
