"""What comes of the times that were told: one is chosen, some are offered, or it is said why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from actions.booking.plan import refined
from actions.booking.state import State
from actions.booking.table import table
from actions.booking.talk_diary import TalkDiary
from actions.booking.terms import Act, Note, Task
from actions.booking.times import inside
from actions.booking.told import BookingInput
from clinic.booking import (
    Closed,
    DayFull,
    Held,
    OutsideWindow,
    Refusal,
    TimeTaken,
    TooMany,
    alike,
    bounds,
    nearest,
    refuse,
    spread,
    why_none,
)
from clinic.language.dates import Window

SECOND = timedelta(seconds=1)
NO_DAY = 14
"""More windows than that say a time of day, on any day."""


@dataclass(frozen=True)
class Arranged:
    """The state after the diary was asked, and what is to be said about it: keys of responses, and facts."""

    state: State
    notes: tuple[str, ...] = ()
    day: datetime | None = None  # that a note speaks of
    holiday: str = ""


def offer_times(diary: TalkDiary, state: State, told: BookingInput) -> Arranged:
    """Return what comes of the times that were told: one chosen, some offered, or why there is none."""
    if told.at:
        return choose(diary, state, told.at)
    reading = told.reading
    if reading.kind == "windows":
        return _search(diary, state, reading.windows, reading.earliest)
    if reading.kind == "ask":
        return _ambiguous(diary, state, reading.options, reading.earliest)
    if reading.kind == "past":
        return instead(diary, state, OutsideWindow("past", diary.now, diary.now), reading.windows[0].start)
    if told.acts & {Act.LATER, Act.EARLIER, Act.MORE, Act.WRONG_TIME} and state.spoken_of:
        return _other(diary, state, told)
    return Arranged(state) if state.at or state.offered or state.options else _first(diary, state)


def _first(diary: TalkDiary, state: State) -> Arranged:
    """Return the first offers; what was wished may have been told before it was known which booking is to move."""
    if state.wanted:
        return _search(diary, replace(state, wanted=()), state.wanted, False)
    return Arranged(_offer(diary, state, diary.free(state, [_all(diary)])))


def choose(diary: TalkDiary, state: State, at: datetime) -> Arranged:
    """Take a time: hold it, or for a booking that moves see that it is free."""
    refusal = _can_move(diary, state, at) if state.task is Task.MOVE else diary.hold(at)
    if not isinstance(refusal, Held) and refusal is not None:
        return instead(diary, state, refusal, at)
    held = refusal.booking.reference if refusal else ""
    return Arranged(replace(state, at=at, held=held, offered=(), options=()), (Note.KEPT,) if held else ())


def _search(diary: TalkDiary, state: State, windows: Sequence[Window], earliest: bool) -> Arranged:
    for some in _narrowed(diary, state, windows, earliest):
        if len(some) == 1 and some[0].exact:
            wanted = tuple(_days(diary, [some[0].start]))
            return choose(diary, replace(state, wanted=wanted, options=(), shown=()), some[0].start)
        if times := diary.free(state, some):
            windows = some
            break
    state = replace(state, wanted=tuple(windows), options=(), shown=())
    if times:
        return Arranged(_offer(diary, state, times, earliest))
    wished = max(windows[0].start, diary.now)
    return instead(diary, state, why_none(diary.bookings, windows, diary.now), wished)


def _narrowed(diary: TalkDiary, state: State, windows: Sequence[Window], earliest: bool) -> list[tuple[Window, ...]]:
    """Return where to look first, and where then: what was said before still counts where it can.

    "mornings", then "tuesday"; "tuesday after 4", then "11"; for a time of day alone the day that is spoken of.
    But "the earliest you have" looks beyond a day that was named before.
    """
    if earliest and len(windows) == 1 and len(state.wanted) <= NO_DAY:
        return [tuple(windows)]
    table = inside(windows, _days(diary, state.spoken_of)) if len(windows) > NO_DAY else ()
    return [inside(windows, state.wanted), table, tuple(windows)]


def _days(diary: TalkDiary, times: Sequence[datetime]) -> list[Window]:
    """Return the whole days on which the times lie."""
    midnights = {at.astimezone(diary.bookings.diary.zone).replace(hour=0, minute=0) for at in times}
    return [Window(midnight, midnight + timedelta(days=1)) for midnight in midnights]


def _ambiguous(diary: TalkDiary, state: State, options: Sequence[tuple[Window, ...]], earliest: bool) -> Arranged:
    """Ask which day is meant, unless only one of them has free times."""
    possible = [option for option in options if diary.free(state, option)]
    if len(possible) == 1 or not possible:
        return _search(diary, state, (possible or options)[0], earliest)
    return Arranged(replace(state, options=tuple(possible), offered=()))


def _other(diary: TalkDiary, state: State, told: BookingInput) -> Arranged:
    near = refined(diary.free(state, state.wanted), state, told) if state.wanted else []
    times = near or refined(diary.free(state, [_all(diary)]), state, told)
    if not times:
        return Arranged(state, (Note.NO_MORE,))
    if told.acts & {Act.LATER, Act.EARLIER}:
        offered = nearest(times, state.spoken_of[0 if Act.EARLIER in told.acts else -1])
        if Act.EARLIER in told.acts and state.spoken_of == (state.since,):  # that day, or the first day there is
            offered = tuple(sorted({times[0], *offered[1:]}))
        return Arranged(replace(state, offered=offered))
    return Arranged(_offer(diary, replace(state, shown=(*state.shown, *state.offered)), times))


def _offer(diary: TalkDiary, state: State, times: Sequence[datetime], earliest: bool = False) -> State:
    return replace(state, offered=spread(times, diary.bookings.diary.zone, earliest), options=())


def instead(diary: TalkDiary, state: State, refusal: Refusal, wished: datetime) -> Arranged:
    """Say why there is nothing, and offer what is near."""
    refused, zone = table().refused[reason(refusal)], diary.bookings.diary.zone
    holiday = refusal.name if isinstance(refusal, Closed) else ""
    times = diary.free(state, [_all(diary)])
    other_day = refused.offer == "other_days" and wished.astimezone(zone).time() != time()
    fresh = alike(times, wished, zone) if other_day else nearest(times, wished)
    state = replace(state, offered=fresh, options=(), wanted=(), since=state.since or wished)
    return Arranged(state, (refused.say,) if fresh else (Note.NOTHING_FREE,), wished, holiday)


def _can_move(diary: TalkDiary, state: State, at: datetime) -> Refusal | None:
    if at == state.since or diary.free(state, [Window(at, at + SECOND)]):
        return None
    return refuse(diary.bookings.diary, at, diary.now) or TimeTaken(())


def _all(diary: TalkDiary) -> Window:
    return bounds(diary.bookings.diary, diary.now)


def reason(refusal: Refusal) -> str:
    """Return why there is nothing, by its name in `refused` of the talk's table."""
    names = {TimeTaken: "taken", DayFull: "day_full", TooMany: "holds_too_many"}
    return refusal.why if isinstance(refusal, OutsideWindow | Closed) else names[type(refusal)]
