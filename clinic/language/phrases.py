"""A small language for phrases, and the lexicon that finds them in a text.

`a|b` in brackets are alternatives, `(x )?` may be left out, `..` stands for up to five words on the way,
`#` for a number, `8-19` for a number in that range.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache

from clinic.language.words import Word, split, value

_GAP = 5
_NUMBER = "#"
_RANGE = re.compile(r"\d+-\d+")
_GROUP = re.compile(r"\(([^)]*)\)(\?)?")
_PIECE = re.compile(r"(?:\([^)]*\)|\S)+")

Span = tuple[str, int, int]  # phrase, first word, last word (exclusive)
Slot = frozenset[str]


@dataclass(frozen=True)
class Target:
    """What a phrase stands for; `needs` are words of which one must be said elsewhere in the message.

    `dated`: it counts only in a message that names a past time.
    """

    kind: str
    name: str
    qualifier: str = ""
    needs: tuple[str, ...] = ()
    dated: bool = False


@dataclass(frozen=True)
class Match:
    """A phrase found at words `start` to `end` (exclusive)."""

    start: int
    end: int
    target: Target


@dataclass(frozen=True)
class _Gapped:
    """A phrase with gaps: runs of words, each word a set of alternatives."""

    phrase: str
    runs: tuple[tuple[Slot, ...], ...]
    later: Slot  # one of these words must follow; empty where a number would do

    def possible(self, said: Set[str]) -> bool:
        """Return False where the words of a message rule the phrase out: most are, at a glance."""
        return not self.later or not self.later.isdisjoint(said)

    def end_at(self, norms: Sequence[str], start: int) -> int | None:
        """Return where the phrase ends when it begins at `start`, the nearest end first."""
        place = start
        for number, run in enumerate(self.runs):
            found = _run_at(norms, place, run, _GAP if number else 0)
            if found is None:
                return None
            place = found + len(run)
        return place


class Lexicon:
    """Phrases compiled for search, looked up by their first word: plain ones whole, those with a gap run by run.

    With `compete` a phrase inside a longer one is dropped; without, only what lies inside an ignored phrase is.
    Why not spaCy's matchers: docs/decisions/0010-phrases-in-a-dictionary.md.
    """

    def __init__(self, pairs: Iterable[tuple[str, Target]], *, compete: bool = True) -> None:
        self._compete = compete
        self._targets: dict[str, tuple[Target, ...]] = {}
        self._lengths: dict[str, set[int]] = {}  # of the plain phrases that begin with a word
        self._gapped: dict[str, list[_Gapped]] = {}
        self._numbered: list[_Gapped] = []
        self._edges: dict[str, tuple[int, int]] = {}
        self.vocabulary: set[str] = set()
        for phrase, target in pairs:
            self._add(phrase, target)
        self.vocabulary -= {"..", _NUMBER, ""}

    def find(self, words: Sequence[Word], counts: Callable[[Target], bool] = lambda target: True) -> list[Match]:
        """Return the matches in the order of the text; a phrase inside a longer one is dropped.

        Only targets that satisfy `counts` are looked for, so that the others do not stand in their way.
        """
        norms = [word.norm for word in words]
        said = set(norms)
        spans: list[Span] = []
        for start, norm in enumerate(norms):
            for length in self._lengths.get(norm, ()):
                name = " ".join(norms[start : start + length])
                if name in self._targets and start + length <= len(norms):
                    spans.append((name, start, start + length))
            for gapped in self._gapped.get(norm, []) + (self._numbered if value(norm) is not None else []):
                end = gapped.end_at(norms, start) if gapped.possible(said) else None
                spans += [(gapped.phrase, start, end)] if end else []
        spans = [span for span in spans if any(map(counts, self._targets[span[0]]))]
        spans.sort(key=lambda span: (span[1] - span[2], span[0] in self._edges, not self._ignores(span[0])))
        matches = self._longest(spans) if self._compete else self._outside_ignored(spans)
        return [match for match in matches if counts(match.target)]

    def _ignores(self, phrase: str) -> bool:
        return self._targets[phrase][0].kind == "ignore"

    def _outside_ignored(self, spans: list[Span]) -> list[Match]:
        """Keep every match but those inside a phrase that is to be passed over."""
        matches = [Match(start, end, target) for phrase, start, end in spans for target in self._targets[phrase]]
        ignored = [(match.start, match.end) for match in matches if match.target.kind == "ignore"]
        kept = [match for match in matches if not any(a <= match.start and match.end <= b for a, b in ignored)]
        return sorted(kept, key=lambda match: (match.start, match.end))

    def _longest(self, spans: list[Span]) -> list[Match]:
        """Drop what lies inside a longer phrase; the words in the gap of a longer phrase stay free."""
        taken: dict[int, tuple[int, int, bool]] = {}
        matches: list[Match] = []
        for phrase, start, end in spans:
            head, tail = self._edges.get(phrase, (end - start, 0))
            anchors = {*range(start, start + head), *range(end - tail, end)}
            others = [taken[place] for place in anchors if taken.get(place, (start, end, False))[:2] != (start, end)]
            if len(others) == len(anchors) or any(plain for _, _, plain in others):
                continue
            taken.update(dict.fromkeys(anchors, (start, end, phrase not in self._edges)))
            matches += [Match(start, end, target) for target in self._targets[phrase]]
        return sorted(matches, key=lambda match: (match.start, match.end))

    def _add(self, phrase: str, target: Target) -> None:
        alone = (target,)  # one for all that the phrase stands for: half of the lexicon's memory was its lists
        patterned = _is_pattern(phrase)
        pieces = [_forms(piece, patterned) for piece in _PIECE.findall(phrase)]
        for name in _rows(pieces):
            known = self._targets.get(name, ())
            if target in known:
                continue
            self._targets[name] = known + alone
            if not known and patterned and _is_pattern(name):
                self._add_gapped(name)
            elif not known:
                self._lengths.setdefault(name.partition(" ")[0], set()).add(name.count(" ") + 1)
        self.vocabulary.update(*(form.replace("|", " ").split(" ") for forms in pieces for form in forms))

    def _add_gapped(self, name: str) -> None:
        runs = tuple(tuple(map(_slot, run.split())) for run in name.split(" .. "))
        self._edges[name] = (len(runs[0]), len(runs[-1]))
        last = runs[-1][-1]
        later = frozenset() if any(choice == _NUMBER or _RANGE.fullmatch(choice) for choice in last) else last
        for first in runs[0][0]:
            numbered = first == _NUMBER or _RANGE.fullmatch(first)
            (self._numbered if numbered else self._gapped.setdefault(first, [])).append(_Gapped(name, runs, later))


@cache
def _slot(choices: str) -> Slot:
    return frozenset(choices.split("|"))


def _run_at(norms: Sequence[str], place: int, run: Sequence[Slot], reach: int) -> int | None:
    """Return the first place within `reach` words of `place` where `run` stands; marks end the search."""
    for start in range(place, min(place + reach, len(norms) - len(run)) + 1):
        if all(_fits(norms[start + step], slot) for step, slot in enumerate(run)):
            return start
        if not norms[start][0].isalnum():
            return None
    return None


def _is_pattern(phrase: str) -> bool:
    """True when a phrase has a gap or a number, and is more than a row of words."""
    return ".." in phrase or _NUMBER in phrase or bool(_RANGE.search(phrase))


def _fits(norm: str, slot: Slot) -> bool:
    if norm in slot or (_NUMBER in slot and value(norm) is not None):
        return True
    amount = value(norm) if norm[0].isdigit() else None
    ranges = (choice.split("-") for choice in slot if _RANGE.fullmatch(choice))
    return amount is not None and any(float(low) <= amount <= float(high) for low, high in ranges)


@cache
def _normal(part: str) -> str:
    """Normalise one part of a phrase like the words of a text; `..`, ranges and the bars of a slot stay."""
    if part == ".." or _RANGE.fullmatch(part):
        return part
    return "|".join(" ".join(word.norm for word in split(choice)) for choice in part.split("|"))


def expand(phrase: str) -> list[str]:
    """Return the rows of words that a phrase stands for; with a gap, one-word alternatives stay a slot."""
    return _rows([_forms(piece, _is_pattern(phrase)) for piece in _PIECE.findall(phrase)])


def _rows(pieces: Iterable[Sequence[str]]) -> list[str]:
    rows = [""]
    for forms in pieces:
        rows = [f"{row} {form}" if row and form else row or form for row in rows for form in forms]
    return rows


@cache
def _forms(piece: str, slots: bool) -> list[str]:
    """Return what a piece of a phrase, from blank to blank outside of brackets, stands for, normalised."""
    first, *groups = _GROUP.split(piece)  # alternatives, whether they may be left out, and the text behind them
    parts = [[first]]
    for choices, optional, text in zip(groups[::3], groups[1::3], groups[2::3], strict=True):
        alternatives = choices.split("|")
        if slots and not optional:
            alternatives = _slotted(alternatives)
        parts += [alternatives + ([""] if optional else []), [text]]
    return [" ".join(map(_normal, "".join(choice).split())) for choice in itertools.product(*parts)]


def _slotted(alternatives: Sequence[str]) -> list[str]:
    """Return the alternatives of one word as one, those of several words (or Chinese characters) behind it."""
    single = [choice for choice in alternatives if len(split(choice)) == 1 and not _RANGE.fullmatch(choice)]
    return ["|".join(single)] * bool(single) + [choice for choice in alternatives if choice not in single]
