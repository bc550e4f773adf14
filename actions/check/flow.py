"""The guided check as a talk: a few questions, each answered once, ended by a verdict on what screening heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.check.asking import MEANT, ask, end, state_of
from actions.check.message import Message
from actions.check.table import TABLE, table
from actions.flows import Flow, FlowResult, UserTurn, say
from actions.talk import today
from clinic.findings import AnswerKind
from clinic.screening import Next, Progress, assess, missed
from clinic.strict import ContentError
from clinic.wiring import guided_check, rules


class CheckFlow(Flow):
    """The guided check, begun by asking whether one can have it.

    State: `at`, `asked` and `answers` of the progress; `pending` while a question about a disclosure goes first;
    `about` is the factor that was chosen by its place ("the second one").
    """

    name = "screening"
    starts = frozenset({"eligibility_check"})
    buttons = "check/"
    gives_way = True

    def __init__(self) -> None:
        """Check the table; raise `ContentError` where it and this module name other rows."""
        if unknown := set(table().order) ^ set(ROWS):
            raise ContentError(f"{TABLE}: order: what of {', '.join(sorted(unknown))} is missing here or there?")

    def read(self, heard: UserTurn, state: dict[str, Any], tracker: Tracker) -> FlowResult:
        """Return what follows from a message: what the first row that fits leads to."""
        at = Message(heard, state, tracker)
        return next(step(at) for fits, step in map(ROWS.__getitem__, table().order) if fits(at))

    def leave(self, state: dict[str, Any], tracker: Tracker) -> dict[str, Any] | None:
        """Nothing is kept elsewhere, and nothing for later."""
        return None


def _ends(at: Message) -> bool:
    return at.heard.verdict is not None and at.heard.verdict.outcome in table().ended_by


def _ended(_: Message) -> FlowResult:
    return FlowResult(None, took=MEANT, understood=True)


def _left(_: Message) -> FlowResult:
    return FlowResult(None)


def _begun(at: Message) -> FlowResult:
    if assess(at.heard.known, today(), rules()).outcome in table().ended_by:  # an old button
        return end(at, Progress())
    step = ask(at, Progress().at_next(at.heard.known, guided_check()), "first")
    return replace(step, said=[*say(table().says.begins, begins=True), *step.said])


def _stopped(at: Message) -> FlowResult:
    return end(at, at.progress, table().says.stopped)


def _stepped_back(at: Message) -> FlowResult:
    return ask(at, at.progress.back(), "back")


def _explained(at: Message) -> FlowResult:
    return ask(at, at.progress, at.kind.value if at.kind else None)


def _over(at: Message) -> FlowResult:
    return end(at, at.progress)


def _waiting(at: Message) -> FlowResult:
    return FlowResult({**state_of(at.advanced), "pending": True}, took=MEANT, understood=True)


def _chosen(at: Message) -> FlowResult:
    said = say(f"utter_ask_{at.about}", flow="screening")
    return FlowResult({**state_of(at.after), "about": at.about}, said, MEANT, True)


def _stands(at: Message) -> bool:
    """Tell whether the message has changed nothing, and no other question was answered by it."""
    return at.after == at.progress and not (at.state.get("pending") or at.heard.told.answers)


def _not_understood(at: Message) -> FlowResult:
    """Ask again after something else; a hint, and the second time the question stays open for the clinician."""
    if set(at.heard.topics) - MEANT or at.heard.verdict is not None:
        return ask(at, at.progress, "again")
    after = missed(at.progress, at.heard.known, guided_check())
    if after.asked is Next.MISSED:
        return FlowResult(state_of(after), say(table().says.missed, flow="screening"), MEANT, True)
    step = ask(at, after)
    return replace(step, said=[*say(table().says.left_open), *step.said])


def _next(at: Message) -> FlowResult:
    step = ask(at, at.after)
    left_open = at.kind in (AnswerKind.UNSURE, AnswerKind.DECLINED)
    return replace(step, said=[*say(table().says.taken), *step.said]) if left_open else step


ROWS: dict[str, tuple[Callable[[Message], bool], Callable[[Message], FlowResult]]] = {
    "ended": (_ends, _ended),
    "left": (lambda at: bool(table().left_for & set(at.heard.topics)), _left),
    "begun": (lambda at: not at.state, _begun),
    "stopped": (lambda at: at.kind is AnswerKind.STOP, _stopped),
    "stepped_back": (lambda at: at.kind is AnswerKind.BACK, _stepped_back),
    "explained": (lambda at: at.kind in (AnswerKind.EXPLAIN, AnswerKind.WHETHER), _explained),
    "over": (lambda at: at.progress.asked is Next.END and not at.heard.asked, _over),
    "waiting": (lambda at: at.heard.asked, _waiting),
    "chosen": (lambda at: at.about is not None, _chosen),
    "not_understood": (_stands, _not_understood),
    "next": (lambda _: True, _next),
}
"""For each row when it fits, and what it leads to."""
