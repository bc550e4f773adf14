"""Arranging a time: booking a new consultation, and moving one whose booking is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.booking.answer import Answer
from actions.booking.desk import Arranged, Desk
from actions.booking.plan import question, take
from actions.booking.state import State
from actions.booking.told import Told
from clinic import wiring
from clinic.booking import Booked, Booking, Cancelled, Held, TooMany, duration, spoken
from clinic.hours import on_day

TIME = ("when", "which", "day")


@dataclass(frozen=True)
class Health:
    """What the disclosures mean for a booking: rule ids for the clinician, and whether treatment is possible now.

    `judged`: a verdict is spoken in this very turn; `said`: for something new, so that nothing need be said twice.
    """

    flags: tuple[str, ...] = ()
    planning: bool = False
    minor: bool = False
    said: bool = False
    judged: bool = False


def book(state: State, told: Told, desk: Desk, health: Health, notes: tuple[str, ...] = ()) -> Answer:
    """Return the answer to a message of a talk that books."""
    if health.planning and not state.planning:
        notes = notes if health.said else (*notes, "planning")
        state = replace(state, planning=True)
    before, (state, more) = state, take(state, told)
    more = (*more, *_may(told, health))
    if told.acts & {"will_call", "refuse"} and not (state.contact and state.person):
        return declined(state, told, desk, more)
    if state == before and (answer := settle(state, told, desk, health)):
        return replace(answer, notes=(*answer.notes, *more), facts=answer.facts | asides(desk)) if more else answer
    arranged = desk.arrange(state, told)
    repeats = arranged.state.offered == before.offered and not (told.at or told.reading.windows)
    if repeats and question(state) in TIME and (told.name or told.phone or told.email):
        more = (*more, "noted")
    return ask(arranged, desk, (*notes, *more), repeats)


def _may(told: Told, health: Health) -> tuple[str, ...]:
    """Return the answer to "so can I book or not", unless screening has given one or a time was named."""
    if "may_i" not in told.acts or health.judged or told.reading.kind != "nothing":
        return ()
    return ("may_plan" if health.planning else "may_review" if health.flags else "may",)


def declined(state: State, told: Told, desk: Desk, notes: tuple[str, ...]) -> Answer:
    """Give the reason for a question and another way, once; who declines again is not asked a third time."""
    if "will_call" in told.acts or state.refused:
        desk.release()
        return Answer(None, "stopped_call", notes)
    answer = ask(Arranged(replace(state, refused=True)), desk, notes, repeats=True)
    asked = question(state)
    needed = "contact" if asked in ("which", "day") else asked
    return replace(answer, notes=(*answer.notes, f"{needed}_needed"))


def settle(state: State, told: Told, desk: Desk, health: Health) -> Answer | None:
    """Return what a plain yes or no leads to; None where it answers nothing, or something else was told with it."""
    if told.at or told.reading.kind != "nothing" or told.unclear:
        return None
    if "yes" in told.acts and state.asked == "confirm":
        return confirm(state, desk, health)
    if state.asked == "change" and told.acts & {"yes", "no"}:  # nothing is to change after all
        return ask(Arranged(state), desk)
    if "no" not in told.acts:
        return None
    if state.asked == "confirm":
        return Answer(replace(state, asked="change"), "ask_change")
    if state.asked == "which" and state.at:  # the offers were about a change; the time before it is still held
        return ask(Arranged(replace(state, offered=())), desk)
    if state.asked in ("which", "day") and not told.acts & {"more", "later", "earlier"}:
        return Answer(replace(state, asked="when", offered=(), options=(), wanted=()), "ask_when")
    return None


def ask(arranged: Arranged, desk: Desk, notes: Sequence[str] = (), repeats: bool = False) -> Answer:
    """Return the next question, in short when it `repeats` the one before.

    Before the read-back the time is held again, for typing takes time.
    """
    state, notes = arranged.state, (*notes, *arranged.notes)
    asked = question(state)
    if asked == "confirm" and state.at:
        held = desk.hold(state.at)
        if not isinstance(held, Held):
            return ask(desk.instead(replace(state, at=None, held=""), held, state.at), desk, notes)
        state = replace(state, held=held.booking.reference)
        notes = tuple(note for note in notes if note != "kept")  # the read-back says it
    form = "again" if repeats and asked == state.asked != "confirm" else "ask"
    state = replace(state, asked=asked, missed=0)
    unclear = [note for note in notes if note.endswith("_unclear")]
    if unclear and asked in ("contact", "person"):  # asks for the same once more
        return Answer(state, unclear[0])
    return Answer(state, f"{form}_{asked}", tuple(dict.fromkeys(notes)), facts=_facts(arranged, desk))


def confirm(state: State, desk: Desk, health: Health) -> Answer:
    """Book what was read back; if the time is gone by now, offer others."""
    result = desk.book(state, health.flags)
    if isinstance(result, Cancelled):  # the same confirmation once more, after the booking was cancelled
        return Answer(None, "cancelled_before", booking=result.booking)
    if isinstance(result, Booked):
        after = desk.mailed(result.booking.reference)
        return Answer(done(result.booking), "done", after=after, booking=result.booking)
    if isinstance(result, TooMany):
        desk.release()
        return Answer(None, "too_many")
    assert state.at
    return ask(desk.instead(replace(state, at=None, held=""), result, state.at), desk)


def done(booking: Booking) -> State:
    """Return what is kept of the talk when all is done: the reference and the time, nothing about the person."""
    return State("done", at=booking.starts_at, reference=booking.reference, known=True)


def _facts(arranged: Arranged, desk: Desk) -> dict[str, str]:
    if arranged.day is None:
        return asides(desk)
    zone, offered = desk.bookings.diary.zone, arranged.state.offered
    day, first = arranged.day.astimezone(zone), spoken(offered[0], zone) if offered else None
    return asides(desk) | {
        "wished": spoken(day, zone).date,
        "weekday": f"{day:%A}",
        "notice": duration(desk.bookings.diary.rules.notice_minutes),
        "first": f"{first.date}, {first.time}" if first else "",
        "open_hours": on_day(wiring.clinic(), day.date()),
        "holiday": arranged.holiday,
    }


def asides(desk: Desk) -> dict[str, str]:
    """Return the facts for questions about the consultation itself."""
    return {"length": duration(desk.bookings.diary.rules.length_minutes)}
