"""What follows from what was told, without asking the diary: who comes, what is said beside, which times are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.booking.state import State
from actions.booking.table import table
from actions.booking.terms import Act, Asked, Note
from actions.booking.told import BookingInput


def take(state: State, told: BookingInput) -> tuple[State, tuple[str, ...]]:
    """Return the state with what was told about the person, and the notes to say about it."""
    state = _taken_back(state, told)
    state = replace(
        state, person=told.name or state.person, phone=told.phone or state.phone, email=told.email or state.email
    )
    return replace(state, refused=state.refused and not told.who), _noted(state, told)


def _taken_back(state: State, told: BookingInput) -> State:
    """Return the state without what is withdrawn, or wrong at the read-back."""
    corrects = state.asked in (Asked.CONFIRM, Asked.CHANGE)
    if Act.WITHDRAW in told.acts or (corrects and Act.WRONG_CONTACT in told.acts):
        state = replace(state, phone="", email="")
    return replace(state, person="") if corrects and Act.WRONG_NAME in told.acts else state


def _noted(state: State, told: BookingInput) -> tuple[str, ...]:
    """Return what is said to what was told beside the answer to a question."""
    asides = [aside.say for act, aside in table().asides.items() if act in told.acts]
    unclear = [table().unclear[told.unclear]] if told.unclear else []
    notes = {
        Note.WITHDRAWN: Act.WITHDRAW in told.acts,
        Note.CONSULTATION: Act.EXPLAIN in told.acts and not asides,
        **dict.fromkeys([*asides, *unclear], True),
        Note.WHY: Act.WHY in told.acts,
        Note.CONTACT_EITHER: Act.OTHER_CONTACT in told.acts and not state.contact,
    }
    return tuple(note for note, due in notes.items() if due)


def refined(times: Sequence[datetime], state: State, told: BookingInput) -> list[datetime]:
    """Return what is left for "something later", "anything earlier" and "what else do you have"."""
    on_table = state.spoken_of
    if not (on_table and told.acts & {Act.LATER, Act.EARLIER}):
        return [at for at in times if at not in (*on_table, *state.shown)]
    if Act.LATER in told.acts:
        return [at for at in times if at > max(on_table)]
    return [at for at in times if at < min(on_table)]
