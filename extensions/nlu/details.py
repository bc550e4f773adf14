"""What a question is about beside its topic: a concern (acne scars) or an area (neck), found by its words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from spacy.matcher import PhraseMatcher

from extensions.nlu.tokens import blank

AREAS = frozenset({"eyes", "lips", "neck", "scalp", "hands", "body", "back", "genitals"})


class Details:
    """Phrases with the id of the concern or area they name, from the synonyms of data/nlu/concerns.yml."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = dict(phrases)
        self._matcher = PhraseMatcher(blank().vocab, attr="LOWER")
        for phrase, detail in self._phrases.items():
            forms = {phrase, f"{phrase}s"} - (self._phrases.keys() - {phrase})  # "neck" and "necks"
            self._matcher.add(detail, [blank().make_doc(form) for form in forms])

    def find(self, text: str) -> dict[str, str]:
        """Return {"concern": id} and/or {"area": id}; the longest match wins, then the first."""
        doc = blank().make_doc(text)
        matches = sorted(self._matcher(doc), key=lambda match: (match[1] - match[2], match[1]))
        found: dict[str, str] = {}
        for key, _, _ in matches:
            detail = blank().vocab.strings[key]
            found.setdefault("area" if detail in AREAS else "concern", detail)
        return found

    def without(self, text: str) -> str:
        """Return a text without the words that name a concern or an area."""
        doc = blank().make_doc(text)
        named = {place for _, start, end in self._matcher(doc) for place in range(start, end)}
        return " ".join(token.text for token in doc if token.i not in named)

    def save(self, path: Path) -> None:
        """Write the phrases as JSON."""
        path.write_text(json.dumps(self._phrases), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Details:
        """Read what `save` wrote."""
        return cls(json.loads(path.read_text(encoding="utf-8")))
