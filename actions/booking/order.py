"""What a message leads to in the booking talk: the first row of `order` in `data/flows/booking.yml` that fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from actions.booking.answer import Answer
from actions.booking.arranging import Health, book
from actions.booking.existing import after, existing
from actions.booking.standing import stopped
from actions.booking.state import State
from actions.booking.table import TABLE, table
from actions.booking.talk_diary import TalkDiary
from actions.booking.terms import Act, Asked, Note, Task
from actions.booking.told import BookingInput
from actions.flows import UserTurn
from clinic.booking import Booking
from clinic.strict import ContentError

TREATMENT = re.compile(r"\b(?:treatments?|sessions?|needling|micro-?needling|dermapen|it done)\b", re.I)


@dataclass(frozen=True)
class Incoming:
    """A message in the talk: where the talk stood `before` and stands as it comes in, what it tells, what stands."""

    before: State | None
    state: State
    told: BookingInput
    heard: UserTurn
    diary: TalkDiary
    health: Health
    stands: Booking | None

    @property
    def begins(self) -> bool:
        """Whether the talk begins with this message, or begins anew."""
        return self.before is None or self.state.task is not self.before.task or self.before.task is Task.DONE


def _repeat(at: Incoming) -> Answer | None:
    """Say nothing of one's own, so that the open question is asked again; where there is none, ask when to come."""
    return None if at.state.asked else Answer(at.state, table().questions[Asked.WHEN].ask)


def _others(at: Incoming) -> Answer | None:
    """Say that other people's bookings are not told; in the middle of a talk it is said beside the open question."""
    if at.state.asked and not at.begins:
        return None
    rests = at.state if at.state.task is Task.DONE else None
    return Answer(rests, Note.OTHERS, facts={"topics": ["check_booking"]})


def _all_done(at: Incoming) -> Answer | None:
    return after(at.state, at.told, at.diary) if at.told.anything else None


def _minor(at: Incoming) -> Answer:
    at.diary.release()
    return Answer(None, Note.MINOR, facts={"said": at.health.said})


def _stop(at: Incoming) -> Answer:
    at.diary.release()
    return stopped(at.state, "cancel" in at.heard.text.lower(), at.stands)


def _restart(at: Incoming) -> Answer:
    at.diary.release()
    known = at.state.known
    state = State(at.state.task, at.state.topic, reference=at.state.reference if known else "", known=known)
    at = replace(at, before=None, state=state, told=BookingInput(acts=frozenset({Act.RESTART})))
    return _existing(at) if state.task is not Task.BOOK else _book(at)


def _existing(at: Incoming) -> Answer:
    return existing(at.state, at.told, at.diary)


def _book(at: Incoming) -> Answer:
    notes = _opening(at) if at.begins and not at.health.planning else ()
    return book(at.state, at.told, at.diary, at.health, notes)


def _opening(at: Incoming) -> tuple[str, ...]:
    """Return what is said first: what a consultation is, for those who ask for a treatment or just for a booking."""
    if Act.RESTART in at.told.acts:
        return (Note.RESTARTED,)
    treatment = TREATMENT.search(at.heard.text) and "consult" not in at.heard.text.lower()
    return (Note.CONSULTATION,) if treatment or not at.told.anything else ()


def _nothing_told(at: Incoming) -> bool:
    return not at.begins and not at.told.anything and at.health.planning == at.state.planning


ROWS: dict[str, tuple[Callable[[Incoming], bool], Callable[[Incoming], Answer | None]]] = {
    "others": (lambda at: Act.OTHERS in at.told.acts, _others),
    "all_done": (lambda at: at.state.task is Task.DONE, _all_done),
    "minor": (lambda at: at.health.minor and at.state.task is Task.BOOK, _minor),
    "stop": (lambda at: Act.STOP in at.told.acts and not at.begins, _stop),
    "unsure": (lambda at: Act.UNSURE in at.told.acts and not at.begins, _repeat),
    "restart": (lambda at: Act.RESTART in at.told.acts, _restart),
    "nothing_told": (_nothing_told, _repeat),
    "existing": (lambda at: at.state.task is not Task.BOOK, _existing),
    "book": (lambda _: True, _book),
}
"""For each row when it fits, and what it leads to; None asks the open question again."""


def respond(at: Incoming) -> Answer | None:
    """Return the answer of the talk, None when the message is nothing to it and no question is open."""
    return next(say(at) for fits, say in map(ROWS.__getitem__, table().order) if fits(at))


def check_order() -> None:
    """Raise `ContentError` where the file names a row that there is not."""
    if unknown := set(table().order) ^ set(ROWS):
        raise ContentError(f"{TABLE}: order: what of {', '.join(sorted(unknown))} is missing here or there?")
