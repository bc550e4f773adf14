"""An answer of the booking talk as approved sentences: which of them, their facts, their buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.booking.state import State
from actions.booking.table import table
from actions.booking.terms import Asked
from clinic.booking import Booking, Person, spoken
from clinic.reading import show_phone
from clinic.wiring import clinic


@dataclass(frozen=True)
class Answer:
    """What is said: the key of a response, others around it; what is kept.

    `state` None ends the talk. `booking` is what the turn is about when it is not the hold.
    """

    state: State | None
    response: str
    notes: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    booking: Booking | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def message(answer: Answer, zone: ZoneInfo, region: str) -> dict[str, Any]:
    """Return the arguments with which the answer is uttered."""
    state = answer.state or State()
    arguments: dict[str, Any] = {
        "response": str(answer.response),
        "parts": [*map(str, (*answer.notes, answer.response, *answer.after))],
        "choices": choices(answer, zone),
        "booking": booked(answer, zone),
        **facts(state, answer.booking, zone, region),
        **answer.facts,
    }
    return {key: value for key, value in arguments.items() if value not in ("", None, [])}


def facts(state: State, booking: Booking | None, zone: ZoneInfo, region: str) -> dict[str, Any]:
    """Return the words for the placeholders."""
    person = (booking.person if booking else None) or Person("")
    times = [f"{n}. {spoken(time, zone, clinic().clock).short}" for n, time in enumerate(state.offered, 1)]
    return {
        "name": state.person or person.name,
        "email": state.email or person.email or "",
        "contact": contact(state.phone, state.email, region) or _reach(person, region),
        "times": "\n".join(times),
        "planning": state.planning or bool(booking and booking.planning),
        **_about(state, booking, zone),
    }


def _about(state: State, booking: Booking | None, zone: ZoneInfo) -> dict[str, str]:
    """Return the words for the time that is spoken of, and for the booking as it stands."""
    old = spoken(booking.starts_at, zone, clinic().clock) if booking else None
    said = spoken(state.at, zone, clinic().clock) if state.at else old
    words = {"date": said.date, "time": said.time, "zone": said.zone} if said else {}
    if booking and old:
        words |= {"reference": booking.reference, "old_date": old.date, "old_time": old.time}
    return words


def contact(phone: str, email: str, region: str) -> str:
    """Return phone and e-mail as they are read back."""
    return ", ".join(filter(None, (show_phone(phone, region) if phone else "", email)))


def _reach(person: Person, region: str) -> str:
    return contact(person.phone or "", person.email or "", region)


def booked(answer: Answer, zone: ZoneInfo) -> dict[str, str] | None:
    """Return what the web API says of the booking of this turn."""
    booking, state = answer.booking, answer.state
    if booking:
        reference, status, at = booking.reference, booking.status.value, booking.starts_at
    elif state and state.held and state.at:
        reference, status, at = state.held, "held", state.at
    else:
        return None
    return {"reference": reference, "status": status, "starts_at": at.astimezone(zone).isoformat()}


def choices(answer: Answer, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return the buttons: a title, or the phrase that is one, and an id that `listening.chosen` reads."""
    state = answer.state
    if state is None:
        return []
    if state.asked is Asked.WHICH:
        return [(spoken(at, zone, clinic().clock).short, f"booking_at_{_local(at, zone)}") for at in state.offered]
    if state.asked is Asked.DAY:
        days = [option[0].start.astimezone(zone) for option in state.options]
        return [(f"{day:%A}, {day.day} {day:%B}", f"booking_day_{day.date()}") for day in days]
    if state.asked is Asked.CHANGE:
        return [(title, f"booking_{what}") for what, title in table().changes.items()]
    return _agree_or_not(state, zone)


def _agree_or_not(state: State, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return the two buttons of a question that a yes or no answers."""
    question = table().questions.get(state.asked)
    if question is None or not (question.agree and question.decline):
        return []
    at = _local(state.at, zone) if state.at else ""
    agreed = f"booking_cancel_{state.reference}" if state.asked is Asked.CANCEL else f"booking_confirm_{at}"
    return [(question.agree, agreed), (question.decline, "booking_no")]


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"
