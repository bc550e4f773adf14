"""The records of triage/ and signs.yml: what signs after a treatment mean; unknown keys and values are refused."""

from collections.abc import Mapping, Set

from clinic.factors import Range, SignedOff
from clinic.strict import Strict


class TriageRule(SignedOff):
    """Signs after a treatment that belong together; `needs` (any) and `unless` (none) are looked for beside them."""

    id: str
    name: str
    signs: str
    words: tuple[str, ...]


class Together(Strict):
    """Groups of signs that are an emergency only when all of them are said, and not all of `unless` beside them."""

    rule: str
    groups: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def holds(self, said: Set[str]) -> bool:
        """Return whether the groups that were `said` raise the rule."""
        return said >= set(self.groups) and not (self.unless and said >= set(self.unless))


class ChangeByDay(Strict):
    """A sign that is another one, or none (`becomes`), on some days after the treatment; see signs.yml."""

    sign: str
    becomes: str | None
    days: Range
    day_unknown: bool = False
    beside: str | None = None
    said: frozenset[str] = frozenset()
    unless_said: frozenset[str] = frozenset()

    def changed(self, signs: Set[str], said: Set[str], day: int | None) -> Set[str]:
        """Return `signs` after this change; `said` are kinds of aftercare words, `day` counts from the treatment."""
        on_day = self.day_unknown if day is None else self.days.holds(day)
        in_words = self.said <= said and self.unless_said.isdisjoint(said)
        if not (on_day and in_words and {self.sign, self.beside or self.sign} <= signs):
            return signs
        return (signs - {self.sign}) | ({self.becomes} if self.becomes else set())


class Adding(Strict):
    """Signs that are a further one together."""

    signs: frozenset[str]
    adds: str


class Covering(Strict):
    """A sign that need not be told beside one of those that cover it: `by` names them, or `by_any_but` all others."""

    sign: str
    by: frozenset[str] = frozenset()
    by_any_but: frozenset[str] | None = None

    def holds(self, signs: Set[str]) -> bool:
        """Tell whether `signs` hold one that covers it."""
        if self.by_any_but is None:
            return not self.by.isdisjoint(signs)
        return bool(signs - self.by_any_but - {self.sign})


class ByDay(SignedOff):
    """Changes in their order; each goes on from the one above it."""

    rows: tuple[ChangeByDay, ...]


class Beside(SignedOff):
    """What signs mean beside each other."""

    adds: tuple[Adding, ...]
    covers: tuple[Covering, ...]


class Recent(SignedOff):
    """Days after a treatment on which what puts one off is a sign."""

    days: Range


class Fever(SignedOff):
    """What a fever is, in groups of words and in degrees, and the sign that it is alone."""

    sign: str
    group: str
    low: str
    degrees: tuple[Range, ...]


class Combined(SignedOff):
    """What is only together an emergency."""

    rows: tuple[Together, ...]


class SignRules(Strict):
    """What signs after a treatment mean; `answers` are the kinds of answer by emergency, the most pressing first."""

    by_day: ByDay
    beside: Beside
    recent: Recent
    fever: Fever
    together: Combined
    answers: Mapping[str, str]

    @property
    def named(self) -> set[str]:
        """The rules that stand in here."""
        changes, beside = self.by_day.rows, self.beside
        return {
            *(name for row in changes for name in (row.sign, row.becomes, row.beside) if name),
            *(name for row in beside.adds for name in (*row.signs, row.adds)),
            *(name for row in beside.covers for name in (row.sign, *row.by, *(row.by_any_but or ()))),
            *(row.rule for row in self.together.rows),
            *(self.fever.sign, *self.answers),
        }

    def has_fever(self, groups: Set[str]) -> bool:
        """Return whether these groups of words tell of a fever."""
        return self.fever.group in groups and self.fever.low not in groups

    def raised(self, groups: Set[str]) -> list[str]:
        """Return the emergencies that these groups of words are together."""
        groups = groups if self.has_fever(groups) else groups - {self.fever.group}
        return [row.rule for row in self.together.rows if row.holds(groups)]

    def settled(self, signs: Set[str], said: Set[str], day: int | None) -> Set[str]:
        """Return what `signs` are on this day after the treatment, beside what was `said` and beside each other."""
        for change in self.by_day.rows:
            signs = change.changed(signs, said, day)
        signs = signs | {row.adds for row in self.beside.adds if row.signs <= signs}
        return signs - {row.sign for row in self.beside.covers if row.holds(signs)}
