"""The booking talk as a table: nothing of it is missing, and no word of the talk is misspelt in silence."""

from datetime import datetime, timezone
from typing import Any

import pytest

from actions.booking import order
from actions.booking.listening import CHANGES, COURTESIES
from actions.booking.state import TASKS, State, dump, load
from actions.booking.table import table
from actions.booking.terms import Act, Asked, Task
from actions.booking.told import BookingInput
from actions.booking.words import ASIDES, SHORTLY, WISHES
from clinic.booking.model import Closed, OutsideWindow
from clinic.language.dates import Window
from clinic.strict import ContentError

AT = datetime(2026, 11, 27, 15, tzinfo=timezone.utc)
WINDOW = (Window(AT, AT),)


def test_every_question_has_its_sentences() -> None:
    assert set(table().questions) == set(Asked) - {Asked.NOTHING, Asked.LATER}
    assert set(table().put_off) == set(TASKS.values()) - {Task.FIND}


def test_every_reason_why_a_time_cannot_be_had_is_told() -> None:
    why = (*Closed.__annotations__["why"].__args__, *OutsideWindow.__annotations__["why"].__args__)
    assert set(table().refused) == {"taken", "day_full", "holds_too_many", *why}


def test_what_the_readers_read_are_acts() -> None:
    assert {*WISHES, *ASIDES, *SHORTLY, *COURTESIES.values(), *(act for acts in CHANGES.values() for act in acts)} <= {
        *Act
    }
    assert set(table().asides) == set(ASIDES) and set(table().changes) == set(CHANGES)


def test_a_word_that_is_no_act_is_refused() -> None:
    with pytest.raises(ValueError, match="yess"):
        BookingInput(acts=frozenset({"yess"}))


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (State(), Asked.WHEN),
        (State(options=(WINDOW, WINDOW)), Asked.DAY),
        (State(offered=(AT,)), Asked.WHICH),
        (State(at=AT), Asked.PERSON),
        (State(at=AT, phone="+12125550184"), Asked.NAME),
        (State(at=AT, person="Ana Lopez"), Asked.CONTACT),
        (State(at=AT, person="Ana Lopez", email="ana@example.com"), Asked.CONFIRM),
        (State(Task.MOVE, at=AT), Asked.MOVE),
        (State(Task.MOVE), Asked.WHEN),
    ],
)
def test_what_is_missing_is_asked_in_order(state: State, asked: Asked) -> None:
    assert table().question(state) is asked


@pytest.mark.parametrize(
    "stored", [{"task": "move", "asked": "which", "offered": [AT.isoformat()]}, {"asked": "later"}]
)
def test_a_state_is_stored_in_the_words_of_before(stored: dict[str, Any]) -> None:
    state = load(stored)
    assert isinstance(state.asked, Asked) and isinstance(state.task, Task)
    assert dump(state) == {"task": "book", "topic": "book_consultation", **stored}


def test_a_row_that_there_is_not_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "table", lambda: table().copy(update={"order": ("others", "sing")}))
    with pytest.raises(ContentError, match=r"booking\.yml"):
        order.check_order()
