"""The time that a message names, or which of the offered ones it chooses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.booking.state import State
from actions.booking.told import Place, Told
from actions.booking.words import FILLER, ordinal
from clinic.dates import Reading, Window, leftover, parse

ABOUT_TIME = frozenset({"later", "earlier", "more", "wrong_time"})
APPOINTMENT = r"(?:appointment|appt|booking|consultation|slot|visit)"
OLD_TIME = (
    rf"\b(?:my|the|our) (?:\S+ ){{0,3}}?{APPOINTMENT}\b"
    rf"|\b(?:{APPOINTMENT}|booked(?: in)?|coming(?: in)?|have (?:it|one)) (?:(?:is|was|for|on|at|this|next) )*"
    r"\S+(?: at \S+)?(?= (?:and|but|can|could|to|need|i)\b|,|\.|$)"
)


def with_time(told: Told, text: str, state: State, place: Place) -> Told:
    """Return what was told together with the time that the talk's own parts of the message name or choose."""
    text = new_time(text) if state.task == "move" else text
    reading = parse(text, place.now, place.zone, said=_anchor(text, state))
    fitting = [at for at in state.offered if any(w.start <= at < w.end for w in reading.windows)]
    if len(fitting) == 1 and state.asked == "which":
        return replace(told, at=fitting[0], acts=told.acts - ABOUT_TIME)
    nth = None if fitting else 0 if len(state.offered) == 1 and "yes" in told.acts else ordinal(text)
    if nth is not None and state.asked == "which" and nth < len(state.offered):
        return replace(told, at=state.offered[nth], acts=told.acts - ABOUT_TIME - {"yes", "no"})
    if nth is not None and state.asked == "day" and nth < len(state.options):
        return replace(told, reading=Reading("windows", state.options[nth]))
    if reading.kind == "nothing":
        return told
    return replace(told, reading=reading, acts=told.acts - ABOUT_TIME - {"yes", "stop"})


def only_time(text: str, state: State, place: Place) -> bool:
    """Tell whether a part of a message is about nothing but time."""
    anchor = _anchor(text, state)
    if parse(text, place.now, place.zone, said=anchor).kind == "nothing":
        return False
    left = leftover(text, place.now, place.zone, anchor)
    return all(word in FILLER or word.isdigit() for word in re.findall(r"[\w']+", left))


def new_time(text: str) -> str:
    """Return a wish to move without the time of the old appointment ("my thursday appointment", "booked for 3")."""
    return re.sub(OLD_TIME, " ", text, flags=re.I)


def inside(windows: Sequence[Window], others: Sequence[Window]) -> tuple[Window, ...]:
    """Return the stretches that lie in both."""
    both = {(max(a.start, b.start), min(a.end, b.end)) for a in windows for b in others}
    return tuple(Window(start, end) for start, end in sorted(both) if start < end)


def _anchor(text: str, state: State) -> datetime | None:
    """Return the time that "an hour later" and "at 4" are about; a refused wish only counts for "same time"."""
    refused = state.task == "book" and state.at is None and "same" not in text.lower()
    return None if refused else state.at or state.since
