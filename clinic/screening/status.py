"""What is said about a finding: that it is there, is denied, is over, or is only asked about."""

from clinic.screening.calendar_times import Mention
from clinic.screening.content import Factor
from clinic.screening.denials import answer_to, denials, denied_since, holds, refused
from clinic.screening.model import Status, TimeKind
from clinic.screening.phrases import Match
from clinic.screening.scene import Clause, Scene
from clinic.screening.words import bag, value

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
_OPENERS = {"", "\n"} | bag(". , ! ? and so but because hi hey hello yes yeah as since hiya")
_SITES = bag("face skin cheek cheeks forehead nose chin neck area")
_FRESH = 14  # days: "rash since monday", "cold sore yesterday" are not over yet
_PAST_VERBS = frozenset(["was", "had", "did", "were", "done"])
_PRESENT_VERBS = bag(
    "am im is are have ive has take taking takes use using uses get getting gets suffer having on been be as"
)


def status_of(match: Match, factor: Factor, scene: Scene) -> Status:
    """Return what the message says about `match`, the cautious reading where it can be read in two ways."""
    clause = scene.clause_of(match.start)
    if refused(match, scene):
        return Status.ABSENT
    if answer_to(match, scene, "yes", "unsure"):
        return Status.PRESENT
    first, last = scene.sentence(clause.sentence)
    asides = scene.asides_in(first, last)
    if "withdrawn" in asides or (factor.kind == "medicine" and _was_declined(match, scene)):
        return Status.ABSENT
    owned = scene.norm(match.start - 1) == "my" and factor.kind != "event" and scene.norm(match.start) not in _SITES
    # "will my warfarin stop me" is a question and a disclosure
    if not owned and (_is_hypothetical(match, clause, scene) or _is_idle(match, factor, clause, scene)):
        return Status.HYPOTHETICAL
    if match.target.kind == "denied":
        return Status.ABSENT
    if holds(match, clause, scene):
        return Status.PRESENT
    if count := denials(match, clause, scene):
        if scene.says(clause, "anymore"):
            return Status.PAST
        if count == 1 and denied_since(match, clause, scene) and factor.kind in ("event", "medicine", "condition"):
            return Status.PAST
        return Status.ABSENT if count == 1 else Status.PRESENT
    own = clause if factor.kind == "event" else _own_part(match, clause, scene)
    return Status.PAST if _is_over(match, factor, own, scene) else Status.PRESENT


def _was_declined(match: Match, scene: Scene) -> bool:
    """A medicine was offered and refused; "I'm on warfarin and don't want to stop" refuses something else."""
    first, last = scene.sentence(scene.clause_of(match.start).sentence)
    takes = _TAKES & {scene.norm(place) for place in range(first, match.start)}
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


def _is_hypothetical(match: Match, clause: Clause, scene: Scene) -> bool:
    first, last = scene.sentence(clause.sentence)
    claims = [cue for cue in scene.cues if cue.target.name == "claims" and first <= cue.start < last]
    if claims or "wink" in scene.asides_in(0, len(scene.words)):
        return False
    everything = range(len(scene.words))
    if "trade" in scene.asides_in(first, last):
        return True
    if "general" in scene.asides_in(0, len(scene.words)) and not _SPEAKER & {scene.norm(place) for place in everything}:
        return True
    ahead = [cue for cue in scene.cues if cue.target.name == "hypothetical" and first <= cue.start <= match.start]
    if ahead:
        between = [scene.norm(place) for place in range(ahead[-1].end, match.start)]
        return not ({"im", "i"} & set(between) and scene.clause_of(ahead[-1].start) != clause)
    norms = [scene.norm(place) for place in range(first, last)]
    while norms and norms[0] in (
        "hi",
        "hello",
        "hey",
        "so",
        "and",
        "just",
        "also",
        "ok",
        "but",
        "quick",
        "question",
        ",",
    ):
        norms = norms[1:]
    if {"be", "have"} & set(norms[1:3]):
        return False
    if norms[:1] == ["did"] and norms[1:2] in (["the"], ["a"], ["my"], ["one"]) and norms[-1:] != ["?"]:
        return False  # "did the peel they suggested"
    about = norms[:1] in (["what"], ["how"]) and norms[1:2] == ["about"]
    return bool(norms) and norms[0] in _ASKING and not about and not _PERSONS & set(norms)


def _is_idle(match: Match, factor: Factor, clause: Clause, scene: Scene) -> bool:
    """True when a treatment or product is only weighed, priced or asked about, and nobody says that they had it."""
    first, last = scene.sentence(clause.sentence)
    norms = [scene.norm(place) for place in range(first, last)]
    if len(norms) <= 4 and norms[-1:] == ["?"] and not _PERSONS & set(norms) and clause.end - match.end <= 2:
        return True
    if factor.evidence == "none" or any(first <= time.start < last and _is_ago(time) for time in scene.times):
        return False
    here = {scene.norm(place) for place in range(clause.start, clause.end)}
    said = {scene.norm(place) for place in range(clause.start, clause.end) if not match.start <= place < match.end}
    kinds = {cue.target.name for cue in scene.cues if first <= cue.start < last}
    if "failed" in kinds and not {"had", "just", "recently", "last"} & set(norms):
        return True
    if {"compare", "permission"} & kinds and not {"had", "ago", "stop", "every", "daily"} & set(norms):
        return True
    if _EVIDENCE & said:
        return False
    return factor.evidence == "always" or bool(_DOUBTS & here)


def _own_part(match: Match, clause: Clause, scene: Scene) -> Clause:
    """The part of a list that speaks of `match`: what is over for one item is not over for its neighbours."""
    start, end = clause.start, clause.end
    for place in range(clause.start, clause.end):
        if scene.norm(place) == "," and place < match.start:
            start = place + 1
        if (
            scene.norm(place) == ","
            and place >= match.end
            and any(place < other.start < end for other in scene.matches)
        ):
            end = place
            break
    return Clause(start, end, clause.sentence)


def _is_over(match: Match, factor: Factor, clause: Clause, scene: Scene) -> bool:
    if factor.kind in ("implant", "plan"):
        after = any(cue.start >= match.start for cue in scene.cues_in(clause, "ended"))
        return after or (
            factor.kind == "plan" and any(clause.holds(time.start) and _is_ago(time) for time in scene.times)
        )
    if any(not _inside(cue, match) and not _to_come(cue, scene) for cue in scene.cues_in(clause, "ended")):
        return True
    if factor.kind == "medicine" and scene.norm(match.start - 1) == "off":
        return True
    past = [
        time
        for time in scene.times
        if clause.holds(time.start) and _is_ago(time) and not match.start <= time.start < match.end
    ]
    if factor.kind != "event":
        past = [time for time in past if time.time.days or not time.time.vague]
    begun = any(scene.norm(cue.start) != "still" or factor.kind != "event" for cue in scene.cues_in(clause, "start"))
    current = [
        cue for cue in scene.cues_in(clause, "now") if value(scene.norm(cue.start - 1)) is None
    ]  # "40 now" is an age
    if current and factor.kind != "event":
        return False
    if factor.kind == "event" and any(scene.norm(cue.start) == "still" for cue in scene.cues_in(clause, "start")):
        return False
    verb = _verb(match, factor, clause, scene)
    if factor.kind == "event":
        return (bool(past) and not (begun and verb == "present")) or (
            verb in ("past", "perfect") and not scene.says(clause, "planned")
        )
    if begun and not (verb == "past" and past):
        return False
    return verb in ("past", "perfect") or any(time.time.days > max(_FRESH, factor.lingers) for time in past)


def _to_come(cue: Match, scene: Scene) -> bool:
    """ "Being removed next month": the end lies ahead."""
    return scene.norm(cue.start - 1) in ("being", "be", "getting", "get", "to", "until", "till")


def _inside(cue: Match, match: Match) -> bool:
    """ "Stopped the pill for a baby": what ended is not what the phrase stands for."""
    return match.start <= cue.start and cue.end <= match.end and match.end - match.start - (cue.end - cue.start) > 3


def _is_ago(time: Mention) -> bool:
    return time.time.kind is TimeKind.AGO and not time.span


def _verb(match: Match, factor: Factor, clause: Clause, scene: Scene) -> str:
    """The tense of the last verb before `match` in its clause: past, present, perfect ("I've had") or none."""
    for place in range(match.end - 1, clause.start - 1, -1):
        norm = scene.norm(place)
        if factor.kind == "condition" and match.start < place < match.end:
            continue  # "hba1c was 10" is a reading, not an end
        if norm == "got":
            has = scene.norm(place - 1) in ("have", "ive", "has", "hes", "shes", "theyve")
            return "past" if factor.kind == "event" and not has else "present"
        if norm == "were" and scene.norm(place - 1) in _OPENERS:
            return "present"  # "we're", typed without the apostrophe
        if norm in _PAST_VERBS:
            return "perfect" if scene.norm(place - 1) in ("have", "ive", "has", "hes", "shes") else "past"
        if norm in _PRESENT_VERBS:
            return "present"
    return "none"
