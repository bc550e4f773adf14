"""What one message tells a booking talk: times, a choice, who comes and how to reach them, yes and no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from zoneinfo import ZoneInfo

from actions.booking.state import TASKS, State
from actions.booking.words import FIELDS, FILLER, NO, RESTART, STOP, YES, only, ordinal, wishes
from clinic.contact import Unclear, correct_phone, read_email, read_name, read_phone, read_reference
from clinic.dates import Reading, Window, leftover, parse

NO_TIME = Reading("nothing")
OURS = frozenset(TASKS) | {"affirm", "deny", "thanks", "greet", "goodbye"}
"""Topics whose messages may be answers to the talk's questions."""
ABOUT_TIME = frozenset({"later", "earlier", "more", "wrong_time"})
SURE = 0.5
"""From this probability on a lone phrase is a question ("side effects"), not a name."""
PERSON = ("person", "name", "change", "reference")
COURTESIES = {"affirm": "yes", "deny": "no", "goodbye": "stop"}
AGREE = ("confirm", "move", "cancel")


@dataclass(frozen=True)
class Place:
    """What reading depends on beside the message: the clock and where the clinic is."""

    now: datetime
    zone: ZoneInfo
    region: str
    area_code: str
    prefix: str


@dataclass(frozen=True)
class Told:
    """What was read; empty values were not said. `foreign`: some part of the message asks something else."""

    reading: Reading = NO_TIME
    at: datetime | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    reference: str = ""
    unclear: str = ""
    acts: frozenset[str] = frozenset()
    foreign: bool = False

    @property
    def anything(self) -> bool:
        """Whether the message meant anything to the talk."""
        return replace(self, foreign=False) != Told()


def listen(text: str, clauses: Sequence[dict[str, Any]], state: State, place: Place) -> Told:
    """Return what a typed message tells; `clauses` are its parts, each with its most probable topic."""
    told = _contact(text, state, place)
    mine = [clause["text"] for clause in clauses if _mine(clause, state, place)]
    own = text if len(mine) == len(clauses) else ", ".join(mine)
    told = replace(told, name=told.name or _name(clauses, mine, state, told), foreign=len(mine) < len(clauses))
    told = replace(told, acts=_acts(clauses, mine, state) if mine else frozenset())
    if told.phone or told.email:  # "another e-mail" is about no time
        told = replace(told, acts=told.acts - ABOUT_TIME - {"wrong_contact"})
    if told.phone and told.phone == correct_phone(state.phone or "", text, place.region):
        return told
    return _time(own, told, state, place)


def _contact(text: str, state: State, place: Place) -> Told:
    reference = ""
    if state.task in ("move", "cancel", "find") and not state.known:
        reference = read_reference(text, place.prefix) or ""
    bare = re.sub(rf"\b{place.prefix}[\s#-]*[\d -]+", " ", text, flags=re.I)
    phone, email = read_phone(bare, place.region, place.area_code), read_email(text)
    fixed = correct_phone(state.phone, text, place.region) if state.phone else None
    unclear = "email" if isinstance(email, Unclear) else "phone" if isinstance(phone, Unclear) and not reference else ""
    return Told(
        phone=fixed or (phone if isinstance(phone, str) else ""),
        email=email if isinstance(email, str) else "",
        reference=reference,
        unclear="" if fixed else unclear,
    )


def _mine(clause: dict[str, Any], state: State, place: Place) -> bool:
    """Tell whether a part belongs to the talk and is no question or disclosure of its own."""
    text = clause["text"]
    fixed = state.phone and correct_phone(state.phone, text, place.region)
    if clause["topic"] in OURS or fixed or _has_contact(text, place):
        return True
    if only(text, "|".join((YES, NO, STOP, RESTART))) or _asks_about_talk(text, state):
        return True
    if state.offered and ordinal(text) is not None:
        return True
    return _only_time(text, state, place) or bool(_person(clause, state))


def _has_contact(text: str, place: Place) -> bool:
    found = (read_phone(text, place.region, place.area_code), read_email(text), read_reference(text, place.prefix))
    return any(found)


def _asks_about_talk(text: str, state: State) -> bool:
    return bool(wishes(text) & _open_acts(state)) and len(text.split()) <= 12


def _open_acts(state: State) -> frozenset[str]:
    """Return the wishes that make sense now: "lost" only where a reference was asked for."""
    found = {"withdraw"} if state.contact else set()
    if state.asked in ("person", "contact", "reference") or state.contact:
        found |= {"refuse", "other_contact", "will_call"}
    if state.asked in ("confirm", "change"):
        found |= {"wrong_contact", "wrong_name", "wrong_time"}
    if state.asked in ("which", "when", "day"):
        found |= {"more"}
    if state.offered or state.at:
        found |= {"later", "earlier", "wrong_time"}
    if state.asked == "reference":
        found |= {"lost"}
    return frozenset(found)


def _only_time(text: str, state: State, place: Place) -> bool:
    """Tell whether a part is about nothing but time."""
    anchor = _anchor(text, state)
    if parse(text, place.now, place.zone, said=anchor).kind == "nothing":
        return False
    left = leftover(text, place.now, place.zone, anchor)
    return all(word in FILLER or word.isdigit() for word in re.findall(r"[\w']+", left))


def _anchor(text: str, state: State) -> datetime | None:
    """Return the time that "an hour later" and "at 4" are about; a wish that was refused only counts for "same time"."""
    refused = state.task == "book" and state.at is None and "same" not in text.lower()
    return None if refused else state.at or state.since


def _acts(clauses: Sequence[dict[str, Any]], mine: Sequence[str], state: State) -> frozenset[str]:
    """Return the wishes and short answers that mean something to the open question."""
    topics = {clause["topic"] for clause in clauses if clause["text"] in mine and clause["confidence"] >= SURE}
    short = {"stop": STOP, "restart": RESTART, "yes": YES, "no": NO}
    found = {act for act, words in short.items() if any(only(text, words) for text in mine)}
    if len(topics) == 1:
        found |= {act for topic, act in COURTESIES.items() if topic in topics}
    if state.asked not in (*AGREE, "which", "day", "change"):
        found.discard("no")
    if state.asked not in (*AGREE, "change") and state.task != "done" and len(state.offered) != 1:
        found.discard("yes")
    own = ", ".join(mine)
    found |= wishes(own) & _open_acts(state)
    if state.asked == "change":
        found |= {f"wrong_{what}" for what, words in FIELDS.items() if only(own, words)}
    return frozenset(found)


def _name(clauses: Sequence[dict[str, Any]], mine: Sequence[str], state: State, told: Told) -> str:
    found = [_person(clause, state, bool(told.phone or told.email)) for clause in clauses if clause["text"] in mine]
    return next((name for name in found if name), "")


def _person(clause: dict[str, Any], state: State, contact: bool = False) -> str:
    """Return the name that a part gives: said as one, alone where it was asked for, or beside a contact."""
    text = re.sub(r"^(?:(?:no|sorry|actually|wait|oh|ok)[ ,]+)+(?=\w+ \w)", "", clause["text"], flags=re.I)
    spelt = re.sub(r"\bwith (?:an?|one|two|three|double|no|1|2) \w{1,2}\b.*", "", text, flags=re.I)
    if said := read_name(spelt, asked=spelt != text and bool(state.person)):
        return _corrected(state.person, said)
    sure_question = clause["topic"] not in OURS | {"out_of_scope", "bot_challenge"} and clause["confidence"] >= SURE
    if sure_question or not (state.asked in PERSON or contact) or (state.person and state.asked not in PERSON):
        return ""
    pieces = re.split(r"[,;\n]|\s-\s", text)
    return next((name for piece in pieces if (name := read_name(piece.strip(), asked=True))), "")


def _corrected(old: str, new: str) -> str:
    """Return the whole name after one word of it was said again ("Ana Lopez", "Anna" is "Anna Lopez")."""
    words = old.split()
    if len(words) < 2 or " " in new:
        return new
    likeness = [SequenceMatcher(None, word.lower(), new.lower()).ratio() for word in words]
    best = max(range(len(words)), key=lambda n: likeness[n])
    return " ".join([*words[:best], new, *words[best + 1 :]]) if likeness[best] >= 0.6 else new


def _time(own: str, told: Told, state: State, place: Place) -> Told:
    """Add the time that the talk's own parts name, or the choice among what is offered."""
    if state.task not in ("book", "move", "done") or not own:
        return told
    text = new_time(own) if state.task == "move" else own
    reading = parse(text, place.now, place.zone, said=_anchor(text, state))
    inside = [at for at in state.offered if any(w.start <= at < w.end for w in reading.windows)]
    if len(inside) == 1 and state.asked in ("which", "day"):
        return replace(told, at=inside[0])
    place_in_list = ordinal(own) if state.offered and state.asked == "which" else None
    if len(state.offered) == 1 and "yes" in told.acts:
        return replace(told, at=state.offered[0])
    if place_in_list is not None and not inside and place_in_list < len(state.offered):
        return replace(told, at=state.offered[place_in_list], acts=told.acts - {"later", "earlier", "no", "yes"})
    if reading.kind == "nothing":
        return told
    return replace(told, reading=reading, acts=told.acts - ABOUT_TIME - {"yes"})


APPOINTMENT = r"(?:appointment|appt|booking|consultation|slot|visit)"
OLD_TIME = (
    rf"\b(?:my|the|our) (?:\S+ ){{0,3}}?{APPOINTMENT}\b"
    rf"|\b(?:{APPOINTMENT}|booked(?: in)?|coming(?: in)?|have (?:it|one)) (?:(?:is|was|for|on|at|this|next) )*"
    r"\S+(?: at \S+)?(?= (?:and|but|can|could|to|need|i)\b|,|\.|$)"
)


def new_time(text: str) -> str:
    """Return a wish to move without the time of the old appointment ("my thursday appointment", "booked for 3")."""
    return re.sub(OLD_TIME, " ", text, flags=re.I)


def inside(windows: Sequence[Window], others: Sequence[Window]) -> tuple[Window, ...]:
    """Return the stretches that lie in both."""
    both = {(max(a.start, b.start), min(a.end, b.end)) for a in windows for b in others}
    return tuple(Window(start, end) for start, end in sorted(both) if start < end)


def chosen(choice: str, state: State, place: Place) -> Told:
    """Return what a pressed button of the talk tells; an old one that no longer fits chooses its time anew."""
    what, _, value = choice.removeprefix("booking_").partition("_")
    if what == "no":
        return Told(acts=frozenset({"no"}))
    if what == "cancel":
        fits = state.asked == "cancel" and state.reference == value
        return Told(acts=frozenset({"yes" if fits else "stale"}))
    try:
        at = datetime.fromisoformat(value).replace(tzinfo=place.zone)
    except ValueError:
        return Told(acts=frozenset({"stale"}))
    if what == "day":
        whole = (Window(at, at + timedelta(days=1)),)
        same = next((o for o in state.options if o[0].start.astimezone(place.zone).date() == at.date()), whole)
        return Told(reading=Reading("windows", same))
    agreed = what == "confirm" and state.asked in AGREE and state.at == at
    return Told(acts=frozenset({"yes"})) if agreed else Told(at=at)
