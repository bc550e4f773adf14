"""The booking talk as a flow: reads a message, lets the diary decide, says what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.booking.answer import Answer, message
from actions.booking.entering import BOOK, enter, own_topic, rested
from actions.booking.existing import with_person
from actions.booking.health import health, made_for_other
from actions.booking.listening import chosen, listen
from actions.booking.order import Incoming, check_order, respond
from actions.booking.pausing import anew, comes_back, paused, put_off, reminder, resumed
from actions.booking.standing import beside, standing
from actions.booking.state import TASKS, State, dump, load
from actions.booking.table import table
from actions.booking.talk_diary import TalkDiary
from actions.booking.terms import Act, Note, Task
from actions.booking.told import OURS, BookingInput, Place
from actions.booking.words import HUH, only
from actions.flows import Flow, FlowResult, UserTurn, say
from clinic import wiring
from clinic.booking import Bookings, StoreDown


class BookingFlow(Flow):
    """Book, move, cancel or look up a consultation."""

    name = "booking"
    starts = frozenset(TASKS)
    buttons = "booking_"

    def __init__(self, bookings: Callable[[], Bookings] = wiring.bookings) -> None:
        """Work on the clinic's diary, opened when it is first needed; raise `ContentError` for a faulty table."""
        check_order()
        self._bookings = bookings

    def read(self, heard: UserTurn, state: dict[str, Any], tracker: Tracker) -> FlowResult:
        """See `Flow`."""
        before = load(state) if state else None
        try:
            return self._read(heard, before, tracker)
        except StoreDown:
            kept = before if before and before.task is not Task.DONE else None
            said = say(Note.DOWN, topic=kept.topic if kept else own_topic(heard) or BOOK)
            return FlowResult(dump(kept) if kept else None, said, OURS, True)

    def leave(self, state: dict[str, Any], tracker: Tracker) -> dict[str, Any] | None:
        """See `Flow`; a diary that cannot be reached frees the time by itself after a while."""
        with suppress(StoreDown):
            self._diary(tracker).release()
        kept = paused(load(state))
        return dump(kept) if kept else None

    def put_off(self, left: dict[str, Any] | None, tracker: Tracker) -> dict[str, Any] | None:
        """See `Flow`."""
        text = tracker.latest_message.get("text") or ""
        kept = put_off(text, load(left) if left else None, tracker.get_slot("booked"))
        return dump(kept) if kept else None

    def remind(self, state: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
        """See `Flow`."""
        said, kept = reminder(load(state))
        return said, dump(kept)

    def rests(self, state: dict[str, Any]) -> bool:
        """See `Flow`; a booking that is made can still be changed, but asks nothing, and so does one set aside."""
        return state.get("task") == Task.DONE or bool(state.get("paused"))

    def overhear(self, heard: UserTurn, tracker: Tracker) -> None:
        """See `Flow`: what is disclosed after the booking reaches the clinician as well."""
        reference = tracker.get_slot("booked")
        if not (reference and heard.known) or heard.other != made_for_other(tracker.events, reference):
            return
        told = health(heard)
        try:
            self._diary(tracker).add_flags(reference, told.flags, told.planning)
        except StoreDown:  # the next message tries again
            return

    def _diary(self, tracker: Tracker) -> TalkDiary:
        visitor = (tracker.latest_message.get("metadata") or {}).get("visitor", "")
        return TalkDiary(self._bookings(), tracker.sender_id, wiring.clock(), visitor)

    def _read(self, heard: UserTurn, before: State | None, tracker: Tracker) -> FlowResult:
        diary, booked = self._diary(tracker), tracker.get_slot("booked")
        before = before or rested(booked, diary)
        if before and before.paused and not comes_back(before, heard):
            return _reminded(before)
        returns = before is not None and before.paused
        before = replace(before, paused=False) if before else None
        place = _place(diary)
        state = _wished(enter(before, heard, booked), tracker)
        told = self._told(heard, state, tracker, diary, place)
        told = anew(state, told) if returns else told
        at = Incoming(before, state, told, heard, diary, health(heard), standing(booked, diary))
        if (answer := respond(at)) is None:
            return _unanswered(at, place)
        answer = resumed(answer, state) if returns else answer
        return _step(beside(answer, at.stands, place.zone), at, place)

    def _told(self, heard: UserTurn, state: State, tracker: Tracker, diary: TalkDiary, place: Place) -> BookingInput:
        if heard.choice:
            return chosen(heard.choice, state, place)
        if not heard.text:  # a pressed topic
            return BookingInput(foreign=frozenset(heard.topics) - OURS)
        if state.task in (Task.DONE, Task.MOVE) and state.known and (found := diary.show(state.reference)):
            state = replace(with_person(state, found) if state.task is Task.DONE else state, since=found.starts_at)
        return listen(heard.text, tracker.latest_message.get("clauses") or [], state, place)


def _reminded(state: State) -> FlowResult:
    """Leave a talk set aside, but for what is said once of a wish that was put off."""
    said, kept = reminder(state)
    return FlowResult(dump(kept), [message for key in said for message in say(key)])


def _wished(state: State, tracker: Tracker) -> State:
    """Return the state with the concern that somebody names while booking ("for my acne scars"), for the clinician."""
    found = [topic.get("details", {}).get("concern") for topic in tracker.latest_message.get("topics") or []]
    return replace(state, wish=next(filter(None, found), state.wish))


def _place(diary: TalkDiary) -> Place:
    rules, clinic = diary.bookings.diary.rules, wiring.clinic()
    zone = diary.bookings.diary.zone
    return Place(diary.now, zone, clinic.region, clinic.dates, rules.area_code, rules.reference_prefix)


def _unanswered(at: Incoming, place: Place) -> FlowResult:
    """Leave a message alone that is nothing to the talk, or ask the open question again."""
    if at.before is None or at.state.task is Task.DONE:
        return FlowResult(dump(at.state) if at.before else None)
    return _again(at.state, at.told, at.heard, place)


def _again(state: State, told: BookingInput, heard: UserTurn, place: Place) -> FlowResult:
    """Ask the open question again in short, after an answer to something else or when nothing was understood."""
    served = heard.verdict is not None or bool(told.acts or set(heard.topics) - {"nlu_fallback"})
    missed = 0 if served else state.missed + 1
    beside = {Act.OTHERS: Note.OTHERS, Act.UNSURE: Note.UNSURE}
    notes = [note for act, note in beside.items() if act in told.acts]
    notes = notes if served else [Note.UNCLEAR if missed == 1 else Note.UNCLEAR_AGAIN]
    person = {"topics": ["human_handoff"]} if missed > 1 else {}
    state = replace(state, missed=missed)
    answer = Answer(state, table().questions[state.asked].again, tuple(notes), facts=person)
    arguments = message(answer, place.zone, place.region)
    return FlowResult(dump(state), say(arguments.pop("response"), **arguments), _took(told, heard))


def _step(answer: Answer, at: Incoming, place: Place) -> FlowResult:
    arguments = message(answer, place.zone, place.region)
    events = [SlotSet("booked", answer.booking.reference)] if answer.booking else []
    took = _took(at.told, at.heard)
    leaves = answer.state is None and "goodbye" in at.heard.topics
    also = _beside(at.told, took & frozenset(at.heard.topics))
    topics = {"topic": "goodbye" if leaves else at.state.topic, "also": also}
    said = say(arguments.pop("response"), **topics, **arguments)
    return FlowResult(dump(answer.state) if answer.state else None, said, took | {"out_of_scope"}, True, events)


def _beside(told: BookingInput, took: frozenset[str]) -> list[str]:
    """Return the topics that the talk answers in its own words: the fee and the length of a consultation, open days."""
    asides = [aside.answers for act, aside in table().asides.items() if act in told.acts and aside.answers]
    open_days = ["clinic_hours"] if told.reading.windows else []
    return [topic.removeprefix("faq/") for topic in (*asides, *open_days) if topic in took]


def _took(told: BookingInput, heard: UserTurn) -> frozenset[str]:
    """Return the topics that need no other answer: all but those of the parts that ask something else."""
    topics = frozenset(heard.topics)
    if only(heard.text, HUH) or not re.search(r"[^\W\d]", heard.text):  # "?", "what", "..."
        return topics
    others = (told.foreign & topics or topics) - told.own if told.foreign else frozenset()
    return OURS | topics - others
