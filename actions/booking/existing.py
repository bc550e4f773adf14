"""A booking that exists: finding it by reference and contact, moving, cancelling, looking it up, and small changes."""

from __future__ import annotations

from dataclasses import replace

from actions.booking.answer import Answer
from actions.booking.arranging import asides, ask, done
from actions.booking.desk import Arranged, Desk
from actions.booking.plan import take
from actions.booking.state import State
from actions.booking.told import Told
from clinic.booking import Booked, Booking, Cancelled, NotFound, Person, Status, TooLate, TooMany

MOST_TRIES = 2


def existing(state: State, told: Told, desk: Desk) -> Answer:
    """Return the answer to a message about a booking that was made before."""
    found = identify(state, told, desk)
    if isinstance(found, Answer):
        return found
    # What proved whose booking it is, is not needed any longer.
    state = replace(state, known=True, reference=found.reference, phone="", email="", since=found.starts_at)
    if state.task == "find":
        return Answer(done(found), "found", booking=found, facts={"cancelled": found.status is Status.CANCELLED})
    if found.status is Status.CANCELLED:
        return Answer(None, "cancelled_before", booking=found)
    if found.starts_at <= desk.now:
        return Answer(None, "begun", booking=found)
    return (cancel if state.task == "cancel" else move)(state, told, desk, found)


def identify(state: State, told: Told, desk: Desk) -> Booking | Answer:
    """Return the booking that the talk is about, or ask for what proves whose it is."""
    if state.known and (mine := desk.show(state.reference)):
        return mine
    state = replace(
        state,
        reference=told.reference or state.reference,
        phone=told.phone or state.phone,
        email=told.email or state.email,
        wanted=told.reading.windows or state.wanted,
    )
    if state.reference and state.contact:
        return _look_up(state, desk)
    notes = (f"{told.unclear}_unclear",) if told.unclear else ()
    return Answer(replace(state, asked="reference"), _missing(state, told), notes)


def _look_up(state: State, desk: Desk) -> Booking | Answer:
    """Return the booking that reference and contact prove, or ask for both again, in the end somebody else."""
    found = desk.find(state.reference, state.phone, state.email)
    if isinstance(found, Booking):
        return found
    person = {"topics": ["human_handoff"]}
    if isinstance(found, TooMany):
        return Answer(None, "not_here", facts=person)
    again = "not_found" if state.missed + 1 < MOST_TRIES else "not_found_again"
    anew = replace(state, asked="reference", reference="", phone="", email="", missed=state.missed + 1)
    return Answer(anew, again, facts=person)


def _missing(state: State, told: Told) -> str:
    """Return which question brings what is still needed to find a booking."""
    if state.reference or state.contact:
        return "ask_reference_contact" if state.reference else "ask_reference_number"
    if "lost" in told.acts or told.name:
        return "lost"
    return "again_reference" if state.asked == "reference" else f"utter_{state.topic}"


def cancel(state: State, told: Told, desk: Desk, found: Booking) -> Answer:
    """Ask once, then cancel."""
    if state.asked != "cancel" or not told.acts & {"yes", "no"}:
        return Answer(replace(state, asked="cancel"), "ask_cancel", booking=found)
    if "yes" not in told.acts:
        return Answer(done(found), "kept_as_it_is", booking=found)
    result = desk.cancel(found)
    if isinstance(result, TooLate):
        return Answer(None, "begun", booking=found)
    gone = result.booking if isinstance(result, Cancelled) else found
    return Answer(None, "cancelled", after=desk.mailed(gone.reference), booking=gone)


def move(state: State, told: Told, desk: Desk, found: Booking) -> Answer:
    """Arrange a new time and ask once; the old one is given up only when the new one is had."""
    plain = not told.at and told.reading.kind == "nothing"
    if state.asked == "move" and state.at and plain and "yes" in told.acts:
        return moved(state, desk, found)
    if state.asked in ("move", "which") and plain and "no" in told.acts:
        return Answer(done(found), "kept_as_it_is", booking=found)
    if "when_again" in told.acts and plain:
        return replace(ask(Arranged(state), desk, ("now",), repeats=True), booking=found)
    arranged = desk.arrange(replace(state, person="", phone="", email=""), told)
    if arranged.state.at == found.starts_at:
        return Answer(done(found), "kept_as_it_is", booking=found)
    answer = ask(arranged, desk)
    return replace(answer, booking=found)


def moved(state: State, desk: Desk, found: Booking) -> Answer:
    """Move the booking, or offer other times when the new one is gone."""
    assert state.at
    result = desk.move(found, state.at)
    if isinstance(result, Booked):
        after = desk.mailed(result.booking.reference)
        return Answer(done(result.booking), "moved", after=after, booking=result.booking)
    if isinstance(result, Cancelled):
        return Answer(None, "cancelled_before", booking=result.booking)
    if isinstance(result, NotFound | TooLate):
        return Answer(None, "begun", booking=found)
    return replace(ask(desk.instead(replace(state, at=None), result, state.at), desk), booking=found)


def after(state: State, told: Told, desk: Desk) -> Answer | None:
    """Return the answer to a message after all is done: a change of the booking, or that it stands."""
    found = desk.show(state.reference)
    if found is None or found.status is Status.CANCELLED:
        return None
    if told.at == found.starts_at:  # its own button once more
        return Answer(done(found), "kept_as_it_is", booking=found)
    if told.at or told.reading.kind != "nothing" or told.acts & {"later", "earlier", "wrong_time"}:
        moving = State("move", "reschedule_booking", reference=found.reference, known=True, since=found.starts_at)
        return move(moving, told, desk, found)
    changed, notes = take(with_person(state, found), told)
    if told.name or told.phone or told.email:
        person = Person(changed.person, changed.phone or None, changed.email or None)
        result = desk.amend(found, person)
        now = result.booking if isinstance(result, Booked) else found
        return Answer(done(now), "amended", after=desk.mailed(now.reference), booking=now)
    if told.acts & {"yes", "stale", "when_again"} and not told.foreign:
        return Answer(done(found), "kept_as_it_is", booking=found)
    return Answer(state, notes[-1], notes[:-1], booking=found, facts=asides(desk)) if notes else None


def with_person(state: State, found: Booking) -> State:
    """Return the state with the person of the booking, for reading corrections; never stored."""
    person = found.person or Person("")
    return replace(state, person=person.name, phone=person.phone or "", email=person.email or "")
