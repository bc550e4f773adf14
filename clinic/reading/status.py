"""What is said about a finding: that it is there, is denied, is over, or is only asked about."""

from clinic.factors import Factor
from clinic.findings import Status
from clinic.language import Match, bag, value
from clinic.reading.denials import answer_to, denials, denied_since, holds, over_now, refused
from clinic.reading.numeric_times import Mention
from clinic.reading.scene import Clause, Scene
from clinic.reading.supposed import is_ago, is_hypothetical, is_idle, was_declined

_OPENERS = {"", "\n"} | bag(". , ! ? and so but because hi hey hello yes yeah as since hiya")
_SITES = bag("face skin cheek cheeks forehead nose chin neck area")
_WEEK = 7
_RETURNED = bag("was went back had got came were been returned flew")
_FRESH = 14  # days: "rash since monday", "cold sore yesterday" are not over yet
_PAST_VERBS = frozenset(["was", "had", "did", "were", "done"])
_PRESENT_VERBS = bag(
    "am im is are have ive has take taking takes use using uses get getting gets suffer having on been be as"
)


def status_of(match: Match, factor: Factor, scene: Scene) -> Status:
    """Return what the message says about `match`, the cautious reading where it can be read in two ways."""
    clause = scene.clause_of(match.start)
    if over_now(match, scene):
        return Status.PAST
    if refused(match, scene):
        return Status.ABSENT
    if answer_to(match, scene, "yes", "unsure"):
        return Status.PRESENT
    first, last = scene.sentence(clause.sentence)
    asides = scene.asides_in(first, last)
    if "withdrawn" in asides or (factor.kind == "medicine" and was_declined(match, scene)):
        return Status.ABSENT
    owned = scene.norm(match.start - 1) == "my" and factor.kind != "event" and scene.norm(match.start) not in _SITES
    # "will my warfarin stop me" is a question and a disclosure
    if not owned and (is_hypothetical(match, clause, scene) or is_idle(match, factor, clause, scene)):
        return Status.HYPOTHETICAL
    if match.target.kind == "denied":
        return Status.ABSENT
    if holds(match, clause, scene):
        return Status.PRESENT
    if count := denials(match, clause, scene):
        if any(cue.start < match.start for cue in _cues_between(first, last, scene, "supposing")):
            return Status.HYPOTHETICAL
        if scene.says(clause, "anymore"):
            return Status.PAST
        if count == 1 and denied_since(match, clause, scene) and factor.kind in ("event", "medicine", "condition"):
            return Status.PAST
        return Status.ABSENT if count == 1 else Status.PRESENT
    own = clause if factor.kind == "event" else _own_part(match, clause, scene)
    return Status.PAST if _is_over(match, factor, own, scene) else Status.PRESENT


def _cues_between(first: int, last: int, scene: Scene, kind: str) -> list[Match]:
    return [cue for cue in scene.cues if cue.target.name == kind and first <= cue.start < last]


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
    if factor.kind == "condition" and _came_back(match, scene):
        return False
    if factor.kind in ("implant", "plan"):
        after = any(cue.start >= match.start for cue in scene.cues_in(clause, "ended"))
        return after or (factor.kind == "plan" and any(_is_behind(time, clause, scene) for time in scene.times))
    if ends := _ends(match, factor, clause, scene):
        return not any(_taken_back(place, scene) for place in ends)
    past = [
        time
        for time in scene.times
        if clause.holds(time.start) and is_ago(time) and not match.start <= time.start < match.end
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


def _came_back(match: Match, scene: Scene) -> bool:
    """ "I said it cleared, actually its back": what is said last of it holds."""
    _, last = scene.sentence(scene.clause_of(match.start).sentence)
    named = [cue for cue in scene.cues if cue.target.name in ("ended", "returned") and match.end <= cue.start < last]
    return bool(named) and named[-1].target.name == "returned"


def _is_behind(time: Mention, clause: Clause, scene: Scene) -> bool:
    """ "Barbados on friday" is a plan; only "back since friday" is over."""
    back = _RETURNED & {scene.norm(place) for place in range(clause.start, clause.end)}
    return clause.holds(time.start) and is_ago(time) and (time.time.days > _WEEK or bool(back))


def _to_come(cue: Match, scene: Scene) -> bool:
    """ "Being removed next month": the end lies ahead."""
    return scene.norm(cue.start - 1) in ("being", "be", "getting", "get", "to", "until", "till")


def _ends(match: Match, factor: Factor, clause: Clause, scene: Scene) -> list[int]:
    """The words at which it is said that `match` is over."""
    cues = scene.cues_in(clause, "ended")
    places = [cue.start for cue in cues if not _inside(cue, match) and not _to_come(cue, scene)]
    off = factor.kind == "medicine" and scene.norm(match.start - 1) == "off"
    return [*places, match.start - 1] if off else places


def _taken_back(place: int, scene: Scene) -> bool:
    """ "They won't let me off it", "I didn't quit": an end that is denied is none."""
    return any(scene.norm(before) in scene.shapes.doubles for before in range(place - 3, place))


def _inside(cue: Match, match: Match) -> bool:
    """ "Stopped the pill for a baby": what ended is not what the phrase stands for."""
    return match.start <= cue.start and cue.end <= match.end and match.end - match.start - (cue.end - cue.start) > 3


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
