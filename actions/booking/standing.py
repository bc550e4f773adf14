"""A booking of this talk that stands while another one is talked about: nobody leaves believing that it is gone."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from actions.booking.answer import Answer
from actions.booking.state import State
from actions.booking.table import table
from actions.booking.talk_diary import TalkDiary
from actions.booking.terms import Asked, Note, Task
from clinic.booking import Booking, Status, spoken
from clinic.wiring import clinic


def standing(reference: str | None, diary: TalkDiary) -> Booking | None:
    """Return the booking that this talk made or found, if it is confirmed and still to come."""
    found = diary.show(reference) if reference else None
    return found if found and found.status is Status.CONFIRMED and found.starts_at > diary.now else None


def stopped(state: State, says_cancel: bool, found: Booking | None) -> Answer:
    """End a talk; where a booking stands, "cancel" may mean that one, and only the visitor knows."""
    if state.task is not Task.BOOK:
        return Answer(None, Note.STOPPED_KEPT)
    if found and says_cancel:
        asks = State(Task.CANCEL, "cancel_booking", Asked.CANCEL, reference=found.reference, known=True)
        return Answer(asks, table().questions[Asked.CANCEL].ask, (Note.STOPPED_NEW,), booking=found)
    return Answer(None, Note.STOPPED)


def beside(answer: Answer, found: Booking | None, zone: ZoneInfo) -> Answer:
    """Return an answer about something new with the facts of the booking that stands, told where it matters."""
    if found is None or answer.booking:
        return answer
    old = spoken(found.starts_at, zone, clinic().clock)
    confirms = answer.response == table().questions[Asked.CONFIRM].ask
    second = (Note.SECOND,) if confirms and _twice(answer.state, found, zone) else ()
    facts = {"stands": True, "old_date": old.date, "old_time": old.time}
    return replace(answer, notes=(*answer.notes, *second), facts=answer.facts | facts)


def _twice(state: State | None, found: Booking, zone: ZoneInfo) -> bool:
    """Tell whether the same person comes twice on one day."""
    if not (state and state.at and found.person):
        return False
    same_day = state.at.astimezone(zone).date() == found.starts_at.astimezone(zone).date()
    reach = {found.person.phone, found.person.email} & {state.phone or "-", state.email or "-"}
    return same_day and bool(reach) and state.person.casefold() == found.person.name.casefold()
