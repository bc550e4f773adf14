"""What a message is read against, and what was read: frozen values."""

from dataclasses import dataclass, field, replace
from typing import Self

from clinic.findings import Alarm, AnswerKind, Finding, Signs, Time


@dataclass(frozen=True)
class Before:
    """What the talk knows before a message.

    `known` is what was said of the person to be treated, `aside` of the other one, where there are two; `asked` the
    factor whose question is open; `other` tells that somebody else than the visitor is to be treated, `alone` that no
    other question is open, to which a mere "no" could belong, `guided` that the message answers a guided check.
    """

    known: tuple[Finding, ...] = ()
    aside: tuple[Finding, ...] = ()
    asked: str | None = None
    other: bool = False
    alone: bool = True
    guided: bool = False

    @property
    def last(self) -> str | None:
        """The factor that was spoken about last."""
        return self.known[-1].factor if self.known else None

    def turned(self) -> Self:
        """Return the talk about the other person."""
        return replace(self, known=self.aside, aside=self.known, asked=None, other=not self.other)


@dataclass(frozen=True)
class Reply:
    """A message as an answer: its kind where it is a short one or begins with one, `whole` when it says nothing else;
    a bare `time`, which is a duration where it `lasts`; and whether it asks something itself."""

    kind: AnswerKind | None = None
    whole: bool = False
    time: Time | None = None
    lasts: bool = False
    asks: bool = False
    about: frozenset[str] = frozenset()
    """The questions that a "no" names; empty where it fits any."""

    def fits(self, question: str | None) -> bool:
        """True when the answer may be one to `question`."""
        return not self.about or question in self.about


NO_REPLY = Reply()


@dataclass(frozen=True)
class Part:
    """A part of a message: what the classifier makes of it, and what its words say.

    `topic` with its `confidence`, how probable it is that it `tells` something of a person's health (both 0 to 1), and
    whether it `asks`. `words` is its length; `figures`: it has digits or an address; `known`: a phrase has read some of
    it; `left` counts the words that nothing explains; `oneself`: it speaks of its writer; `treated`: it says that a
    treatment was done.
    """

    topic: str
    confidence: float
    tells: float = 0.0
    asks: bool = False
    words: int = 0
    figures: bool = False
    known: bool = False
    left: int = 0
    oneself: bool = False
    treated: bool = False


@dataclass(frozen=True)
class Reading:
    """What a message says in its talk, without a word of it.

    `other`: somebody else than the visitor is to be treated after it, `both`: the visitor as well. `disclosures` are
    read from the message alone; `asked` is the factor whose question it may answer, `about` the one that it speaks of
    where it names none, `as_answer` what it says of that, `as_kin` the same fact
    as one of the family, where it names her instead. `ended`:
    something ended at a time in the past; `amount`: it has a number; `adds`: it goes on with a question ("and", or
    "about" for "what about"); `mine`: it speaks of the writer's own; `wants_person`: of a person to speak to.
    """

    other: bool = False
    both: bool = False
    alarm: Alarm | None = None
    signs: Signs = field(default_factory=Signs)
    disclosures: tuple[Finding, ...] = ()
    asked: str | None = None
    about: str | None = None
    as_answer: tuple[Finding, ...] = ()
    as_kin: tuple[Finding, ...] | None = None
    reply: Reply = NO_REPLY
    tones: frozenset[str] = frozenset()
    ended: bool = False
    amount: bool = False
    adds: str | None = None
    mine: bool = False
    wants_person: bool = False
    parts: tuple[Part, ...] = ()
