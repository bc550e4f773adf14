"""What stands after an exception and nobody understood: "all fine, apart from my whatsit" is asked about."""

from collections.abc import Sequence

from clinic.findings import NOW, Finding, Status
from clinic.language import Match, bag
from clinic.reading.scene import Scene

_EMPTY = bag("it this that these those here is was are be the a an my i me im ive got have of to")


def left_unread(findings: Sequence[Finding], scene: Scene, catch_all: str) -> list[Finding]:
    """Return an open finding of the catch-all factor for an exception from denials that names no factor.

    After a plain "but" only what sounds like a health fact counts; a wish, a goal or a question is no exception.
    """
    for cue in scene.cues:
        if cue.target.name in ("exception", "contrast") and _all_denied_before(cue, findings, scene):
            last = scene.sentence(scene.clause_of(cue.start).sentence)[1]
            if _is_unread(cue, last, findings, scene):
                span = (scene.words[cue.start].start, scene.words[last - 1].end)
                return [Finding(catch_all, "", Status.PRESENT, NOW, span, open=True)]
    return []


def _all_denied_before(cue: Match, findings: Sequence[Finding], scene: Scene) -> bool:
    said = "all_well" in scene.asides_in(0, cue.start)
    begin = scene.words[cue.start].start
    return said or any(one.status is Status.ABSENT and one.span[1] <= begin for one in findings)


def _is_unread(cue: Match, last: int, findings: Sequence[Finding], scene: Scene) -> bool:
    rest = range(cue.end, last)
    if all(scene.norm(place) in _EMPTY or not scene.norm(place).isalnum() for place in rest):
        return False
    begin, end = scene.words[cue.end].start, scene.words[last - 1].end
    kinds = scene.asides_in(cue.end, last)
    if "harmless" in kinds or any(begin <= one.span[0] < end for one in findings):
        return False
    return cue.target.name == "exception" or "troubled" in kinds
