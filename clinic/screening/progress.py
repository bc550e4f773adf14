"""How far the guided check is: which question comes next, and what follows when it ends. Pure; no question clears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from clinic.findings import CHOSEN, SEVERITY, AnswerKind, Finding, Outcome, Status
from clinic.screening.check import Check, Question
from clinic.screening.judge import Verdict

_SAID = (Status.PRESENT, Status.PAST, Status.ABSENT)


class Answer(str, Enum):
    """What a question was answered with; only `none` and a fact that was read leave nothing open."""

    NONE = "none"
    TOLD = "told"
    SOME = "some"  # something applies, and it was not understood what
    UNSURE = "unsure"
    DECLINED = "declined"


OPEN = frozenset({Answer.SOME, Answer.UNSURE, Answer.DECLINED})


class Next(str, Enum):
    """What the check says next."""

    QUESTION = "question"
    WHICH = "which"  # something applies: what is it
    REST = "rest"  # one of the named things was denied: and the others
    MISSED = "missed"  # not understood: a hint, once for each question
    END = "end"


@dataclass(frozen=True)
class Progress:
    """Where the check stands: the question under way, what was said next to it, the answers in the order given."""

    at: str | None = None
    asked: Next = Next.QUESTION
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def left_open(self) -> bool:
        """True when an answer leaves something for the clinician to ask."""
        return bool(OPEN & set(self.answers.values()))

    def answered(self, answer: Answer, known: Sequence[Finding], check: Check) -> Progress:
        """Return the progress with the question under way answered, at the next open one."""
        assert self.at is not None
        return replace(self, answers={**self.answers, self.at: answer}).at_next(known, check)

    def at_next(self, known: Sequence[Finding], check: Check) -> Progress:
        """Return the progress at the first open question; `Next.END` when there is none."""
        for question in check.questions.values():
            if question.id not in self.answers and not _settled(question, known):
                return replace(self, at=question.id, asked=Next.QUESTION)
        return replace(self, at=None, asked=Next.END)

    def back(self) -> Progress:
        """Return the progress at the question answered last, or at the one under way where it is the first."""
        if not self.answers:
            return replace(self, asked=Next.QUESTION)
        *before, last = self.answers
        return Progress(last, Next.QUESTION, {key: self.answers[key] for key in before})


def advance(
    progress: Progress, kind: AnswerKind | None, new: Sequence[Finding], known: Sequence[Finding], check: Check
) -> Progress:
    """Return the progress after an answer; unchanged when the message means nothing to the question under way.

    `kind` is the short answer, `new` what the message stated, `known` all that holds now.
    """
    assert progress.at is not None
    question = check.questions[progress.at]
    stated = [one for one in new if one.factor in question.covers and one.status in _SAID]
    if answer := _answer(progress, kind, stated, _settled(question, known)):
        return progress.answered(answer, known, check)
    if kind is AnswerKind.SOME or kind in CHOSEN:
        return replace(progress, asked=Next.WHICH)
    apart = any(one.factor == check.catch_all and one.status is not Status.ABSENT for one in new)
    return replace(progress, asked=Next.REST) if stated or apart else progress


def _answer(progress: Progress, kind: AnswerKind | None, stated: Sequence[Finding], settled: bool) -> Answer | None:
    """Return what closes the question under way; None when it stays open."""
    if any(one.status is not Status.ABSENT for one in stated):
        return Answer.TOLD
    if kind is AnswerKind.NONE and progress.asked is Next.WHICH:  # "yes", "which?", "no": not cleared by that
        return Answer.SOME
    if kind in (AnswerKind.UNSURE, AnswerKind.DECLINED):
        return Answer(kind.value)
    return Answer.NONE if kind is AnswerKind.NONE or settled else None


def missed(progress: Progress, known: Sequence[Finding], check: Check) -> Progress:
    """Return the progress after a message that meant nothing: a hint first, then the next question."""
    if progress.asked in (Next.QUESTION, Next.REST):
        return replace(progress, asked=Next.MISSED)
    return progress.answered(Answer.SOME if progress.asked is Next.WHICH else Answer.UNSURE, known, check)


def chosen(question: Question, kind: AnswerKind | None) -> str | None:
    """Return the factor that "the second one" means, if the question named so many."""
    place = CHOSEN.get(kind) if kind else None
    return question.choices[place] if place is not None and place < len(question.choices) else None


def conclude(verdict: Verdict, progress: Progress) -> Verdict:
    """Return the verdict at the end: what stayed open is for a clinician, and an unfinished check never clears."""
    rank = SEVERITY[verdict.outcome or Outcome.NONE]
    if (progress.left_open or verdict.ask) and rank < SEVERITY[Outcome.CLINICIAN_REVIEW]:
        return replace(verdict, outcome=Outcome.CLINICIAN_REVIEW)
    if progress.asked is not Next.END and rank <= SEVERITY[Outcome.NO_FLAG]:
        return replace(verdict, outcome=None)
    if verdict.outcome is None:
        return replace(verdict, outcome=Outcome.NO_FLAG)
    return verdict


def _settled(question: Question, known: Sequence[Finding]) -> bool:
    denied = {one.factor for one in known if one.status is Status.ABSENT}
    return bool(question.settled_by) and denied >= set(question.settled_by)
