"""A message in the guided check, and what it means to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from actions.flows import UserTurn
from clinic.findings import AnswerKind
from clinic.reading import ABOUT_THE_CHECK
from clinic.screening import Answer, Next, Progress, advance, chosen
from clinic.wiring import guided_check


@dataclass(frozen=True)
class Message:
    """A message in the check. What it means to the check is found out when a row asks for it."""

    heard: UserTurn
    state: dict[str, Any]
    tracker: Tracker

    @cached_property
    def answer(self) -> tuple[Progress, AnswerKind | None]:
        """Where the check stands, and the short answer to its question: a button names its own question."""
        answers = {question: Answer(answer) for question, answer in self.state["answers"].items()}
        progress = Progress(self.state["at"], Next(self.state["asked"]), answers)
        if self.heard.choice and self.heard.choice.startswith("check/"):
            _, question, answer = self.heard.choice.split("/")
            return replace(progress, at=question, asked=Next.QUESTION), AnswerKind(answer)
        reply = self.heard.told.reply
        belongs = not (self.state.get("pending") or self.heard.told.answers) or reply.kind in ABOUT_THE_CHECK
        return progress, reply.kind if belongs and reply.fits(progress.at) else None

    @property
    def progress(self) -> Progress:
        """Where the check stands."""
        return self.answer[0]

    @property
    def kind(self) -> AnswerKind | None:
        """The short answer to its question."""
        return self.answer[1]

    @cached_property
    def advanced(self) -> Progress:
        """Where the check stands after the message."""
        if self.progress.asked is Next.END:
            return self.progress
        return advance(self.progress, self.kind, self.heard.told.new, self.heard.known, guided_check())

    @cached_property
    def after(self) -> Progress:
        """The same where screening asked what applies, and was answered."""
        if self.heard.told.answers and self.advanced.asked is Next.WHICH:
            return self.advanced.answered(Answer.UNSURE, self.heard.known, guided_check())
        return self.advanced

    @property
    def about(self) -> str | None:
        """The factor that was chosen by its place."""
        about = chosen(guided_check().questions[self.progress.at or ""], self.kind)
        return about if self.after.asked is Next.WHICH else None
