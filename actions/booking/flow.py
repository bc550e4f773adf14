"""The booking talk as a flow: reads a message, lets the diary decide, says what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.booking.answer import Answer, message
from actions.booking.arranging import Health, book
from actions.booking.desk import Desk
from actions.booking.entering import enter, rested
from actions.booking.existing import after, existing, with_person
from actions.booking.listening import chosen, listen
from actions.booking.pausing import anew, comes_back, paused, put_off, reminder, resumed
from actions.booking.standing import beside, standing, stopped
from actions.booking.state import TASKS, State, dump, load
from actions.booking.told import OURS, Place, Told
from actions.booking.words import HUH, only
from actions.flows import Flow, Heard, Step, say
from actions.talk import today
from clinic import wiring
from clinic.booking import Booking, Bookings, StoreDown
from clinic.findings import Outcome, Status
from clinic.screening import assess

TREATMENT = re.compile(r"\b(?:treatments?|sessions?|needling|micro-?needling|dermapen|it done)\b", re.I)


class BookingFlow(Flow):
    """Book, move, cancel or look up a consultation."""

    name = "booking"
    starts = frozenset(TASKS)
    buttons = "booking_"

    def __init__(self, bookings: Callable[[], Bookings] = wiring.bookings) -> None:
        """Work on the clinic's diary, opened when it is first needed."""
        self._bookings = bookings

    def read(self, heard: Heard, state: dict[str, Any], tracker: Tracker) -> Step:
        """See `Flow`."""
        before = load(state) if state else None
        try:
            return self._read(heard, before, tracker)
        except StoreDown:
            kept = before if before and before.task != "done" else None
            said = say("utter_booking_down", topic=kept.topic if kept else _topic(heard))
            return Step(dump(kept) if kept else None, said, OURS, True)

    def leave(self, state: dict[str, Any], tracker: Tracker) -> dict[str, Any] | None:
        """See `Flow`; a diary that cannot be reached frees the time by itself after a while."""
        with suppress(StoreDown):
            self._desk(tracker).release()
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
        return state.get("task") == "done" or bool(state.get("paused"))

    def overhear(self, heard: Heard, tracker: Tracker) -> None:
        """See `Flow`: what is disclosed after the booking reaches the clinician as well."""
        reference = tracker.get_slot("booked")
        if not (reference and heard.known) or heard.other != made_for_other(tracker.events, reference):
            return
        told = health(heard)
        try:
            self._desk(tracker).add_flags(reference, told.flags, told.planning)
        except StoreDown:  # the next message tries again
            return

    def _desk(self, tracker: Tracker) -> Desk:
        visitor = (tracker.latest_message.get("metadata") or {}).get("visitor", "")
        return Desk(self._bookings(), tracker.sender_id, wiring.clock(), visitor)

    def _read(self, heard: Heard, before: State | None, tracker: Tracker) -> Step:
        desk = self._desk(tracker)
        before = before or rested(tracker.get_slot("booked"), desk)
        returns = before is not None and before.paused
        if before and before.paused:
            if not comes_back(before, heard):
                said, kept = reminder(before)
                return Step(dump(kept), [message for key in said for message in say(key)])
            before = replace(before, paused=False)
        rules = desk.bookings.diary.rules
        place = Place(
            desk.now, desk.bookings.diary.zone, wiring.clinic().region, rules.area_code, rules.reference_prefix
        )
        state = enter(before, heard, tracker.get_slot("booked"))
        state = replace(state, wish=_concern(tracker) or state.wish)
        told = self._told(heard, state, tracker, desk, place)
        told = anew(state, told) if returns else told
        stands = standing(tracker.get_slot("booked"), desk)
        answer = respond(before, state, told, heard, desk, health(heard), stands)
        answer = resumed(answer, state) if answer and returns else answer
        answer = answer and beside(answer, stands, place.zone)
        if answer is not None:
            return _step(answer, state, told, heard, place)
        if before is None or state.task == "done":
            return Step(dump(state) if before else None)
        return _again(state, told, heard, place)

    def _told(self, heard: Heard, state: State, tracker: Tracker, desk: Desk, place: Place) -> Told:
        if heard.choice:
            return chosen(heard.choice, state, place)
        if not heard.text:  # a pressed topic
            return Told(foreign=frozenset(heard.topics) - OURS)
        if state.task in ("done", "move") and state.known and (found := desk.show(state.reference)):
            state = replace(with_person(state, found) if state.task == "done" else state, since=found.starts_at)
        clauses = tracker.latest_message.get("clauses") or []
        return listen(heard.text, clauses, state, place)


def _topic(heard: Heard) -> str:
    return next((topic for topic in heard.topics if topic in TASKS), "book_consultation")


def _concern(tracker: Tracker) -> str:
    """Return the id of the concern that somebody names while booking ("for my acne scars"): it helps the clinician."""
    found = [topic.get("details", {}).get("concern") for topic in tracker.latest_message.get("topics") or []]
    return next(filter(None, found), "")


def made_for_other(events: Sequence[dict[str, Any]], reference: str) -> bool:
    """Tell whether somebody else than the visitor was to be treated when this talk made or found the booking."""
    other = False
    for event in events:
        if event["event"] == "slot" and event["name"] == "screening":
            other = bool((event["value"] or {}).get("other"))
        elif event["event"] == "slot" and event["name"] == "booked" and event["value"] == reference:
            return other
    return other


def health(heard: Heard) -> Health:
    """Return what was disclosed in this talk as far as it matters for a booking; what was denied does not."""
    known = assess(heard.known, today(), wiring.rules())
    verdict = heard.verdict or known
    factors = [finding.factor for finding in heard.known if finding.status in (Status.PRESENT, Status.PAST)]
    factors += [factor for factor in verdict.factors if factor in wiring.rules().factors]
    return Health(
        flags=tuple(dict.fromkeys(factors)),
        planning=Outcome.NOT_NOW in (verdict.outcome, known.outcome),
        minor="under_18" in factors,
        said=heard.verdict is not None and bool(heard.told.new),
        judged=heard.verdict is not None,
    )


def respond(
    before: State | None, state: State, told: Told, heard: Heard, desk: Desk, facts: Health, stands: Booking | None
) -> Answer | None:
    """Return the answer of the talk, None when the message is nothing to it and no question is open."""
    begins = before is None or state.task != before.task or before.task == "done"
    if "others" in told.acts:  # in the middle of a talk `_again` says it
        rests = Answer(state if state.task == "done" else None, "others", facts={"topics": ["check_booking"]})
        return None if state.asked and not begins else rests
    if state.task == "done":
        return after(state, told, desk) if told.anything else None
    if facts.minor and state.task == "book":
        desk.release()
        return Answer(None, "minor", facts={"said": facts.said})
    if "stop" in told.acts and not begins:
        desk.release()
        return stopped(state, "cancel" in heard.text.lower(), stands)
    if "unsure" in told.acts and not begins:
        return None  # `_again` says that there is no hurry
    if "restart" in told.acts:
        desk.release()
        told, begins = Told(acts=frozenset({"restart"})), True
        state = State(state.task, state.topic, reference=state.reference if state.known else "", known=state.known)
    if not begins and not told.anything and facts.planning == state.planning:
        return None if state.asked else Answer(state, "ask_when")
    if state.task != "book":
        return existing(state, told, desk)
    return book(state, told, desk, facts, _opening(told, heard) if begins and not facts.planning else ())


def _opening(told: Told, heard: Heard) -> tuple[str, ...]:
    """Return what is said first: what a consultation is, for those who ask for a treatment or just for a booking."""
    if "restart" in told.acts:
        return ("restarted",)
    treatment = TREATMENT.search(heard.text) and "consult" not in heard.text.lower()
    return ("utter_book_consultation",) if treatment or not told.anything else ()


def _again(state: State, told: Told, heard: Heard, place: Place) -> Step:
    """Ask the open question again in short, after an answer to something else or when nothing was understood."""
    served = heard.verdict is not None or bool(told.acts or set(heard.topics) - {"nlu_fallback"})
    missed = 0 if served else state.missed + 1
    asides = tuple(act for act in ("others", "unsure") if act in told.acts)
    notes = asides if served else ("unclear",) if missed == 1 else ("unclear_again",)
    person = {"topics": ["human_handoff"]} if missed > 1 else {}
    answer = Answer(replace(state, missed=missed), f"again_{state.asked}", notes, facts=person)
    arguments = message(answer, place.zone, place.region)
    return Step(dump(replace(state, missed=missed)), say(arguments.pop("response"), **arguments), _took(told, heard))


def _step(answer: Answer, state: State, told: Told, heard: Heard, place: Place) -> Step:
    arguments = message(answer, place.zone, place.region)
    events = [SlotSet("booked", answer.booking.reference)] if answer.booking else []
    took = _took(told, heard)
    leaves = answer.state is None and "goodbye" in heard.topics
    topics = {"topic": "goodbye" if leaves else state.topic, "also": _beside(told, took & frozenset(heard.topics))}
    said = say(arguments.pop("response"), **topics, **arguments)
    return Step(dump(answer.state) if answer.state else None, said, took | {"out_of_scope"}, True, events)


def _beside(told: Told, took: frozenset[str]) -> list[str]:
    """Return the topics that the talk answers in its own words: the fee and the length of a consultation, open days."""
    answered = {"faq/cost": "fee" in told.acts, "faq/session_length": "length" in told.acts}
    answered["clinic_hours"] = bool(told.reading.windows)
    return [topic.removeprefix("faq/") for topic, said in answered.items() if said and topic in took]


def _took(told: Told, heard: Heard) -> frozenset[str]:
    """Return the topics that need no other answer: all but those of the parts that ask something else."""
    topics = frozenset(heard.topics)
    if only(heard.text, HUH) or not re.search(r"[^\W\d]", heard.text):  # "?", "what", "..."
        return topics
    others = (told.foreign & topics or topics) - told.own if told.foreign else frozenset()
    return OURS | topics - others
