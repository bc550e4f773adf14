"""A talk that an emergency has set aside: taken up again when the visitor comes back to it, and only then."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.booking.answer import Answer
from actions.booking.state import TASKS, State
from actions.booking.table import table
from actions.booking.terms import Act, Asked, Note, Task
from actions.booking.told import BookingInput
from actions.booking.words import BACK, only
from actions.flows import UserTurn

PUT_OFF = re.compile(
    r"\b(cancel|move|reschedul|postpon|push)\w*\b.{0,25}\b(?:appointment|appt|booking|consultation|visit|slot|it)\b",
    re.I,
)


def paused(state: State) -> State | None:
    """Return what is kept of a talk that an emergency ends; what is done leaves nothing open."""
    return None if state.task is Task.DONE else replace(state, paused=True, held="")


def put_off(text: str, left: State | None, booked: str | None) -> State | None:
    """Return the state that remembers a wish about an appointment in a message that tells of an emergency."""
    if not (verb := PUT_OFF.search(text)):
        return None
    if left and left.task is Task.BOOK and not booked:  # nothing is booked that could be cancelled
        return replace(left, asked=Asked.LATER)
    topic = "cancel_booking" if verb[1].lower() == "cancel" else "reschedule_booking"
    return State(TASKS[topic], topic, Asked.LATER, reference=booked or "", known=bool(booked), paused=True)


def reminder(state: State) -> tuple[list[str], State]:
    """Return what is said, once, of a wish that was put off, and the state after it."""
    if state.asked is not Asked.LATER:
        return [], state
    return [table().put_off[state.task]], replace(state, asked=Asked.NOTHING)


def comes_back(state: State, heard: UserTurn) -> bool:
    """Tell whether a message turns to the talk again: by its words, a button, or by asking how the booking stands."""
    if heard.choice or only(heard.text, BACK):
        return True
    return any(TASKS.get(topic) in (state.task, Task.FIND) for topic in heard.topics)


def anew(state: State, told: BookingInput) -> BookingInput:
    """Return what was told, without a yes or no to a question of long ago; the time of then is asked for again."""
    at = told.at or (state.at if told.reading.kind == "nothing" else None)
    return replace(told, at=at, acts=told.acts - {Act.YES, Act.NO, Act.REFUSE, Act.STOP} | {Act.BACK})


def resumed(answer: Answer, state: State) -> Answer:
    """Return the answer with the words that nothing has happened so far."""
    said = Note.RESUMED if state.task is Task.BOOK else Note.RESUMED_KEPT
    return replace(answer, notes=(said, *answer.notes)) if answer.state else answer
