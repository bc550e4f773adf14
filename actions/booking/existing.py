"""A booking that exists: finding it by reference and contact, moving, cancelling, looking it up, and small changes."""

from __future__ import annotations

from dataclasses import replace

from actions.booking.answer import Answer
from actions.booking.arranging import asides, ask, done, put
from actions.booking.offering import Arranged, instead, offer_times
from actions.booking.plan import take
from actions.booking.state import State
from actions.booking.table import table
from actions.booking.talk_diary import TalkDiary
from actions.booking.terms import Act, Asked, Note, Task
from actions.booking.told import BookingInput
from clinic.booking import Booked, Booking, Cancelled, NotFound, Person, Status, TooLate, TooMany

MOST_TRIES = 2


def existing(state: State, told: BookingInput, diary: TalkDiary) -> Answer:
    """Return the answer to a message about a booking that was made before."""
    found = identify(state, told, diary)
    if isinstance(found, Answer):
        return found
    # What proved whose booking it is, is not needed any longer.
    state = replace(state, known=True, reference=found.reference, phone="", email="", since=found.starts_at)
    if state.task is Task.FIND:
        return Answer(done(found), Note.FOUND, booking=found, facts={"cancelled": found.status is Status.CANCELLED})
    if found.status is Status.CANCELLED:
        return Answer(None, Note.CANCELLED_BEFORE, booking=found)
    if found.starts_at <= diary.now:
        return Answer(None, Note.BEGUN, booking=found)
    return (cancel if state.task is Task.CANCEL else move)(state, told, diary, found)


def identify(state: State, told: BookingInput, diary: TalkDiary) -> Booking | Answer:
    """Return the booking that the talk is about, or ask for what proves whose it is."""
    if state.known and (mine := diary.show(state.reference)):
        return mine
    state = replace(
        state,
        reference=told.reference or state.reference,
        phone=told.phone or state.phone,
        email=told.email or state.email,
        wanted=told.reading.windows or state.wanted,
    )
    if state.reference and state.contact:
        return _look_up(state, diary)
    notes = (table().unclear[told.unclear],) if told.unclear else ()
    return Answer(replace(state, asked=Asked.REFERENCE), _missing(state, told), notes)


def _look_up(state: State, diary: TalkDiary) -> Booking | Answer:
    """Return the booking that reference and contact prove, or ask for both again, in the end somebody else."""
    found = diary.find(state.reference, state.phone, state.email)
    if isinstance(found, Booking):
        return found
    person = {"topics": ["human_handoff"]}
    if isinstance(found, TooMany):
        return Answer(None, Note.NOT_HERE, facts=person)
    again = Note.NOT_FOUND if state.missed + 1 < MOST_TRIES else Note.NOT_FOUND_AGAIN
    anew = replace(state, asked=Asked.REFERENCE, reference="", phone="", email="", missed=state.missed + 1)
    return Answer(anew, again, facts=person)


def _missing(state: State, told: BookingInput) -> str:
    """Return which question brings what is still needed to find a booking."""
    question = table().questions[Asked.REFERENCE]
    if state.reference or state.contact:
        return Note.ASK_CONTACT_OF_REFERENCE if state.reference else question.ask
    if Act.LOST in told.acts or told.name:
        return Note.LOST
    return question.again if state.asked is Asked.REFERENCE else f"utter_{state.topic}"


def cancel(state: State, told: BookingInput, diary: TalkDiary, found: Booking) -> Answer:
    """Ask once, then cancel."""
    if state.asked is not Asked.CANCEL or not told.acts & {Act.YES, Act.NO}:
        return put(replace(state, asked=Asked.CANCEL), found)
    if Act.YES not in told.acts:
        return stands(found)
    result = diary.cancel(found)
    if isinstance(result, TooLate):
        return Answer(None, Note.BEGUN, booking=found)
    gone = result.booking if isinstance(result, Cancelled) else found
    return Answer(None, Note.CANCELLED, after=diary.mailed(gone.reference), booking=gone)


def move(state: State, told: BookingInput, diary: TalkDiary, found: Booking) -> Answer:
    """Arrange a new time and ask once; the old one is given up only when the new one is had."""
    if told.plain and (answer := _settle_move(state, told, diary, found)):
        return answer
    arranged = offer_times(diary, replace(state, person="", phone="", email=""), told)
    if arranged.state.at == found.starts_at:
        return stands(found)
    return replace(ask(arranged, diary), booking=found)


def _settle_move(state: State, told: BookingInput, diary: TalkDiary, found: Booking) -> Answer | None:
    """Return what a yes, a no or "when was it again" leads to where no time was named with it."""
    if state.asked is Asked.MOVE and state.at and Act.YES in told.acts:
        return moved(state, diary, found)
    if state.asked in (Asked.MOVE, Asked.WHICH) and Act.NO in told.acts:
        return stands(found)
    if Act.WHEN_AGAIN in told.acts:
        return replace(ask(Arranged(state), diary, (Note.NOW,), repeats=True), booking=found)
    return None


def stands(found: Booking) -> Answer:
    """Say that a booking stays as it is."""
    return Answer(done(found), Note.KEPT_AS_IT_IS, booking=found)


def moved(state: State, diary: TalkDiary, found: Booking) -> Answer:
    """Move the booking, or offer other times when the new one is gone."""
    assert state.at
    result = diary.move(found, state.at)
    if isinstance(result, Booked):
        after = diary.mailed(result.booking.reference)
        return Answer(done(result.booking), Note.MOVED, after=after, booking=result.booking)
    if isinstance(result, Cancelled):
        return Answer(None, Note.CANCELLED_BEFORE, booking=result.booking)
    if isinstance(result, NotFound | TooLate):
        return Answer(None, Note.BEGUN, booking=found)
    return replace(ask(instead(diary, replace(state, at=None), result, state.at), diary), booking=found)


def after(state: State, told: BookingInput, diary: TalkDiary) -> Answer | None:
    """Return the answer to a message after all is done: a change of the booking, or that it stands."""
    found = diary.show(state.reference)
    if found is None or found.status is Status.CANCELLED:
        return None
    if told.at == found.starts_at:  # its own button once more
        return stands(found)
    if not told.plain or told.acts & {Act.LATER, Act.EARLIER, Act.WRONG_TIME}:
        moving = State(Task.MOVE, "reschedule_booking", reference=found.reference, known=True, since=found.starts_at)
        return move(moving, told, diary, found)
    changed, notes = take(with_person(state, found), told)
    if told.who:
        return amend(changed, diary, found)
    if told.acts & {Act.YES, Act.STALE, Act.WHEN_AGAIN} and not told.foreign:
        return stands(found)
    return Answer(state, notes[-1], notes[:-1], booking=found, facts=asides(diary)) if notes else None


def amend(changed: State, diary: TalkDiary, found: Booking) -> Answer:
    """Change who comes, or how to reach them."""
    result = diary.amend(found, Person(changed.person, changed.phone or None, changed.email or None))
    now = result.booking if isinstance(result, Booked) else found
    return Answer(done(now), Note.AMENDED, after=diary.mailed(now.reference), booking=now)


def with_person(state: State, found: Booking) -> State:
    """Return the state with the person of the booking, for reading corrections; never stored."""
    person = found.person or Person("")
    return replace(state, person=person.name, phone=person.phone or "", email=person.email or "")
