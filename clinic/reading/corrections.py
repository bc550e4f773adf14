"""Corrections inside one message: "I take warfarin, no sorry, I meant vitamin d"."""

from clinic.findings import Finding, Status
from clinic.reading.scene import Scene
from clinic.reading.vocabulary import Vocabulary

_STATED = (Status.PRESENT, Status.PAST)
_NEAR = 10  # words between what is taken back and what is said instead
Placed = tuple[int, Finding]


def corrected(findings: list[Placed], scene: Scene, vocabulary: Vocabulary) -> list[Placed]:
    """Return `findings` without what is plainly taken back: denied after "no wait", or swapped for its like.

    Only words that say so ("I meant", "it turned out") take something back; else both stay, and the stricter counts.
    """
    if not any(cue.target.name in ("swap", "instead") for cue in scene.cues):
        return findings
    back = {one for one in findings for other in findings if _takes_back(one, other, scene, vocabulary)}
    return [one for one in findings if one not in back]


def _takes_back(one: Placed, other: Placed, scene: Scene, vocabulary: Vocabulary) -> bool:
    (place, said), (later, instead) = one, other
    if place >= later or said.status not in _STATED:
        return False
    if instead.factor == said.factor:
        return instead.status is Status.ABSENT and _swaps(place, later, scene)
    like = vocabulary.factors[said.factor].kind == vocabulary.factors[instead.factor].kind
    near = instead.status in _STATED and later - place <= _NEAR
    return like and near and _swaps(place, later, scene)


def _swaps(place: int, later: int, scene: Scene) -> bool:
    """True when the words between say that what comes replaces what was."""
    kinds = {cue.target.name for cue in scene.cues if place < cue.start < later}
    before = {cue.target.name for cue in scene.cues if max(place - 5, 0) <= cue.start < place}
    return "swap" in kinds or ("mistaken" in before and "instead" in kinds)
