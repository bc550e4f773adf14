"""Reads one message for the booking talk: which parts belong to it, and what they tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from actions.booking import contact, times
from actions.booking.state import State
from actions.booking.told import OURS, SURE, BookingInput, Clause, Place
from actions.booking.words import (
    APART,
    ASIDES,
    ASKS,
    BACK,
    FIELDS,
    OTHERS,
    RESTART,
    SHORTLY,
    STOP,
    only,
    plain,
    wishes,
)
from clinic import wiring
from clinic.language.dates import Reading, Window
from clinic.reading import Consent, consent, correct_phone, refuses, without_contact

COURTESIES = {"affirm": "yes", "deny": "no", "goodbye": "stop"}
AGREE = ("confirm", "move", "cancel")
"""Questions that a yes or no answers."""
READ_BACK = ("confirm", "move")
"""Questions that name a time to come, which an answer may name again."""
CHANGES = {
    "time": frozenset({"wrong_time"}),
    "who": frozenset({"wrong_name", "wrong_contact"}),
    "stop": frozenset({"stop"}),
}
"""What the buttons mean that come when something shall be different."""
BEFORE = re.compile(r"(?:but |well )?before (?:i|we) \w+", re.I)
"""Begins what says nothing of its own ("before I give you my number, does it hurt?")."""
WHO = ("person", "name", "contact")
"""Questions about the visitor, which some would rather not answer."""
REASON = re.compile(r"\b(?:for|because|cos|cause|as|since)\b", re.I)
"""Begins what a time is wanted for."""
PIECES = re.compile(r"\b\d{2} not \d{2}\b|(?<!\d)\d{3,7}(?![\d:]| ?[ap]m)")
"""Pieces of a phone number, as a correction names them."""
LONGEST_WISH = 12
"""Words; a longer message says more than a wish about the talk."""
LONGEST_NAME = 4
"""Words that may be a name in small letters beside a contact."""


def listen(text: str, clauses: Sequence[Clause], state: State, place: Place) -> BookingInput:
    """Return what a typed message tells; `clauses` are its parts."""
    if OTHERS.search(plain(text)):
        return BookingInput(acts=frozenset({"others"}))
    answer = answered(text, state)
    if state.asked in READ_BACK and answer is Consent.OTHER:  # "tuesday at 9 is fine"
        agreed = answered(times.without_read_back(text, state, place), state) is Consent.YES
        answer = Consent.YES if agreed else answer
    if (state.asked and answer is Consent.WAIT) or (state.asked in AGREE and answer is not Consent.OTHER):
        return BookingInput(acts=frozenset({answer.value}))
    told = contact.read(text, state, place)
    if told.phone:  # when to call is no time to come
        text = times.CALL_ME.sub("", text)
        clauses = [{**clause, "text": times.CALL_ME.sub("", clause["text"])} for clause in clauses]
        clauses = [clause for clause in clauses if clause["text"].strip(" ,.!")]
    beside_contact, timed = bool(told.phone or told.email), beside_time(clauses, state, place)
    mine = [clause for clause in clauses if belongs(clause, state, place, beside_contact, timed)]
    own = text if len(mine) == len(clauses) else ", ".join(clause["text"] for clause in mine)
    names = [contact.name(clause, state, beside_contact, timed) for clause in mine]
    courtesies = [clause for clause, name in zip(mine, names, strict=True) if not name]  # "Chase" is no goodbye
    told = replace(
        told,
        name=next(filter(None, [contact.whole(text, state), *names]), ""),
        acts=acts(mine, state, courtesies, alone=len(mine) == len(clauses)),
        own=frozenset(clause["topic"] for clause in mine if wishes(clause["text"]) & open_wishes(state)),
        foreign=frozenset(clause["topic"] for clause in clauses if clause not in mine),
    )
    if state.asked in AGREE:  # a yes is a whole message
        told = replace(told, acts=told.acts - {"yes"})
    if beside_contact:  # "another e-mail" is about no time
        told = replace(told, acts=told.acts - times.ABOUT_TIME - {"wrong_contact"})
    corrects = bool(state.phone) and told.phone == correct_phone(state.phone, text, place.region)
    own = PIECES.sub(" ", own) if corrects else own  # "0168, and 1 pm instead"
    timeless = state.task not in ("book", "move", "done")
    own = re.sub(re.escape(told.name), " ", own, flags=re.I) if told.name else own  # "June Park" is no month
    own = without_contact(own, told.phone)
    told = told if timeless or not own else times.with_time(told, own, state, place)
    refused = state.asked in AGREE and not (told.anything or told.foreign)
    refused = refused and refuses(text, state.asked, wiring.consents())
    return replace(told, acts=frozenset({"no"})) if refused else told


def about_time(text: str, state: State, place: Place) -> bool:
    """Tell whether a part of a message does nothing but name or choose a time."""
    chooses = bool(state.offered or state.options) and times.nth_of(text) is not None
    return chooses or times.only_time(text, state, place)


def beside_time(clauses: Sequence[Clause], state: State, place: Place) -> bool:
    """Tell whether one of several pieces of a message names a time, so that a name may stand beside it."""
    texts = [contact.PLACE.sub(r"\g<0>, ", clause["text"]) for clause in clauses]
    pieces = [piece.strip() for text in texts for piece in APART.split(text)]
    return len(pieces) > 1 and not state.person and any(about_time(piece, state, place) for piece in pieces)


def belongs(clause: Clause, state: State, place: Place, beside_contact: bool = False, timed: bool = False) -> bool:
    """Tell whether a part of a message belongs to the talk and is no question or disclosure of its own."""
    text = clause["text"]
    if clause["topic"] in OURS or contact.has_contact(text, state, place):
        return True
    if answered(text, state) is not Consent.OTHER or only(text, f"{STOP}|{BACK}|{RESTART}") or BEFORE.match(text):
        return True
    if state.asked in WHO and only(text, "|".join(SHORTLY.values())):
        return True
    if wishes(text) & open_wishes(state) and len(text.split()) <= LONGEST_WISH:
        return True
    if state.asked == "change" and any(only(text, words) for words in FIELDS.values()):
        return True
    named = contact.name(clause, state, beside_contact and len(text.split()) <= LONGEST_NAME, timed)
    return bool(named) or about_time(text, state, place) or reasoned(text, state, place)


def reasoned(text: str, state: State, place: Place) -> bool:
    """Tell whether a part chooses a time and says what for: "4pm for my acne scars"; a question does not."""
    time, *reason = REASON.split(text, 1)
    return bool(reason) and not ASKS.search(text) and about_time(time, state, place)


def open_wishes(state: State) -> frozenset[str]:
    """Return the wishes that make sense now: "lost" only where a reference was asked for."""
    asides = frozenset(ASIDES)
    if state.task == "done":
        return asides | {"when_again", "later", "earlier", "wrong_time", "wrong_contact", "wrong_name"}
    found = {"withdraw", "will_call"} if state.contact else {"refuse", "other_contact"}
    found |= {"explain", "may_i"} if state.task == "book" and state.asked else {"explain"}
    if state.asked in (*WHO, "reference"):
        found |= {"will_call", "why"}
    if state.asked == "name":
        found |= {"refuse"}
    if state.asked in ("confirm", "change"):
        found |= {"wrong_contact", "wrong_name", "wrong_time"}
    if state.asked in ("which", "when", "day"):
        found |= {"more"}
    if state.spoken_of:
        found |= {"later", "earlier", "wrong_time"}
    if state.asked == "reference":
        found |= {"lost"}
    if state.task == "move" and state.known:
        found |= {"when_again"}
    return asides | found if state.task == "book" else frozenset(found)


def acts(mine: Sequence[Clause], state: State, courtesies: Sequence[Clause], *, alone: bool) -> frozenset[str]:
    """Return the wishes and short answers that mean something to the open question.

    `courtesies` are the parts whose topic alone may be a short answer, `alone` tells that nothing else is said: who
    goes on asking does not leave.
    """
    own = ", ".join(clause["text"] for clause in mine)
    found = {act for act, words in short_answers(state).items() if any(only(clause["text"], words) for clause in mine)}
    found |= {answered(clause["text"], state).value for clause in mine} & {"yes", "no"}
    if "back" in found:
        return frozenset({"back"})
    found |= wishes(own) & open_wishes(state)
    sure = {clause["topic"] for clause in courtesies if clause["confidence"] >= SURE} - {"thanks"}
    leaves = sure == {"goodbye"} and found == {"yes"}  # "lovely, bye for now"
    if (leaves or (len(sure) == 1 and not found)) and not ASKS.match(plain(own)):
        found |= {act for topic, act in COURTESIES.items() if topic in sure}
        # "nothing else, thanks" calls nothing off
        found -= {"stop"} if state.asked in AGREE or not alone else set()
    calls_off = "cancel_booking" in sure and (not found or "cancel" in plain(own))
    if state.task == "book" and state.asked and calls_off and not found & {"withdraw", "refuse"}:
        found.add("stop")  # nothing is booked that could be cancelled
    if state.task == "cancel" and "cancel" in plain(own):  # says once more what is wanted
        found.discard("stop")
    if "no" in found and state.asked in (*WHO, "when"):
        found.add("refuse")
    if "no" in found and state.asked == "reference":
        found.add("lost")
    if state.asked not in (*AGREE, "which", "day", "change"):
        found.discard("no")
    if state.asked not in (*AGREE, "change") and state.task != "done" and len(state.offered) != 1:
        found.discard("yes")
    if state.asked == "change":
        found |= {f"wrong_{what}" for what, words in FIELDS.items() if only(own, words)}
    return frozenset(found)


def short_answers(state: State) -> dict[str, str]:
    """Return the words of each short answer; some are answers only to the question that is open."""
    short = {"stop": STOP, "restart": RESTART, "back": BACK}
    return short | SHORTLY if state.asked in WHO else short


def answered(text: str, state: State) -> Consent:
    """Return what words are as an answer to the open question."""
    return consent(text, state.asked if state.asked in AGREE else state.task, wiring.consents())


def chosen(choice: str, state: State, place: Place) -> BookingInput:
    """Return what a pressed button of the talk tells; an old one that no longer fits chooses its time anew."""
    what, _, value = choice.removeprefix("booking_").partition("_")
    if what == "no":
        return BookingInput(acts=frozenset({"no" if state.asked in (*AGREE, "which") else "stale"}))
    if what in CHANGES:
        return BookingInput(acts=CHANGES[what] if state.asked in ("confirm", "change") else frozenset({"stale"}))
    if what == "cancel":
        fits = state.asked == "cancel" and state.reference == value
        return BookingInput(acts=frozenset({"yes" if fits else "stale"}))
    try:
        at = datetime.fromisoformat(value).replace(tzinfo=place.zone)
    except ValueError:
        return BookingInput(acts=frozenset({"stale"}))
    if what == "day":
        whole = (Window(at, at + timedelta(days=1)),)
        same = next((o for o in state.options if o[0].start.astimezone(place.zone).date() == at.date()), whole)
        return BookingInput(reading=Reading("windows", same))
    agreed = what == "confirm" and state.asked in AGREE and state.at == at
    return BookingInput(acts=frozenset({"yes"})) if agreed else BookingInput(at=at)
