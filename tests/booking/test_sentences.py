"""Every sentence that the booking talk can say exists, and every one that exists can be said."""

import ast
import re
from pathlib import Path

from clinic.booking.model import Closed, OutsideWindow
from tests.content import responses

CODE = "\n".join(
    path.read_text("utf-8").replace("from __future__ import annotations", "")
    for path in Path("actions/booking").glob("*.py")
)
QUESTIONS = {"when", "which", "day", "person", "name", "contact", "confirm", "move"}  # of plan.question
OTHERS = {"change", "cancel", "reference"}  # asked by name
REASONS = {
    *Closed.__annotations__["why"].__args__,
    *OutsideWindow.__annotations__["why"].__args__,
}


def test_questions_have_a_long_and_a_short_form_and_reasons_a_sentence() -> None:
    ends = {f"ask_{name}" for name in QUESTIONS} | {f"again_{name}" for name in QUESTIONS | OTHERS} | REASONS
    assert {end for end in ends if f"utter_booking_{end}" not in responses()} == set()


def test_every_sentence_is_named_in_the_code_or_by_a_question() -> None:
    computed = {f"ask_{name}" for name in QUESTIONS} | {f"again_{name}" for name in QUESTIONS | OTHERS} | REASONS
    computed |= {"phone_unclear", "email_unclear"} | {
        f"{name}_needed" for name in ("when", "person", "name", "contact")
    }
    ends = {key.removeprefix("utter_booking_") for key in responses() if key.startswith("utter_booking_")}
    assert {end for end in ends - computed if not re.search(rf'"(utter_booking_)?{end}"', CODE)} == set()


def test_what_the_code_names_exists() -> None:
    calls = [node for node in ast.walk(ast.parse(CODE)) if isinstance(node, ast.Call) and len(node.args) > 1]
    answers = [call.args[1] for call in calls if getattr(call.func, "id", "") == "Answer"]
    named = {end.value for end in answers if isinstance(end, ast.Constant)}
    assert len(named) > 8
    assert {end for end in named if f"utter_booking_{end}" not in responses()} == set()
