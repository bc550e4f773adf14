"""Who comes and how to reach them, as a message says it or corrects it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from actions.booking.state import State
from actions.booking.told import OURS, SURE, BookingInput, Clause, Place
from actions.booking.words import APART, FILLER, RELATION
from clinic.language.dates import WEEKDAYS, any_of
from clinic.reading import (
    Unclear,
    correct_phone,
    read_email,
    read_name,
    read_phone,
    read_reference,
    without_contact,
    without_reference,
)

NAME_ASKED = ("person", "name", "change", "reference")
NO_QUESTION = OURS | {"out_of_scope", "bot_challenge"}
"""Topics that names are mistaken for."""
_WHEN = rf"(?i:next|this|tomorrow|today|on|at|noon|midday|morning|afternoon|evening|{any_of(WEEKDAYS)})\b"
_ENDS = rf"(?:{_WHEN}|(?i:actually|please|pls|instead|thanks|and|my|who|she|he|if)\b)"
CAPITALS = rf"(?:(?!{_WHEN})[^\W\d_a-z][\w'’-]*\.?(?: |$)){{1,4}}"
"""Words with a capital, or in a script without any, that name no time."""
ALONE = re.compile(CAPITALS)
FOR_WHOM = re.compile(r"\bfor ((?:[A-Z][\w'’-]+ ?){2,})")
FOR_MINE = re.compile(
    rf"\bfor my {RELATION}(?:,| called| named)? "
    rf"((?:(?!{_ENDS})[^\W\d][\w'’-]* ?){{1,3}})(?=[.!,+(\d]|$|\S+@|{_ENDS})",
    re.I,
)
"""A name after "for my daughter", up to the time or the contact."""
NOT_THAT = re.compile(r"\b([^\W\d][\w'’-]*),? (?:and )?not ([^\W\d][\w'’-]*)")
_CLOCK = r"(?:\d ?[ap]m|\d[:.]\d\d|noon)"
_CHOICE = rf"(?:{_CLOCK}|works|please|thanks|one)"
"""Ends the words that choose a time: "4 pm", "3pm works", "the second one"."""
_SMALL = r"[^\W\d_][\w'’-]+"
_I_AM = r"(?:i'?m|i am|this is) ((?:[^\W\d][\w'’-]* ?){2})"
BESIDE_CHOICE = (  # "Kofi Mensah 10 am", "10 am Kofi Mensah"
    re.compile(rf"^({CAPITALS})(?=(?:at )?\d)"),
    re.compile(rf"{_CHOICE} (?:for )?({CAPITALS})$"),
    re.compile(rf"{_CHOICE} (?i:{_I_AM})$"),
)
FOR_SMALL = re.compile(rf"(?:{_CLOCK}|\bat \d\d?) for ({_SMALL} {_SMALL})$", re.I)
FOR_WHAT = re.compile(r"needling|derma|filler|botox|laser|peel|facial", re.I)
"""Is not somebody, though it follows "for"."""
PLACE = re.compile(
    r"^(?:(?:no|number|option)\.? ?)?#?(?:\d(?:st|nd|rd|th)?(?! ?[ap]m)|first|second|third|fourth|last)(?: one)? ", re.I
)
"""Chooses by the place in the list ahead of a name: "#2 jo marsh"."""
SMALL = re.compile(rf"(?<![\w'’-]){_SMALL}(?: {_SMALL}){{1,2}}")
INTRODUCES = re.compile(rf"\b{_I_AM}$", re.I)
BEFORE_CONTACT = re.compile(r"(?<!\S)((?:(?![ap]m )[^\W\d_][\w'’.-]* ){2,3})(?=\+\d|[+(]?\d{3}|\S+@)")
"""Words between a time and a contact ("tomorrow at 11 george hill 212 …")."""
TITLED = re.compile(r"(?:[A-Z][\w'’-]+ ){1,2}[A-Z][\w'’-]+(?=$|[ ,;]+\S*[@\d])")  # "Mark Young" is not about age
BESIDE_NAME = re.compile(r"^(?:just|only|simply) | ?\((?:she|he|they)\b.*", re.I)
"""What some write beside their name: "just Ana", "Ana (she/her)"."""
TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof)"
ALIKE = 0.6


def read(text: str, state: State, place: Place) -> BookingInput:
    """Return the phone number, the e-mail address and, where one was asked for, the reference of a message."""
    bare = without_reference(text, place.prefix)
    phone, email = read_phone(bare, place.region, place.area_code), read_email(text)
    reference = _reference(text, phone if isinstance(phone, str) else "", state, place)
    fixed = correct_phone(state.phone, text, place.region) if state.phone else None
    unclear = "email" if isinstance(email, Unclear) else "phone" if isinstance(phone, Unclear) and not reference else ""
    return BookingInput(
        phone=fixed or (phone if isinstance(phone, str) else ""),
        email=email if isinstance(email, str) else "",
        reference=reference,
        unclear="" if fixed else unclear,
    )


def _reference(text: str, phone: str, state: State, place: Place) -> str:
    """Return the reference of a message where one is asked for; a phone number of nine digits is none."""
    if state.known or state.task not in ("move", "cancel", "find"):
        return ""
    return read_reference(without_contact(text, phone), place.prefix) or ""


def has_contact(text: str, state: State, place: Place) -> bool:
    """Tell whether a part of a message has a contact or a reference, or corrects one."""
    if state.phone and correct_phone(state.phone, text, place.region):
        return True
    found = (read_phone(text, place.region, place.area_code), read_email(text), read_reference(text, place.prefix))
    return any(found)


def name(clause: Clause, state: State, beside_contact: bool = False, beside_time: bool = False) -> str:
    """Return the name that a part gives: said as one, alone where it was asked for, or beside a contact or a time."""
    text = re.sub(r"^(?:(?:no|sorry|actually|wait|oh|ok)[ ,]+)+(?=\w+ \w)", "", clause["text"], flags=re.I)
    text = BESIDE_NAME.sub("", text) if state.asked in NAME_ASKED else text
    if said := _plainly(text, state):
        return said
    none = NO_QUESTION | ({"human_handoff"} if beside_contact else set())  # "Ann Fox, call me on 212 555 0148"
    question = clause["topic"] not in none and clause["confidence"] >= SURE and not TITLED.match(text)
    if question or (state.person and state.asked not in NAME_ASKED):
        return ""
    pieces = [*_pieces(text, beside_contact or state.asked in NAME_ASKED, beside_time)]
    pieces += _small(clause, state, beside_contact, beside_time)
    if beside_contact and not state.person and (before := BEFORE_CONTACT.search(text)):
        pieces += [" ".join(word for word in before[1].split() if word.lower() not in FILLER)]
    return next((found for piece in pieces if (found := read_name(piece.strip(), asked=True))), "")


def _plainly(text: str, state: State) -> str:
    """Return the name that a part says to be one, or puts right."""
    for new, old in NOT_THAT.findall(text):
        if old.lower() in state.person.lower().split():
            return corrected(state.person, new)
    for piece in (text, *APART.split(text)):
        spelt = re.sub(r"\bwith (?:an?|one|two|three|double|no|1|2) \w{1,2}\b.*", "", piece.strip(), flags=re.I)
        if said := read_name(spelt, asked=spelt != piece.strip() and bool(state.person)):
            return corrected(state.person, said)
    whom = FOR_MINE.search(text)
    known = whom and not FILLER & set(whom[1].lower().split()) and read_name(whom[1].strip(), asked=True)
    return known or ""


def _pieces(text: str, wanted: bool, beside_time: bool) -> Iterator[str]:
    """Yield what may be a name: any piece where a name is wanted, elsewhere only what is written like one."""
    if wanted:
        yield from APART.split(text)
    for pattern in (FOR_WHOM, *BESIDE_CHOICE):
        yield from pattern.findall(text)
    if beside_time:
        yield from filter(ALONE.fullmatch, map(str.strip, APART.split(text)))
        yield from INTRODUCES.findall(text)


def _small(clause: Clause, state: State, beside_contact: bool, beside_time: bool) -> Iterator[str]:
    """Yield what may be a name in small letters beside a time.

    Only where the words are no thanks or question (those have topics of their own), or follow "for" and no concern
    was named.
    """
    text = clause["text"]
    if beside_time and clause["topic"] == "out_of_scope":
        yield from filter(SMALL.fullmatch, map(str.strip, APART.split(PLACE.sub("", text))))
    if beside_contact and not state.wish and not FOR_WHAT.search(text):
        yield from FOR_SMALL.findall(text)


def whole(text: str, state: State) -> str:
    """Return the name that only the whole message gives, whose comma or full stop parts no topics.

    "my husband's name, Mark Fox" and, where a name was asked for, "Dr. Fox" and "A. Fox".
    """
    if said := re.search(r"\b\w+'s name(?: is)?[,:]? ", text):
        return read_name(text[said.end() :], asked=True) or ""
    short = state.asked in ("person", "name") and re.match(rf"(?:{TITLE}|\w)\. ", text, re.I)
    return (short and read_name(re.sub(rf"^({TITLE})\.", r"\1", text, flags=re.I), asked=True)) or ""


def corrected(old: str, new: str) -> str:
    """Return the whole name after one word of it was said again ("Ana Lopez", "Anna" is "Anna Lopez")."""
    words = old.split()
    if len(words) < 2 or " " in new:
        return new
    likeness = [SequenceMatcher(None, word.lower(), new.lower()).ratio() for word in words]
    best = max(range(len(words)), key=lambda n: likeness[n])
    return " ".join([*words[:best], new, *words[best + 1 :]]) if likeness[best] >= ALIKE else new
