"""The guided check as content: its questions and the short answers of visitors, checked at load."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic.language.phrases import Lexicon, Target
from clinic.screening.rules import Rules
from clinic.strict import ContentError, Strict, check, read_yaml

_TONES = (
    "corrections",
    "corrects_person",
    "pressing",
    "waiting",
    "worried",
    "stopping",
    "medicine",
    "violence",
    "low",
    "denies",
    "foreign",
    "ignore",
)


class Question(Strict):
    """One question: the factors that it names (`choices`, in order) and those that it covers besides.

    Once all of `settled_by` were denied, the question need not be put. "No" before one of the words `named`
    answers this question and no other.
    """

    id: str
    choices: tuple[str, ...]
    factors: tuple[str, ...]
    settled_by: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def covers(self) -> frozenset[str]:
        """All factors that the question is about."""
        return frozenset(self.choices + self.factors)


class _Content(Strict):
    questions: tuple[Question, ...]
    catch_all: str
    asks_also: Mapping[str, str]
    leads: Mapping[str, str]
    replies: Mapping[str, tuple[str, ...]]
    corrections: tuple[str, ...]
    corrects_person: tuple[str, ...]
    pressing: tuple[str, ...]
    waiting: tuple[str, ...]
    worried: tuple[str, ...]
    stopping: tuple[str, ...]
    medicine: tuple[str, ...]
    violence: tuple[str, ...]
    low: tuple[str, ...]
    denies: tuple[str, ...]
    foreign: tuple[str, ...]
    ignore: tuple[str, ...]


PLAIN = re.compile(r"[A-Za-z' -]+")  # words as said, not a pattern


@dataclass(frozen=True, eq=False)
class Check:
    """The guided check with its phrases compiled: `replies` by kind, `tones` such as a correction."""

    questions: Mapping[str, Question]
    catch_all: str
    asks_also: Mapping[str, str]
    leads: Mapping[str, str]
    replies: Lexicon
    tones: Lexicon


def load_check(path: Path, rules: Rules) -> Check:
    """Return the check of the file `path`; raise `ContentError` when a factor is in no question, or in two."""
    content = check(_Content, read_yaml(path), path.name)
    covered = [factor for question in content.questions for factor in question.choices + question.factors]
    if sorted(covered) != sorted(rules.factors):
        wrong = set(rules.factors) ^ set(covered) or {factor for factor in covered if covered.count(factor) > 1}
        raise ContentError(f"{path.name}: each factor belongs to one question: {', '.join(sorted(wrong))}")
    plain = {
        factor.id: [words for words in factor.words if PLAIN.fullmatch(words)] for factor in rules.factors.values()
    }
    leads = {factor: words[0] for factor, words in plain.items() if words}
    tones = {name: getattr(content, name) for name in _TONES}
    return Check(
        {question.id: question for question in content.questions},
        content.catch_all,
        content.asks_also,
        {**leads, **content.leads},
        _replies(content),
        _lexicon(tones, compete=False),
    )


def _replies(content: _Content) -> Lexicon:
    """A "no" that names what a question is about carries the question's id."""
    named = [
        (f"no (more |other )?{words}", Target("none", question.id))
        for question in content.questions
        for words in question.named
    ]
    return Lexicon([*((text, Target(kind, "")) for kind, texts in content.replies.items() for text in texts), *named])


def _lexicon(phrases: Mapping[str, tuple[str, ...]], *, compete: bool = True) -> Lexicon:
    return Lexicon([(text, Target(kind, "")) for kind, texts in phrases.items() for text in texts], compete=compete)
