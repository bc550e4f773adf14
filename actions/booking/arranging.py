"""Arranging a time: booking a new consultation, and moving one whose booking is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.booking.answer import Answer
from actions.booking.offering import Arranged, instead, offer_times
from actions.booking.plan import take
from actions.booking.state import State
from actions.booking.table import table
from actions.booking.talk_diary import TalkDiary
from actions.booking.terms import Act, Asked, Note, Task
from actions.booking.told import BookingInput
from clinic import wiring
from clinic.booking import Booked, Booking, Cancelled, Held, TooMany, duration, spoken
from clinic.hours import on_day

TIME = (Asked.WHEN, Asked.WHICH, Asked.DAY)


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


def book(state: State, told: BookingInput, diary: TalkDiary, health: Health, notes: tuple[str, ...] = ()) -> Answer:
    """Return the answer to a message of a talk that books."""
    if health.planning and not state.planning:
        notes = notes if health.said else (*notes, Note.PLANNING)
        state = replace(state, planning=True)
    before, (state, more) = state, take(state, told)
    more = (*more, *_may(told, health))
    if told.acts & {Act.WILL_CALL, Act.REFUSE} and not (state.contact and state.person):
        return declined(state, told, diary, more)
    if state == before and (answer := settle(state, told, diary, health)):
        return replace(answer, notes=(*answer.notes, *more), facts=answer.facts | asides(diary)) if more else answer
    return arrange(before, state, told, diary, (*notes, *more))


def arrange(before: State, state: State, told: BookingInput, diary: TalkDiary, notes: tuple[str, ...]) -> Answer:
    """Return what the diary makes of the times that were told, and the next question."""
    arranged = offer_times(diary, state, told)
    repeats = arranged.state.offered == before.offered and not (told.at or told.reading.windows)
    if repeats and told.who and table().question(state) in TIME:
        notes = (*notes, Note.NOTED)
    return ask(arranged, diary, notes, repeats)


def _may(told: BookingInput, health: Health) -> tuple[str, ...]:
    """Return the answer to "so can I book or not", unless screening has given one or a time was named."""
    if Act.MAY_I not in told.acts or health.judged or told.reading.kind != "nothing":
        return ()
    return (Note.MAY_PLAN if health.planning else Note.MAY_REVIEW if health.flags else Note.MAY,)


def declined(state: State, told: BookingInput, diary: TalkDiary, notes: tuple[str, ...]) -> Answer:
    """Give the reason for a question and another way, once; who declines again is not asked a third time."""
    if Act.WILL_CALL in told.acts or state.refused:
        diary.release()
        return Answer(None, Note.STOPPED_CALL, notes)
    answer = ask(Arranged(replace(state, refused=True)), diary, notes, repeats=True)
    needed = table().questions[table().question(state)].needed
    return replace(answer, notes=(*answer.notes, *([needed] if needed else [])))


def settle(state: State, told: BookingInput, diary: TalkDiary, health: Health) -> Answer | None:
    """Return what a plain yes or no leads to; None where it answers nothing, or something else was told with it."""
    if not told.plain or told.unclear:
        return None
    if Act.YES in told.acts and state.asked is Asked.CONFIRM:
        return confirm(state, diary, health)
    if state.asked is Asked.CHANGE and told.acts & {Act.YES, Act.NO}:  # nothing is to change after all
        return ask(Arranged(state), diary)
    return refuse(state, told, diary) if Act.NO in told.acts else None


def refuse(state: State, told: BookingInput, diary: TalkDiary) -> Answer | None:
    """Return what a plain no leads to."""
    if state.asked is Asked.CONFIRM:
        return put(replace(state, asked=Asked.CHANGE))
    if state.asked is Asked.WHICH and state.at:  # the offers were about a change; the time before it is still held
        return ask(Arranged(replace(state, offered=())), diary)
    if state.asked in (Asked.WHICH, Asked.DAY) and not told.acts & {Act.MORE, Act.LATER, Act.EARLIER}:
        return put(replace(state, asked=Asked.WHEN, offered=(), options=(), wanted=()))
    return None


def put(state: State, booking: Booking | None = None) -> Answer:
    """Put the open question in full."""
    return Answer(state, table().questions[state.asked].ask, booking=booking)


def ask(arranged: Arranged, diary: TalkDiary, notes: Sequence[str] = (), repeats: bool = False) -> Answer:
    """Return the next question, in short when it `repeats` the one before.

    Before the read-back the time is held again, for typing takes time.
    """
    state, notes = arranged.state, (*notes, *arranged.notes)
    asked = table().question(state)
    if asked is Asked.CONFIRM and state.at:
        held = diary.hold(state.at)
        if not isinstance(held, Held):
            return ask(instead(diary, replace(state, at=None, held=""), held, state.at), diary, notes)
        state = replace(state, held=held.booking.reference)
        notes = tuple(note for note in notes if note != Note.KEPT)  # the read-back says it
    again = repeats and asked is state.asked and asked is not Asked.CONFIRM
    return _put(replace(state, asked=asked, missed=0), notes, _facts(arranged, diary), again=again)


def _put(state: State, notes: Sequence[str], facts: dict[str, str], *, again: bool) -> Answer:
    """Put the open question, with notes around it; what was unclear asks for the same once more."""
    unclear = [note for note in notes if note in table().unclear.values()]
    if unclear and state.asked in (Asked.CONTACT, Asked.PERSON):
        return Answer(state, unclear[0])
    question = table().questions[state.asked]
    return Answer(state, question.again if again else question.ask, tuple(dict.fromkeys(notes)), facts=facts)


def confirm(state: State, diary: TalkDiary, health: Health) -> Answer:
    """Book what was read back; if the time is gone by now, offer others."""
    result = diary.book(state, health.flags)
    if isinstance(result, Cancelled):  # the same confirmation once more, after the booking was cancelled
        return Answer(None, Note.CANCELLED_BEFORE, booking=result.booking)
    if isinstance(result, Booked):
        after = diary.mailed(result.booking.reference)
        return Answer(done(result.booking), Note.DONE, after=after, booking=result.booking)
    if isinstance(result, TooMany):
        diary.release()
        return Answer(None, Note.TOO_MANY)
    assert state.at
    return ask(instead(diary, replace(state, at=None, held=""), result, state.at), diary)


def done(booking: Booking) -> State:
    """Return what is kept of the talk when all is done: the reference and the time, nothing about the person."""
    return State(Task.DONE, at=booking.starts_at, reference=booking.reference, known=True)


def _facts(arranged: Arranged, diary: TalkDiary) -> dict[str, str]:
    if arranged.day is None:
        return asides(diary)
    zone, offered = diary.bookings.diary.zone, arranged.state.offered
    day, first = arranged.day.astimezone(zone), spoken(offered[0], zone, wiring.clinic().clock) if offered else None
    return asides(diary) | {
        "wished": spoken(day, zone, wiring.clinic().clock).date,
        "weekday": f"{day:%A}",
        "notice": duration(diary.bookings.diary.rules.notice_minutes),
        "first": f"{first.date}, {first.time}" if first else "",
        "open_hours": on_day(wiring.clinic(), day.date()),
        "holiday": arranged.holiday,
    }


def asides(diary: TalkDiary) -> dict[str, str]:
    """Return the facts for questions about the consultation itself."""
    return {"length": duration(diary.bookings.diary.rules.length_minutes)}
