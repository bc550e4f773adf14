"""What a question is about beside its topic: a concern (acne scars), an area (neck) or a matter (make-up)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from spacy.matcher import PhraseMatcher

from extensions.nlu.tokens import blank, doc_of

MATTER = "matter"  # narrows the answer, where a concern or an area changes the question


class Details:
    """Phrases with what they name, "area/neck": what data/entities holds."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = dict(phrases)
        self._matcher = PhraseMatcher(blank().vocab, attr="LOWER")
        for phrase, detail in self._phrases.items():
            forms = {phrase, f"{phrase}s"} - (self._phrases.keys() - {phrase})  # "neck" and "necks"
            self._matcher.add(detail, [blank().make_doc(form) for form in forms])

    def find(self, text: str) -> dict[str, str]:
        """Return ids by kind, {"area": "neck"}; of a kind the longest match wins, then the first.

        Of two matters none is returned: the whole answer speaks of both.
        """
        doc = doc_of(text)
        matches = sorted(self._matcher(doc), key=lambda match: (match[1] - match[2], match[1]))
        named = dict.fromkeys(blank().vocab.strings[key] for key, _, _ in matches)
        found: dict[str, str] = {}
        for kind, _, detail in (name.partition("/") for name in named):
            found.setdefault(kind, detail)
        several = sum(name.startswith(MATTER) for name in named) > 1
        return {kind: detail for kind, detail in found.items() if not (several and kind == MATTER)}

    def without(self, text: str) -> str:
        """Return a text without the words that name a concern or an area."""
        doc = doc_of(text)
        named = {place for key, start, end in self._matcher(doc) if self._moves(key) for place in range(start, end)}
        return " ".join(token.text for token in doc if token.i not in named)

    def _moves(self, key: int) -> bool:
        return not blank().vocab.strings[key].startswith(MATTER)

    def save(self, path: Path) -> None:
        """Write the phrases as JSON."""
        path.write_text(json.dumps(self._phrases), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Details:
        """Read what `save` wrote."""
        return cls(json.loads(path.read_text(encoding="utf-8")))
