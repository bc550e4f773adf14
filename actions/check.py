"""The guided check as a talk: a few questions, each answered once, ended by a verdict on what screening heard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.flows import BOOKING, Flow, Heard, Step, say
from actions.talk import spoken, today
from actions.verdicts import closing
from clinic.findings import AnswerKind, Outcome, Status
from clinic.reading import ABOUT_THE_CHECK
from clinic.screening import Answer, Next, Progress, advance, assess, chosen, conclude, missed
from clinic.wiring import guided_check, rules

CHECK = "eligibility_check"
ENDING = (Outcome.NOT_NOW, Outcome.CONTACT_TODAY, Outcome.SELF_CARE, Outcome.EMERGENCY)
LEAVING = BOOKING | {"human_handoff"}
MEANT = frozenset({CHECK, "affirm", "deny"})  # topics that an answer is taken for


class CheckFlow(Flow):
    """The guided check, begun by asking whether one can have it.

    State: `at`, `asked` and `answers` of the progress; `pending` while a question about a disclosure goes first;
    `about` is the factor that was chosen by its place ("the second one").
    """

    name = "screening"
    starts = frozenset({CHECK})
    buttons = "check/"
    gives_way = True

    def read(self, heard: Heard, state: dict[str, Any], tracker: Tracker) -> Step:
        """Return what follows from a message."""
        if heard.verdict and heard.verdict.outcome in ENDING:
            return Step(None, took=MEANT, understood=True)
        if LEAVING & set(heard.topics):
            return Step(None)  # what is known goes along
        if not state:
            return _begin(heard, tracker)
        progress, kind = _answer(heard, state)
        if kind is AnswerKind.STOP:
            return _end(heard, progress, tracker, "utter_check_stopped")
        if kind is AnswerKind.BACK:
            return _ask(heard, progress.back(), tracker, "back")
        if kind in (AnswerKind.EXPLAIN, AnswerKind.WHETHER):
            return _ask(heard, progress, tracker, kind.value)
        return _go_on(heard, progress, kind, tracker, pending=bool(state.get("pending")))

    def leave(self, state: dict[str, Any], tracker: Tracker) -> dict[str, Any] | None:
        """Nothing is kept elsewhere, and nothing for later."""
        return None


def _begin(heard: Heard, tracker: Tracker) -> Step:
    if assess(heard.known, today(), rules()).outcome in ENDING:  # an old button: there is nothing left to ask
        return _end(heard, Progress(), tracker)
    step = _ask(heard, Progress().at_next(heard.known, guided_check()), tracker, "first")
    return replace(step, said=[*say("utter_eligibility_check", begins=True), *step.said])


def _answer(heard: Heard, state: dict[str, Any]) -> tuple[Progress, AnswerKind | None]:
    """Where the check stands, and the short answer to its question: a button names its own question."""
    answers = {question: Answer(answer) for question, answer in state["answers"].items()}
    progress = Progress(state["at"], Next(state["asked"]), answers)
    if heard.choice and heard.choice.startswith("check/"):
        _, question, answer = heard.choice.split("/")
        return replace(progress, at=question, asked=Next.QUESTION), AnswerKind(answer)
    kind = heard.told.reply.kind
    belongs = not (state.get("pending") or heard.told.answers) or kind in ABOUT_THE_CHECK
    belongs = belongs and heard.told.reply.fits(progress.at)
    return progress, kind if belongs else None


def _go_on(heard: Heard, progress: Progress, kind: AnswerKind | None, tracker: Tracker, *, pending: bool) -> Step:
    check = guided_check()
    if progress.asked is Next.END and not heard.asked:  # the last answer had brought up a question of its own
        return _end(heard, progress, tracker)
    after = progress if progress.asked is Next.END else advance(progress, kind, heard.told.new, heard.known, check)
    if heard.asked:  # screening has put a question of its own; the check's next one waits
        return Step({**_state(after), "pending": True}, took=MEANT, understood=True)
    if heard.told.answers and after.asked is Next.WHICH:
        after = after.answered(Answer.UNSURE, heard.known, check)
    about = chosen(check.questions[progress.at or ""], kind)
    if about and after.asked is Next.WHICH:
        said = say(f"utter_ask_{about}", flow="screening")
        return Step({**_state(after), "about": about}, said, MEANT, True)
    if after == progress and not (pending or heard.told.answers):
        again = bool(set(heard.topics) - MEANT) or heard.verdict is not None
        return _ask(heard, progress, tracker, "again") if again else _miss(heard, progress, tracker)
    step = _ask(heard, after, tracker, None)
    left_open = kind in (AnswerKind.UNSURE, AnswerKind.DECLINED)
    return replace(step, said=[*say("utter_check_taken"), *step.said]) if left_open else step


def _miss(heard: Heard, progress: Progress, tracker: Tracker) -> Step:
    """Not understood: a hint, and the second time the question stays open for the clinician."""
    after = missed(progress, heard.known, guided_check())
    if after.asked is Next.MISSED:
        return Step(_state(after), say("utter_check_missed", flow="screening"), MEANT, True)
    step = _ask(heard, after, tracker, None)
    return replace(step, said=[*say("utter_check_noted"), *step.said])


def _ask(heard: Heard, progress: Progress, tracker: Tracker, lead: str | None) -> Step:
    """Put the question at which the check stands, or end it."""
    if progress.asked is Next.END:
        return _end(heard, progress, tracker)
    at = progress.at if progress.asked in (Next.QUESTION, Next.MISSED) else progress.asked.value
    verdict = assess(heard.known, today(), rules())
    held = verdict.outcome is Outcome.CLINICIAN_REVIEW  # what is known so far goes with every question
    facts = {"outcome": verdict.outcome, "factors": list(verdict.factors)} if held else {}
    said = say(f"utter_check_{at}", lead=_lead(heard, progress, lead), flow="screening", **facts)
    return Step(_state(progress), said, MEANT, True)


def _lead(heard: Heard, progress: Progress, lead: str | None) -> str | None:
    """How the question begins: what was said before is not asked again."""
    covered = guided_check().questions[progress.at or ""].covers
    stated = any(one.factor in covered and one.status is not Status.HYPOTHETICAL for one in heard.known)
    return "besides" if stated and lead in (None, "first") else lead


def _end(heard: Heard, progress: Progress, tracker: Tracker, opening: str | None = None) -> Step:
    """Say what follows from what is known; a check that was stopped clears nobody."""
    verdict = conclude(assess(heard.known, today(), rules()), progress)
    said = {part for parts, _ in spoken(tracker.events) for part in parts}
    return Step(None, closing(verdict, opening, progress.left_open, said), MEANT, True)


def _state(progress: Progress) -> dict[str, Any]:
    answers = {question: answer.value for question, answer in progress.answers.items()}
    return {"at": progress.at, "asked": progress.asked.value, "answers": answers}
