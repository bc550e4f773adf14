"""Denials: what a "no" reaches, what only looks like one, and answers behind a word ("keloids: no")."""

from clinic.screening.phrases import Match
from clinic.screening.scene import Clause, Scene
from clinic.screening.words import bag, value

_MARKS = bag(": - – — = ? / ( … | >")
_ITEM_PEOPLE = bag("diabetic pregnant breastfeeding epileptic immunosuppressed hiv asthmatic coeliac celiac")
_LACKS = frozenset(["no", "missing", "without"])
_FILLERS = bag("that im i am its it is was we like really been being have had a to saying say")


def refused(match: Match, scene: Scene) -> bool:
    """ "keloids: no", "pregnant? no", and "no to all" after a list."""
    for cue in scene.cues:
        if cue.target.name == "blanket" and cue.start >= match.end:
            return True
    return answer_to(match, scene, "refusal", "none", "not")


def answer_to(match: Match, scene: Scene, *kinds: str) -> bool:
    """ "Keloids: no", "scar easily? yes": an answer stands right behind."""
    place = match.end
    while scene.norm(place) in _MARKS:
        place += 1
    place += scene.norm(place) == "i"
    for cue in scene.cues:
        if cue.target.name in kinds and cue.start == place:
            following = scene.norm(cue.end)
            spoken = place > match.end or following in ("", ",", ".", ";", "\n")
            return spoken and following in ("", ",", ".", ";", "\n", "and", "/", "|", "!", "but", "thanks", "not", "no")
    return False


def holds(match: Match, clause: Clause, scene: Scene) -> bool:
    if any(cue.start < match.start or cue.start - match.end < 6 for cue in scene.cues_in(clause, "holds", "will_end")):
        return True
    return any(cue.start < match.start for cue in scene.cues_in(clause, "unsure"))


def denials(match: Match, clause: Clause, scene: Scene) -> int:
    """How many denials govern `match`: 0 none, 1 denied, 2 a double negative."""
    ahead = [
        cue for cue in scene.cues_in(clause, "none", "not") if cue.start < match.start and not _is_answer(cue, scene)
    ]
    if scene.norm(match.start) in _LACKS:  # "I have no spleen" tells of a lack
        ahead = [cue for cue in ahead if cue.end <= match.start]
    if not ahead or not _reaches(ahead[-1], match, clause, scene):
        return 0
    if len(ahead) > 1:
        gap = {scene.norm(place) for place in range(ahead[-2].end, ahead[-1].start)}
        if gap <= _FILLERS:
            return 2
    return 1


def _is_answer(cue: Match, scene: Scene) -> bool:
    """ "No, I have eczema": the "no" answers a question and denies nothing that follows."""
    if scene.norm(cue.start) == "no" and value(scene.norm(cue.end)) is not None:
        return True  # "six weeks, no four weeks ago"
    return scene.norm(cue.start) in ("no", "never", "none") and scene.norm(cue.end) in (
        ",",
        "i",
        "im",
        "ive",
        ".",
        "not",
        "-",
        "my",
        "we",
        "never",
        "its",
        "thats",
        "actually",
        "wait",
        "sorry",
        "still",
    )


def _reaches(cue: Match, match: Match, clause: Clause, scene: Scene) -> bool:
    between = [scene.norm(place) for place in range(cue.end, match.start)]
    rest = [scene.norm(place) for place in range(match.end, clause.end)]
    if any(mark in between for mark in (":", "(", "-")):
        return False
    if cue.target.name == "not" and "its" in between:  # "not eliquis, its evening primrose"
        return False
    if cue.target.name == "not":
        return (len(between) <= 4 and "," not in between and "and" not in between) or bool(
            {"or", "nor"} & set(between[-2:])
        )
    if "," not in between:
        return "and" not in between or any(word in between for word in ("or", "nor"))
    return _covers_list(between, rest, scene.norm(match.start))


def _covers_list(between: list[str], rest: list[str], word: str) -> bool:
    """A list is denied to its end when it is closed by "or" or "and", or has three short items of bare nouns."""
    if word in _ITEM_PEOPLE and not {"or", "nor"} & set(between + rest):
        return False
    last_item = between[len(between) - between[::-1].index(",") :]
    if any(part[0].isdigit() for part in rest[:3] + last_item):
        return False
    if {"or", "nor", "any"} & set(between + rest):
        return True
    return (between + rest).count(",") >= 2 or (between.count(",") >= 1 and "and" in rest)


def denied_since(match: Match, clause: Clause, scene: Scene) -> bool:
    """ "No botox for 3 months": denied for a time only, so it is past."""
    never = any(
        scene.norm(cue.start) == "never" or "never" in scene.norm(cue.end - 1) for cue in scene.cues_in(clause, "none")
    )
    return not never and any(
        time.start >= match.end and time.end <= clause.end and time.time.kind.value == "ago" for time in scene.times
    )
