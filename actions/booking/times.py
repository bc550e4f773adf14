"""The time that a message names, or which of the offered ones it chooses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.booking.state import State
from actions.booking.told import BookingInput, Place
from actions.booking.words import APART, FILLER, ordinal
from clinic.language.dates import MONTHS, PERIODS, WEEKDAYS, Reading, Window, any_of, leftover, parse, windows_of

ABOUT_TIME = frozenset({"later", "earlier", "more", "wrong_time"})
MINUTE, DAY, WEEK, WEEKS = timedelta(minutes=1), timedelta(days=1), timedelta(days=7), 9
WEEKLY = re.compile(rf"\b(?:{any_of(WEEKDAYS)}|the week)\b", re.I)
"""What comes again every week."""
TAKES = re.compile(r"\b(?:one|that|works?|fine|ok|please|good|perfect|great|take)\b", re.I)
"""Words that make a day a choice among what is offered; without them it is a wish for other times of that day."""
DATED = re.compile(
    rf"\b(?:next|this|last|coming|(?<!in the )(?<!of the )week|{any_of(MONTHS)})\b|\d(?:st|nd|rd|th)\b|\d[/.-]\d", re.I
)
LEAD = re.compile(
    r"^(?:(?:no(?! (?:earlier|later|sooner) than)|nah|nope|yes|ok|hmm+|actually|sorry|well|oh|wait|h[ao](?:ng|ld) on"
    r"|is)[ ,]+)+",
    re.I,
)
BARE = re.compile(
    r"^(\d{1,2}(?:[:.]\d\d)?)(?=,|[ ]+(?:then|is|it|sounds|would|for|works|possible|better|instead"
    r"|i (?:guess|think|suppose)|maybe|pls|please|if)\b)",
    re.I,
)
"""A clock time in an answer to an offer or a read-back, which elsewhere is just a number."""
SAME_TIME = re.compile(r"\bsame (?:time|hour)\b", re.I)
THAT_DAY = re.compile(r"\bthat day\b", re.I)
RELATIVE = re.compile(
    r"\b(?:same|later|earlier|sooner|following|shift|push|postpone|delay|bump|put|bring|forwards?)\b", re.I
)
"""Words that speak of a time as seen from another one."""
CLOCK_ASKED = ("which", "confirm", "move", "change")
_AT = r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?(?![\d-])"
CALL_ME = re.compile(
    r"\b(?:(?:please|pls|only|best|you can|do not|don'?t) )*(?:call|ring|phone|text)(?: me)?(?: only)? "
    rf"(?:(?:before|after|from|until|till|at|between) {_AT}(?: (?:and|to) {_AT})?"
    rf"|(?:in the )?(?:{any_of(PERIODS)})s?\b)",
    re.I,
)
"""When to call, which is no wish for a time to come: "dont call before 5"."""
APPOINTMENT = r"(?:appointment|appt|booking|consultation|slot|visit)"
OLD_TIME = (
    rf"\b(?:my|the|our) (?:\S+ ){{0,3}}?{APPOINTMENT}\b"
    rf"|\b(?:{APPOINTMENT}|booked(?: in)?|coming(?: in)?|have (?:it|one)) (?:(?:is|was|for|on|at|this|next) )*"
    r"\S+(?: at \S+)?(?= (?:and|but|can|could|to|need|i)\b|,|\.|$)"
)


def with_time(told: BookingInput, text: str, state: State, place: Place) -> BookingInput:
    """Return what was told together with the time that the talk's own parts of the message name or choose."""
    text = LEAD.sub("", new_time(text) if state.task == "move" else text)
    named = BARE.sub(r"at \1", text) if state.asked in CLOCK_ASKED else text
    reading = _meant(
        parse(named, place.now, place.zone, said=_anchor(text, state, place.zone), order=place.dates),
        text,
        state,
        place.zone,
    )
    nth = 0 if len(state.offered) == 1 and "yes" in told.acts else nth_of(text)
    if state.asked == "day" and nth is not None and nth < len(state.options):
        return replace(told, reading=Reading("windows", state.options[nth]))
    if at := _choice(reading, text, nth, state):
        return replace(told, at=at, acts=told.acts - ABOUT_TIME - {"yes", "no"})
    if reading.kind == "nothing":
        return told
    return replace(told, reading=reading, acts=told.acts - ABOUT_TIME - {"yes", "no", "stop"})


def nth_of(text: str) -> int | None:
    """Return which of the offered times a message chooses, whatever stands beside it; None where it names two."""
    chosen = {nth for piece in APART.split(text) if (nth := ordinal(piece)) is not None}
    return chosen.pop() if len(chosen) == 1 else None


def _choice(reading: Reading, text: str, nth: int | None, state: State) -> datetime | None:
    """Return the offered time that is chosen by its clock time, its place in the list or its day ("tuesday one")."""
    if state.asked != "which":
        return None
    fitting = [at for at in state.offered if any(w.start <= at < w.end for w in reading.windows)]
    exact = bool(fitting) and all(w.exact for w in reading.windows)
    if len(fitting) == 1 and (exact or (len(reading.windows) == 1 and TAKES.search(text))):
        return fitting[0]
    return state.offered[nth] if nth is not None and nth < len(state.offered) else None


def _meant(reading: Reading, text: str, state: State, zone: ZoneInfo) -> Reading:
    """Return the reading in the week that is talked about: after "next week", "friday" is the one of that week.

    Where a wish was met, a day among the offered ones is meant first.
    """
    talked_about = (_days(state.offered, zone), state.wanted)
    if not state.wanted:
        talked_about = (tuple(Window(at, at + MINUTE) for at in state.offered), ())
    if not WEEKLY.search(text) or DATED.search(text) or not any(talked_about):
        return reading
    later = [windows_of((w.start + n * WEEK, w.end + n * WEEK) for w in reading.windows) for n in range(WEEKS)]
    possible = [*reading.options, *later]
    fits = [windows for about in talked_about for windows in possible if inside(windows, about)]
    return replace(reading, kind="windows", windows=fits[0], options=()) if fits else reading


def _days(times: Sequence[datetime], zone: ZoneInfo) -> tuple[Window, ...]:
    midnights = {at.astimezone(zone).replace(hour=0, minute=0) for at in times}
    return tuple(Window(midnight, midnight + DAY) for midnight in sorted(midnights))


def only_time(text: str, state: State, place: Place) -> bool:
    """Tell whether a part of a message is about nothing but time."""
    text, anchor = LEAD.sub("", text), _anchor(text, state, place.zone)
    text = BARE.sub(r"at \1", text) if state.asked in CLOCK_ASKED else text
    if parse(text, place.now, place.zone, said=anchor, order=place.dates).kind == "nothing":
        return False
    left = leftover(text, place.now, place.zone, anchor)
    return all(word in FILLER or word.isdigit() for word in re.findall(r"[\w']+", left))


def without_read_back(text: str, state: State, place: Place) -> str:
    """Return a message without the time in it, where that is the very one that was read back."""
    named = BARE.sub(r"at \1", text)
    windows = parse(named, place.now, place.zone, said=state.at, order=place.dates).windows
    every = not DATED.search(text) and WEEKLY.search(text)  # "tuesday at 9" is that of any week
    same = [w for w in windows if state.at and w.end <= w.start + DAY and _falls_in(state.at, w, weekly=bool(every))]
    return leftover(named, place.now, place.zone, state.at) if same and len(same) == len(windows) else text


def _falls_in(at: datetime, window: Window, *, weekly: bool) -> bool:
    since = at - window.start
    return timedelta() <= (since % WEEK if weekly else since) < window.end - window.start


def new_time(text: str) -> str:
    """Return a wish to move without the time of the old appointment ("my thursday appointment", "booked for 3")."""
    return re.sub(OLD_TIME, " ", text, flags=re.I)


def inside(windows: Sequence[Window], others: Sequence[Window]) -> tuple[Window, ...]:
    """Return the stretches that lie in both."""
    both = {(max(a.start, b.start), min(a.end, b.end)) for a in windows for b in others}
    return windows_of(sorted(both))


def _anchor(text: str, state: State, zone: ZoneInfo) -> datetime | None:
    """Return the time that "an hour later" and "at 4" are about; a refused wish only counts for "same time"."""
    if state.at and state.offered and SAME_TIME.search(text):  # on the day that is offered now
        return datetime.combine(state.offered[0].astimezone(zone), state.at.astimezone(zone).time(), zone)
    if state.offered and THAT_DAY.search(text):  # that of the offers, and they are more than one
        return None
    if not RELATIVE.search(text) and (state.offered or (state.task == "book" and state.at is None)):
        return None
    return state.at or state.since
