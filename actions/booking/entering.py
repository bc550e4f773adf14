"""Where a booking talk stands as a message comes in: at its beginning, as before, or turned to something else."""

from __future__ import annotations

import re

from actions.booking.arranging import done
from actions.booking.state import TASKS, State
from actions.booking.talk_diary import TalkDiary
from actions.booking.terms import Task
from actions.booking.words import WHAT_BOOKED
from actions.flows import UserTurn
from clinic.booking import Status

BOOK = "book_consultation"
CHANGE = re.compile(r"\b(?:instead|rather|make it|move|change|switch|swap|shift|push|later|earlier|not)\b", re.I)
EXISTING = re.compile(
    r"\b(?:my|have|got|existing|already)\b.{0,25}\b(?:appointment|appt|booking|booked|consultation)\b"
    r"|\b(?:meant|supposed|due|booked|down)\b.{0,12}\b(?:to be|in|there|with you|coming?)\b",
    re.I,
)
OWN_TIME = re.compile(
    r"\b(?:sooner|earlier|later) than\b|\bmine(?:'?s| is| was)?\b|\b(?:drops? out|cancels)\b"
    r"|\blate for\b|\bmin\w* late\b|\bmy \d",
    re.I,
)
"""Speaks of a time that one has: "any earlier slot? mine is on the 28th", "stuck in traffic, late for my 3 o'clock"."""
HAS_ONE = re.compile(
    r"\b(?:i'?m|i am) (?:already )?booked(?: in)? (?:for|on|at|with)\b"
    r"|(?<!can )(?<!could )(?<!may )(?<!should )(?<!do )\bi(?:'?ve| have)?(?: got)? (?:an? |my )?"
    r"(?:appointment|appt|booking|consultation) (?:on|at|for|tomorrow|this|next)\b",
    re.I,
)
VERBS = {
    "cancel_booking": re.compile(r"\bcancel", re.I),
    "reschedule_booking": re.compile(r"\b(?:mov|reschedul|chang(?!\w* my mind)|shift|switch|postpon|push)\w*", re.I),
}
CANNOT_COME = re.compile(
    r"\b(?:can.?t|cannot|can not|won.?t|unable to|not able to)\b.{0,12}\b(?:make|come|be there)\b", re.I
)
ANOTHER = re.compile(
    r"\b(?:another|new|second) (?:one|appointment|appt|booking|consultation)\b|\bbook\b(?! (?:it|that)\W*$)", re.I
)
"""Wishes for a consultation anew; "book it" is about the one that is spoken of."""


def enter(before: State | None, heard: UserTurn, booked: str | None) -> State:
    """Return where the talk stands as the message comes in: as before, at its beginning, or about something else."""
    topic = _wanted(before, heard, booked)
    if before is None or (before.task is Task.DONE and (topic or heard.choice)):
        return _change_of_mind(before, heard, topic) or begin(topic or BOOK, booked)
    if topic is None or not _turns(before, heard, topic, booked):
        return before
    if Task.BOOK in (TASKS[topic], before.task):
        return begin(topic, booked)
    return State(task=TASKS[topic], topic=topic, reference=before.reference, known=before.known)


def _wanted(before: State | None, heard: UserTurn, booked: str | None) -> str | None:
    """Return the topic of the talk that a message is about; None where it is about none."""
    topic = _about_existing(heard) or own_topic(heard)
    if topic == "reschedule_booking" and not booked and _wants_a_new_one(heard):
        topic = BOOK
    if topic == BOOK and not before and not booked and _tells_of_one(heard.text):
        topic = "reschedule_booking" if heard.verdict else "check_booking"
    return topic


def own_topic(heard: UserTurn) -> str | None:
    """Return the first topic of a message that the talk is about."""
    return next((topic for topic in heard.topics if topic in TASKS), None)


def _wants_a_new_one(heard: UserTurn) -> bool:
    """Tell whether what sounds like moving a booking asks for one: "can i come the week after"."""
    words = (VERBS["reschedule_booking"], CANNOT_COME, EXISTING, OWN_TIME)
    moves = _about_existing(heard) or any(pattern.search(heard.text) for pattern in words)
    return bool(heard.text) and not moves


def _tells_of_one(text: str) -> bool:
    """Tell whether a message only tells of a booking: "i have a cold sore and im booked for wednesday"."""
    return HAS_ONE.search(text) is not None and not ANOTHER.search(text)


def _turns(before: State, heard: UserTurn, topic: str, booked: str | None) -> bool:
    """Tell whether a message turns to something else; answers to the talk's own questions often sound as if."""
    if before.task in (TASKS[topic], Task.DONE):
        return False
    if not heard.text:  # a pressed button means what it says
        return True
    if TASKS[topic] is Task.BOOK:
        return ANOTHER.search(heard.text) is not None
    verb = VERBS.get(topic)
    if before.task is Task.BOOK:
        has_one = bool(booked) or (verb is not None and before.at is None)
        return has_one and EXISTING.search(heard.text) is not None
    return verb is not None and verb.search(heard.text) is not None


def _about_existing(heard: UserTurn) -> str | None:
    """Return what somebody wants who has a booking already ("i have an appointment thursday, need to move it")."""
    if re.search(WHAT_BOOKED, heard.text, re.I):
        return "check_booking"
    if ANOTHER.search(heard.text) and "book_consultation" not in heard.topics:
        return "book_consultation" if set(heard.topics) & set(TASKS) else None
    wanted = [topic for topic, words in VERBS.items() if words.search(heard.text)]
    return wanted[0] if wanted and EXISTING.search(heard.text) else None


def _change_of_mind(before: State | None, heard: UserTurn, topic: str | None) -> State | None:
    """Return the state after a booking when the message changes it ("can we do 4 instead"), else None."""
    changes = heard.choice or (topic == "book_consultation" and CHANGE.search(heard.text))
    return before if before and before.task is Task.DONE and changes else None


def begin(topic: str, booked: str | None) -> State:
    """Return the beginning of a talk; the booking that was made or found before is the one that is meant."""
    task = TASKS[topic]
    known = bool(booked) and task is not Task.BOOK
    return State(task=task, topic=topic, reference=booked or "" if known else "", known=known)


def rested(booked: str | None, diary: TalkDiary) -> State | None:
    """Return the talk after a booking that another talk has displaced, e.g. the guided check."""
    found = diary.show(booked) if booked else None
    return done(found) if found and found.status is Status.CONFIRMED else None
