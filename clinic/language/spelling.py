"""Slips of the pen: a long word that no phrase knows is read as the known word one or two letters away."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from clinic.language.words import Word, split

_SHORTEST, _LONG = 6, 9
LONGEST = 4000  # characters of a message that are read
AT_HAND = 8  # messages whose words are kept in memory while several readers look at them
_COMMON = 100  # what the word list counts less often is mostly misspelt itself


@dataclass(frozen=True, eq=False)
class Spelling:
    """How words are spelt: what `abbreviations` stand for, the words that are `known`, and those of them that a slip
    may be `mendable` to, in order."""

    abbreviations: Mapping[str, str]
    known: Sequence[Set[str]]
    mendable: Sequence[str]

    def knows(self, norm: str) -> bool:
        """Return whether a word has a meaning of its own."""
        return any(norm in words for words in self.known)


@lru_cache(maxsize=AT_HAND)
def words_of(text: str, spelling: Spelling) -> tuple[Word, ...]:
    """Return the words of a message as all readers take them: abbreviations written out, slips mended."""
    return tuple(mend(split(text[:LONGEST], spelling.abbreviations), spelling))


def mend(words: Sequence[Word], spelling: Spelling) -> list[Word]:
    """Return `words` with slips in words of six and more letters mended; known and ordinary words stay."""
    return [
        replace(word, norm=_mended(word.norm, spelling)) if len(word.norm) >= _SHORTEST - 1 else word for word in words
    ]


@lru_cache(maxsize=20_000)
def _mended(norm: str, spelling: Spelling) -> str:
    for known in (norm, norm.removesuffix("s")):  # "strokes"
        if spelling.knows(known):
            return known
    if not norm.isalpha() or is_english(norm):
        return norm
    reach = 2 if len(norm) >= _LONG else 1
    best = process.extractOne(norm, spelling.mendable, scorer=OSA.distance, score_cutoff=reach)
    return best[0] if best and abs(len(best[0]) - len(norm)) <= reach else norm


def is_english(norm: str) -> bool:
    """Tell whether a word of four letters or more is a common English one."""
    place = bisect_left(english(), norm)
    return english()[place : place + 1] == (norm,)


@cache
def english() -> tuple[str, ...]:
    """Return the common English words of four letters and more in order: three megabytes, a set would be twelve."""
    counts = SpellChecker().word_frequency.dictionary.items()
    return tuple(sorted(word for word, count in counts if len(word) >= _SHORTEST - 2 and count >= _COMMON))
