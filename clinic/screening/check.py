"""The guided check as content: its questions, checked at load."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic.screening.rules import Rules
from clinic.strict import ContentError, Strict, check, read_yaml


class Question(Strict):
    """One question: the factors that it names (`choices`, in order) and those that it covers besides.

    Once all of `settled_by` were denied, the question need not be put. "No" before one of the words `named`
    answers this question and no other. `medicines`: it is about what somebody takes.
    """

    id: str
    choices: tuple[str, ...]
    factors: tuple[str, ...]
    settled_by: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    medicines: bool = False

    @property
    def covers(self) -> frozenset[str]:
        """All factors that the question is about."""
        return frozenset(self.choices + self.factors)


class _Content(Strict):
    questions: tuple[Question, ...]
    catch_all: str
    asks_also: Mapping[str, str]
    same_question: tuple[frozenset[str], ...]


@dataclass(frozen=True, eq=False)
class Check:
    """The guided check: its questions in order, what a past fact `asks_also`, and of which factors another one may be
    named than was asked about (`same_question`)."""

    questions: Mapping[str, Question]
    catch_all: str
    asks_also: Mapping[str, str]
    same_question: tuple[frozenset[str], ...]

    @property
    def medicines(self) -> frozenset[str]:
        """The factors of what somebody takes, which nobody stops on our account."""
        return frozenset(factor for one in self.questions.values() if one.medicines for factor in one.covers)

    @property
    def named(self) -> dict[str, tuple[str, ...]]:
        """The words by which a "no" names each question, for the vocabulary."""
        return {key: question.named for key, question in self.questions.items()}


def load_check(path: Path, rules: Rules) -> Check:
    """Return the check of the file `path`; raise `ContentError` when a factor is in no question, or in two."""
    content = check(_Content, read_yaml(path), path.name)
    covered = [factor for question in content.questions for factor in question.choices + question.factors]
    if sorted(covered) != sorted(rules.factors):
        wrong = set(rules.factors) ^ set(covered) or {factor for factor in covered if covered.count(factor) > 1}
        raise ContentError(f"{path.name}: each factor belongs to one question: {', '.join(sorted(wrong))}")
    questions = {question.id: question for question in content.questions}
    return Check(questions, content.catch_all, content.asks_also, content.same_question)
