"""Slips of the pen: a word that neither the examples nor English know is read as the nearest word of the examples.

The sentence encoder cuts "donwtime" into pieces that mean nothing. What mending is worth stands in docs/experiments.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from clinic.language import is_english

WORD = re.compile(r"[^\W\d_]+")
SHORT, LONG = 4, 8  # letters: shorter words are left alone, longer ones may be two slips away
OFTEN = 8  # examples in which a word stands before others are read as it
MOST = 20  # nearest words that are weighed


class Spelling:
    """How words are spelt in the examples; `counts` tells in how many places each word stands there."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._targets = [word for word, count in counts.items() if count >= OFTEN and len(word) >= SHORT]
        self._mended = lru_cache(maxsize=2_000)(self._mend)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Spelling:
        """Return the spelling of these texts, in whatever order: none of their words is ever changed."""
        counts = Counter(word for text in texts for word in WORD.findall(text.lower()))
        return cls(dict(sorted(counts.items())))

    def mend(self, text: str) -> str:
        """Return the text with slips mended; everything else stays as it was typed."""
        return WORD.sub(lambda found: self._mended(found[0]), text)

    def _mend(self, word: str) -> str:
        norm = word.lower()
        if len(norm) < SHORT or norm in self._counts or is_english(norm):
            return word
        reach = 2 if len(norm) >= LONG else 1
        near = process.extract(norm, self._targets, scorer=OSA.distance, score_cutoff=reach, limit=MOST)
        if len(norm) == SHORT:  # of four letters any may be another word, but for two that changed places
            near = [one for one in near if sorted(one[0]) == sorted(norm)]
        best = min(near, key=lambda one: (one[1], one[0][0] != norm[0], -self._counts[one[0]]), default=None)
        return best[0] if best else word

    def save(self, path: Path) -> None:
        """Write the counts as JSON."""
        path.write_text(json.dumps(dict(self._counts)), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Spelling:
        """Read what `save` wrote."""
        return cls(json.loads(path.read_text("utf-8")))
