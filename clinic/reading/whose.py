"""Who is to be treated after a message, and what else it says of the person who writes it."""

import re
from datetime import date

from clinic.language import bag, split
from clinic.reading.ages import is_minor_oneself, tells_of_child
from clinic.reading.experiencer import books_for_both, books_for_other
from clinic.reading.scene import Scene
from clinic.reading.values import Before
from clinic.reading.vocabulary import Vocabulary

_FIRST = bag("i im ive me my myself")
_CONSENT = bag("permission consent signature")  # "even with my permission?" is about the child
_THIRD = bag("he hes she shes they theyre his her hers him their")
_ONESELF = re.compile(
    r"\b(?:myself|for me|my own|(?:and|about) me|as (?:an adult|the parent)|i'?m (?:an adult|over|[2-9]\d|1[89]))\b",
    re.I,
)
_PERSON = re.compile(r"\b(?:human|person|people|some(?:one|body)|staff|team|speak|talk)\b", re.I)
_MINE = re.compile(r"\b(?:my|mine|i'?ve|i (?:have|had|got|take|use)|with|since)\b", re.I)


def of_both(scene: Scene, vocabulary: Vocabulary) -> bool:
    """Return whether the visitor and another person are both to be treated."""
    return books_for_both(scene, vocabulary)


def of_other(text: str, scene: Scene, before: Before, today: date, vocabulary: Vocabulary) -> bool:
    """Return whether somebody else than the visitor is to be treated, after `text`."""
    if _is_child(before, vocabulary) and not _ONESELF.search(text):
        return True
    if is_minor_oneself(scene, vocabulary):  # who is under age is refused, whoever comes along
        return False
    if books_for_other(scene, vocabulary) or tells_of_child(scene, today, vocabulary):
        return True
    said = {word.norm for word in split(text[:4000])}
    return before.other and (bool((_THIRD | _CONSENT) & said) or not _FIRST & said)


def _is_child(before: Before, vocabulary: Vocabulary) -> bool:
    """True where it was about somebody under age: "book me in", after "my kid is 15", means the child."""
    return before.other and any(vocabulary.factors[one.factor].minor for one in before.known)


def wants_person(text: str) -> bool:
    """Return whether a message speaks of a person to speak to."""
    return _PERSON.search(text) is not None


def speaks_of_own(text: str) -> bool:
    """Return whether a message has a word of its writer's own things or states."""
    return _MINE.search(text) is not None
