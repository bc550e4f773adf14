"""An answer of the booking talk as approved sentences: which of them, their facts, their buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.booking.state import State
from clinic.booking import Booking, spoken
from clinic.reading import show_phone


@dataclass(frozen=True)
class Answer:
    """What is said: the end of a response's name after "utter_booking_" (or all of it), others around it; what is kept.

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
    name = _key(answer.response)
    state = answer.state or State()
    arguments: dict[str, Any] = {
        "response": name,
        "parts": [*map(_key, answer.notes), name, *map(_key, answer.after)],
        "choices": choices(answer, zone),
        "booking": booked(answer, zone),
        **facts(state, answer.booking, zone, region),
        **answer.facts,
    }
    return {key: value for key, value in arguments.items() if value not in ("", None, [])}


def _key(end: str) -> str:
    return end if end.startswith("utter_") else f"utter_booking_{end}"


def facts(state: State, booking: Booking | None, zone: ZoneInfo, region: str) -> dict[str, Any]:
    """Return the words for the placeholders."""
    at = state.at or (booking.starts_at if booking else None)
    said = spoken(at, zone) if at else None
    times = [f"{n}. {spoken(time, zone).short}" for n, time in enumerate(state.offered, 1)]
    person = booking.person if booking else None
    found = {
        "name": state.person or (person.name if person else ""),
        "email": state.email or (person.email if person else "") or "",
        "contact": contact(state.phone, state.email, region) or contact(*_reach(booking), region),
        "times": "\n".join(times),
        "planning": state.planning or bool(booking and booking.planning),
        "reference": booking.reference if booking else "",
    }
    if said:
        found |= {"date": said.date, "time": said.time, "zone": said.zone}
    if booking:
        old = spoken(booking.starts_at, zone)
        found |= {"old_date": old.date, "old_time": old.time}
    return found


def contact(phone: str, email: str, region: str) -> str:
    """Return phone and e-mail as they are read back."""
    return ", ".join(filter(None, (show_phone(phone, region) if phone else "", email)))


def _reach(booking: Booking | None) -> tuple[str, str]:
    person = booking.person if booking else None
    return (person.phone or "", person.email or "") if person else ("", "")


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
    """Return the buttons: a title, or the phrase that is one, and an id that `told.chosen` reads."""
    state, asked = answer.state, answer.state.asked if answer.state else ""
    if state is None:
        return []
    if asked == "which":
        return [(spoken(at, zone).short, f"booking_at_{_local(at, zone)}") for at in state.offered]
    if asked == "day":
        days = [option[0].start.astimezone(zone) for option in state.options]
        return [(f"{day:%A}, {day.day} {day:%B}", f"booking_day_{day.date()}") for day in days]
    if asked == "change":
        return [(f"utter_phrase_booking_change_{what}", f"booking_{what}") for what in ("time", "who", "stop")]
    at = _local(state.at, zone) if state.at else ""
    yes = {
        "confirm": ("utter_phrase_booking_yes", f"booking_confirm_{at}"),
        "move": ("utter_phrase_booking_move_yes", f"booking_confirm_{at}"),
        "cancel": ("utter_phrase_booking_cancel_yes", f"booking_cancel_{state.reference}"),
    }
    no = "utter_phrase_booking_change" if asked == "confirm" else "utter_phrase_booking_keep"
    return [yes[asked], (no, "booking_no")] if asked in yes else []


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"
