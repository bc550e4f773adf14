"""What is only asked about, imagined, weighed, offered or refused: nothing of it is true of anybody."""

from itertools import dropwhile

from clinic.factors import Factor
from clinic.findings import TimeKind
from clinic.language import Match, bag
from clinic.reading.numeric_times import Mention
from clinic.reading.scene import Clause, Scene

_EVIDENCE = bag(
    "had have got get done did using use used having been went ive my im every regularly since just recent "
    "recently fresh new take taking took on wearing still"
)
_DOUBTS = bag(
    "? or vs better worse instead than which why what whats when how can could should would do does is explain "
    "any price prices cost benefits pain again"
)
_ASKING = bag(
    "whats hows any explain do does can is are will would should how why what who which could may did has when where"
)
_PERSONS = bag("i im ive id my me we our us mine he she his her him shes hes")
_SPEAKER = bag("i im ive id ill me my mine myself we our us had")
_TAKES = frozenset(["on", "im", "take", "taking", "using", "use", "was"])
_NOT_HAD = frozenset(["offered", "declined", "undecided"])
_HAD = frozenset(["had", "did", "done", "went", "since"])
_OPENERS = bag("hi hello hey so and just also ok but quick question ,")


def was_declined(match: Match, scene: Scene) -> bool:
    """A medicine was offered and refused; "I'm on warfarin and don't want to stop" refuses something else."""
    first, last = scene.sentence(scene.clause_of(match.start).sentence)
    takes = _TAKES.intersection(scene.norms[first : match.start])
    return (
        not takes and {"offered"} <= scene.asides_in(first, match.start) and "declined" in scene.asides_in(first, last)
    )


def _is_about(aside: Match, match: Match) -> bool:
    """An offer stands before what is offered, an open decision behind it, a refusal on either side."""
    kind = aside.target.name
    return kind == "declined" or (aside.start < match.end) == (kind == "offered")


def only_offered(match: Match, scene: Scene) -> bool:
    """True when a treatment was offered, quoted, considered or refused, and nobody says that it was had."""
    first, last = scene.sentence(scene.clause_of(match.start).sentence)
    said = [aside for aside in scene.asides if first <= aside.start < last and aside.target.name in _NOT_HAD]
    if not any(_is_about(aside, match) for aside in said):
        return False
    inside = {place for aside in said for place in range(aside.start, aside.end)}
    return not _HAD & {scene.norm(place) for place in range(first, last) if place not in inside}


def is_hypothetical(match: Match, clause: Clause, scene: Scene) -> bool:
    first, last = scene.sentence(clause.sentence)
    claims = [cue for cue in scene.cues if cue.target.name == "claims" and first <= cue.start < last]
    if claims or "wink" in scene.asides_in(0, len(scene.words)):
        return False
    if "trade" in scene.asides_in(first, last):
        return True
    if "general" in scene.asides_in(0, len(scene.words)) and _SPEAKER.isdisjoint(scene.norms):
        return True
    ahead = [cue for cue in scene.cues if cue.target.name == "hypothetical" and first <= cue.start <= match.start]
    if ahead:
        between = [scene.norm(place) for place in range(ahead[-1].end, match.start)]
        return not ({"im", "i"} & set(between) and scene.clause_of(ahead[-1].start) != clause)
    norms = tuple(dropwhile(_OPENERS.__contains__, scene.norms[first:last]))
    if {"be", "have"} & set(norms[1:3]):
        return False
    if norms[:1] == ("did",) and norms[1:2] in (("the",), ("a",), ("my",), ("one",)) and norms[-1:] != ("?",):
        return False  # "did the peel they suggested"
    about = norms[:1] in (("what",), ("how",)) and norms[1:2] == ("about",)
    return bool(norms) and norms[0] in _ASKING and not about and _PERSONS.isdisjoint(norms)


def is_idle(match: Match, factor: Factor, clause: Clause, scene: Scene) -> bool:
    """True when a treatment or product is only weighed, priced or asked about, and nobody says that they had it."""
    first, last = scene.sentence(clause.sentence)
    norms = scene.norms[first:last]
    if len(norms) <= 4 and norms[-1:] == ("?",) and _PERSONS.isdisjoint(norms) and clause.end - match.end <= 2:
        return True
    if factor.evidence == "none" or any(first <= time.start < last and is_ago(time) for time in scene.times):
        return False
    here = scene.norms[clause.start : clause.end]
    said = {*scene.norms[clause.start : match.start], *scene.norms[match.end : clause.end]}
    said |= {scene.norm(match.start)} & (_TAKES | _HAD | {"used"})  # "used (a dermaroller)", but not "my own roller"
    kinds = {cue.target.name for cue in scene.cues if first <= cue.start < last}
    if "failed" in kinds and not {"had", "just", "recently", "last"} & set(norms):
        return True
    if {"compare", "permission"} & kinds and not {"had", "ago", "stop", "every", "daily"} & set(norms):
        return True
    if _EVIDENCE & said:
        return False
    return factor.evidence == "always" or not _DOUBTS.isdisjoint(here)


def is_ago(time: Mention) -> bool:
    return time.time.kind is TimeKind.AGO and not time.span
