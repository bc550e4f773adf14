"""The parts of a message, as the classifier cut it: what the words of each say beside what it makes of them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from clinic.language import bag
from clinic.reading.scene import Scene
from clinic.reading.signs import is_after_treatment
from clinic.reading.values import Part
from clinic.reading.vocabulary import Vocabulary

Evidence = Sequence[Mapping[str, Any]]
"""What the classifier makes of a message: of each part its `text`, `topic`, `confidence`, `tells` and `asks`."""

_SHORT = 6  # words; more than that tells or asks something of its own
_GOES_ON = re.compile(r"(?:(?:ok|oh|hm+|right|so)[ ,]+)*(and|or|what about|how about|what of)\b", re.I)
_TELLS = re.compile(
    r"\b(?:i|i'?m|i'?ve|id|my|me|mine|she|he|her|his|on|take|taking|had|have|having|got|been|did|done|use|using|just|ago|last)\b",
    re.I,
)
_ONESELF = bag("i im ive id me mine myself")


def parts_of(text: str, scene: Scene, evidence: Evidence, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Return the parts of `text`, which `scene` lays out; a button has none."""
    return tuple(_part(text, scene, one, vocabulary) for one in evidence)


def adds(text: str) -> str | None:
    """Return how a few words go on with a question: "and" ("and a peel" after lasers), or "about" ("what about")."""
    goes_on = _GOES_ON.match(text)
    if not goes_on or len(text.split()) > _SHORT or _TELLS.search(text):
        return None
    return "and" if goes_on[1].lower() in ("and", "or") else "about"


def _part(text: str, scene: Scene, one: Mapping[str, Any], vocabulary: Vocabulary) -> Part:
    said = one["text"]
    start = max(text.lower().find(said.lower()), 0)  # a part may have been completed
    places = [place for place, word in enumerate(scene.words) if start <= word.start < start + len(said)]
    return Part(
        topic=one["topic"],
        confidence=one["confidence"],
        tells=one.get("tells", 0.0),
        asks=bool(one.get("asks")),
        words=len(said.split()),
        figures=any(mark.isdigit() or mark == "@" for mark in said),
        known=not scene.read_places().isdisjoint(places),
        left=len(scene.left_over(places)),
        oneself=any(scene.norm(place) in _ONESELF for place in places),
        treated=is_after_treatment(said, vocabulary),
    )
