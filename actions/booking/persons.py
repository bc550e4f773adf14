"""Who comes and how to reach them, as a message says it or corrects it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from actions.booking.state import State
from actions.booking.told import OURS, SURE, Clause, Place, Told
from actions.booking.words import FILLER
from clinic.contact import Unclear, correct_phone, read_email, read_name, read_phone, read_reference

NAME_ASKED = ("person", "name", "change", "reference")
NO_QUESTION = OURS | {"out_of_scope", "bot_challenge"}
"""Topics that names are mistaken for."""
FOR_WHOM = re.compile(r"\bfor ((?:[A-Z][\w'’-]+ ?){2,})")
FOR_MINE = re.compile(r"\bfor my \w+,? ((?:[A-Z][\w'’-]+ ?){1,3})[.!]?$")  # "for my daughter Lily Fox"
BEFORE_CONTACT = re.compile(r"((?:[^\W\d_][\w'’.-]* ){2,3})(?=[+(]?\d{3}|\S+@)")  # "tomorrow at 11 george hill 212..."
ALIKE = 0.6

TITLED = re.compile(r"(?:[A-Z][\w'’-]+ ){1,2}[A-Z][\w'’-]+(?=$|[ ,;]+\S*[@\d])")  # "Mark Young" is not about age


def contact(text: str, state: State, place: Place) -> Told:
    """Return the phone number, the e-mail address and, where one was asked for, the reference of a message."""
    reference = ""
    if state.task in ("move", "cancel", "find") and not state.known:
        reference = read_reference(text, place.prefix) or ""
    bare = re.sub(rf"\b{place.prefix}[\s#-]*(?:\d[\s-]?){{6}}(?!\d)", " ", text, flags=re.I)
    phone, email = read_phone(bare, place.region, place.area_code), read_email(text)
    fixed = correct_phone(state.phone, text, place.region) if state.phone else None
    unclear = "email" if isinstance(email, Unclear) else "phone" if isinstance(phone, Unclear) and not reference else ""
    return Told(
        phone=fixed or (phone if isinstance(phone, str) else ""),
        email=email if isinstance(email, str) else "",
        reference=reference,
        unclear="" if fixed else unclear,
    )


def has_contact(text: str, state: State, place: Place) -> bool:
    """Tell whether a part of a message has a contact or a reference, or corrects one."""
    if state.phone and correct_phone(state.phone, text, place.region):
        return True
    found = (read_phone(text, place.region, place.area_code), read_email(text), read_reference(text, place.prefix))
    return any(found)


def name(clause: Clause, state: State, beside_contact: bool = False) -> str:
    """Return the name that a part gives: said as one, alone where it was asked for, or beside a contact."""
    text = re.sub(r"^(?:(?:no|sorry|actually|wait|oh|ok)[ ,]+)+(?=\w+ \w)", "", clause["text"], flags=re.I)
    spelt = re.sub(r"\bwith (?:an?|one|two|three|double|no|1|2) \w{1,2}\b.*", "", text, flags=re.I)
    if said := read_name(spelt, asked=spelt != text and bool(state.person)):
        return corrected(state.person, said)
    if whom := FOR_MINE.search(text):
        return whom[1].strip()
    question = clause["topic"] not in NO_QUESTION and clause["confidence"] >= SURE and not TITLED.match(text)
    if question or (state.person and state.asked not in NAME_ASKED):
        return ""
    pieces = re.split(r"[,;\n]|\s-\s", text) if beside_contact or state.asked in NAME_ASKED else []
    pieces += FOR_WHOM.findall(text)
    if beside_contact and not state.person and (before := BEFORE_CONTACT.search(text)):
        pieces += [" ".join(word for word in before[1].split() if word.lower() not in FILLER)]
    return next((found for piece in pieces if (found := read_name(piece.strip(), asked=True))), "")


def relation(text: str) -> str:
    """Return the name that a whole message gives to "my husband's name": the comma after it parts no topics."""
    said = re.search(r"\b\w+'s name(?: is)?[,:]? ", text)
    return (said and read_name(text[said.end() :], asked=True)) or ""


def corrected(old: str, new: str) -> str:
    """Return the whole name after one word of it was said again ("Ana Lopez", "Anna" is "Anna Lopez")."""
    words = old.split()
    if len(words) < 2 or " " in new:
        return new
    likeness = [SequenceMatcher(None, word.lower(), new.lower()).ratio() for word in words]
    best = max(range(len(words)), key=lambda n: likeness[n])
    return " ".join([*words[:best], new, *words[best + 1 :]]) if likeness[best] >= ALIKE else new
