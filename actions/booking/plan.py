"""What follows from what was told, without asking the diary: who comes, which times are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.booking.state import State
from actions.booking.table import table
from actions.booking.terms import Act, Asked, Note
from actions.booking.told import Told

MOST_TIMES = 4
"""Times offered at once."""


def take(state: State, told: Told) -> tuple[State, tuple[str, ...]]:
    """Return the state with what was told about the person, and the notes to say about it."""
    state = _taken_back(state, told)
    state = replace(
        state, person=told.name or state.person, phone=told.phone or state.phone, email=told.email or state.email
    )
    return replace(state, refused=state.refused and not told.who), _noted(state, told)


def _taken_back(state: State, told: Told) -> State:
    """Return the state without what is withdrawn, or wrong at the read-back."""
    corrects = state.asked in (Asked.CONFIRM, Asked.CHANGE)
    if Act.WITHDRAW in told.acts or (corrects and Act.WRONG_CONTACT in told.acts):
        state = replace(state, phone="", email="")
    return replace(state, person="") if corrects and Act.WRONG_NAME in told.acts else state


def _noted(state: State, told: Told) -> tuple[str, ...]:
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


def spread(times: Sequence[datetime], zone: ZoneInfo, earliest: bool = False) -> tuple[datetime, ...]:
    """Return the few times to offer: the first ones, one a day over several days, or spread over a single day."""
    if earliest or len(times) <= MOST_TIMES:
        return tuple(times[: MOST_TIMES - 1 if earliest else MOST_TIMES])
    days: dict[object, list[datetime]] = {}
    for at in times:
        days.setdefault(at.astimezone(zone).date(), []).append(at)
    if len(days) == 1:
        step = (len(times) - 1) / (MOST_TIMES - 1)
        return tuple(times[round(n * step)] for n in range(MOST_TIMES))
    if len(days) == 2:
        first, second = days.values()
        return tuple(sorted({first[0], first[-1], second[0], second[-1]}))
    # One a day, at changing times of day, so that there is something for everybody.
    several = list(days.values())[: MOST_TIMES - 1]
    return tuple(day[n * (len(day) - 1) // max(len(several) - 1, 1)] for n, day in enumerate(several))


def nearest(times: Sequence[datetime], wished: datetime) -> tuple[datetime, ...]:
    """Return the few times nearest to a wished one, in order."""
    return tuple(sorted(sorted(times, key=lambda at: (abs(at - wished), at))[: MOST_TIMES - 1]))


def alike(times: Sequence[datetime], wished: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return one time on each of the few days nearest to a wished one, as near to its time of day as can be."""
    clock = wished.astimezone(zone)

    def apart(at: datetime) -> int:
        local = at.astimezone(zone)
        return abs(local.hour * 60 + local.minute - clock.hour * 60 - clock.minute)

    days: dict[date, datetime] = {}
    for at in sorted(times, key=apart):
        days.setdefault(at.astimezone(zone).date(), at)
    near = sorted(days, key=lambda day: (abs(day - clock.date()), day))[: MOST_TIMES - 1]
    return tuple(days[day] for day in sorted(near))


def refined(times: Sequence[datetime], state: State, told: Told) -> list[datetime]:
    """Return what is left for "something later", "anything earlier" and "what else do you have"."""
    on_table = state.spoken_of
    if Act.LATER in told.acts and on_table:
        return [at for at in times if at > max(on_table)]
    if Act.EARLIER in told.acts and on_table:
        return [at for at in times if at < min(on_table)]
    return [at for at in times if at not in (*on_table, *state.shown)]
