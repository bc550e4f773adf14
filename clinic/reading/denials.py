"""Denials: what a "no" reaches, what only looks like one, and answers behind a word ("keloids: no").

A denial clears, so it must be earned: clinic/language/en/denials.yml says what may stand between it and what it denies.
"""

from collections.abc import Iterator

from clinic.language import Match, bag, value
from clinic.reading.scene import Clause, Scene

_MARKS = bag(": - – — = ? / ( … | >")
_ITEM_PEOPLE = bag("diabetic pregnant breastfeeding epileptic immunosuppressed hiv asthmatic coeliac celiac")
_LACKS = frozenset(["no", "missing", "without"])
_FILLERS = bag("that im i am its it is was we like really been being have had a to saying say")
_AFTER = 6  # words behind a thing within which it may be said that it holds
_ANSWERS = frozenset(["no", "never", "none"])
_AFTER_ANSWER = bag(", i im ive . not - my we never its thats actually wait sorry still")
_ANSWERED = frozenset(["no", "not", "nope", "nah"])
_OR = frozenset(["or", "nor"])
_ENDS = frozenset(["", ",", ".", ";", "\n"])
_AFTER_BEHIND = _ENDS | bag("and / | ! but thanks not no")


def refused(match: Match, scene: Scene) -> bool:
    """ "keloids: no", "pregnant? no", "keloids were ruled out", and "no to all" after a list."""
    if any(cue.target.name == "blanket" and cue.start >= match.end for cue in scene.cues):
        return True
    behind = match.end + (scene.norm(match.end) in _MARKS | {","})
    if any(cue.target.name == "cleared" and cue.start == behind for cue in scene.cues):
        return True
    return answer_to(match, scene, "refusal", "none", "not")


def over_now(match: Match, scene: Scene) -> bool:
    """ "X? no, stopped in may", "X: not any more": the answer behind a thing says that it was there."""
    behind = range(match.end, match.end + _AFTER)
    following = min((other.start for other in scene.matches if other.start >= match.end), default=match.end + _AFTER)
    ended = [cue for cue in scene.cues if cue.target.name == "ended" and cue.start in behind and cue.start < following]
    marks = {scene.norm(place) for place in range(match.end, match.end + 2)} & _MARKS
    said = {scene.norm(place) for cue in ended for place in range(match.end, cue.end)}
    return bool(ended and marks and said & _ANSWERED)


def answer_to(match: Match, scene: Scene, *kinds: str) -> bool:
    """ "Keloids: no", "scar easily? yes": an answer stands right behind."""
    place = match.end
    while scene.norm(place) in _MARKS | scene.shapes.aside:
        place += 1
    over = scene.cues_in(scene.clause_of(match.start), "ended", "holds")  # "stopped it? no chance"
    asked = not over and "?" in {scene.norm(before) for before in range(match.end, place)}
    place += scene.norm(place) == "i"
    for cue in scene.cues:
        if cue.target.name in kinds and cue.start == place:
            following = scene.norm(cue.end)
            closes = following in _AFTER_BEHIND | scene.shapes.addressed
            return asked or (closes and (place > match.end or following in _ENDS | scene.shapes.addressed))
    return False


def holds(match: Match, clause: Clause, scene: Scene) -> bool:
    """True where what looks like a denial or an end says that the thing is there."""
    if any(cue.target.name in ("exception", "contrast") and match.start < cue.start < match.end for cue in scene.cues):
        return True  # "no allergies besides lidocaine" names what is there
    if self_too(match, scene):
        return True
    if any(
        cue.start < match.start or cue.start - match.end < _AFTER for cue in scene.cues_in(clause, "holds", "will_end")
    ):
        return True
    return any(cue.start < match.start for cue in scene.cues_in(clause, "unsure"))


def self_too(match: Match, scene: Scene) -> bool:
    """ "Nobody in my family but me": the speaker is excepted from what was said of others."""
    return any(cue.target.name == "self_too" and 0 <= cue.start - match.end < _AFTER for cue in scene.cues)


def denials(match: Match, clause: Clause, scene: Scene) -> int:
    """How many denials govern `match`: 0 none, 1 denied, 2 a double negative."""
    ahead = [cue for cue in scene.cues_in(clause, "none", "not") if _may_deny(cue, clause, scene, match)]
    if not ahead or not _reaches(ahead[-1], match, clause, scene):
        return 0
    if scene.norm(ahead[-1].start - 1) in scene.shapes.doubles or _doubted(ahead[-1], clause, scene):
        return 2
    if len(ahead) > 1:
        gap = {scene.norm(place) for place in range(ahead[-2].end, ahead[-1].start)}
        concord = scene.norm(ahead[-1].start) == "no"  # "never had no eczema"
        if gap <= _FILLERS and not concord:
            return 2
    return 1


def _doubted(cue: Match, clause: Clause, scene: Scene) -> bool:
    """ "I can't remember a time I didn't have it": what another denial says of it is denied."""
    first, _ = scene.sentence(clause.sentence)
    doubles = [place for place in range(first, cue.start) if scene.norm(place) in scene.shapes.doubles]
    between = {scene.norm(place) for place in range(doubles[-1], cue.start)} if doubles else set()
    return bool(between & scene.shapes.doubted) and not between & scene.shapes.joints


def _may_deny(cue: Match, clause: Clause, scene: Scene, match: Match) -> bool:
    """Not behind `match`, no answer, no question, and not a part of it: "I have no spleen" tells of a lack."""
    last = match.start if scene.norm(match.start) in _LACKS else match.start + 1
    if cue.start >= match.start or cue.end > last or _is_answer(cue, scene):
        return False
    opens = cue.start == clause.start and scene.norm(cue.start - 1) in _ENDS | {"?", "!"}
    return not (opens and scene.norm(cue.start) in scene.shapes.asking)


def _is_answer(cue: Match, scene: Scene) -> bool:
    """ "No, I have eczema": the "no" answers a question and denies nothing that follows."""
    said, following = scene.norm(cue.start), scene.norm(cue.end)
    if said == "no" and value(following) is not None:
        return True  # "six weeks, no four weeks ago"
    return said in _ANSWERS and following in _AFTER_ANSWER


def _reaches(cue: Match, match: Match, clause: Clause, scene: Scene) -> bool:
    if not _is_clear(cue.end, match.start, scene):
        return False
    between = [scene.norm(place) for place in range(cue.end, match.start)]
    if cue.target.name == "not":
        return not {",", "and"} & set(between) or bool(_OR & set(between[-2:]))
    if "," not in between:
        return "and" not in between or bool(_OR & set(between))
    rest = [scene.norm(place) for place in range(match.end, clause.end)]
    return _covers_list(between, rest, scene.norm(match.start))


def _is_clear(start: int, end: int, scene: Scene) -> bool:
    """True when nothing foreign stands at words `start` to `end`; a single unknown word may be an item of a list."""
    items = list(_items(start, end, scene))
    closed = bool(_OR & {scene.norm(place) for place in range(start, end)})
    return all(not item or (closed and len(item) == 1 and item is not items[-1]) for item in items)


def _items(start: int, end: int, scene: Scene) -> Iterator[list[str]]:
    """The foreign words of each item of the list at words `start` to `end`."""
    read, foreign = scene.read_places(), list[str]()
    for place in range(start, end):
        word = scene.norm(place)
        if word in scene.shapes.joints:
            yield foreign
            foreign = []
        elif place not in read and word not in scene.shapes.through:
            foreign.append(word)
    yield foreign


def _covers_list(between: list[str], rest: list[str], word: str) -> bool:
    """A list is denied to its end when it is closed by "or" or "and", or has three short items of bare nouns."""
    if word in _ITEM_PEOPLE and not _OR & set(between + rest):
        return False
    last_item = between[len(between) - between[::-1].index(",") :]
    if any(part[0].isdigit() for part in rest[:3] + last_item):
        return False
    if {"or", "nor", "any"} & set(between + rest):
        return True
    return (between + rest).count(",") >= 2 or (between.count(",") >= 1 and "and" in rest)


def denied_since(match: Match, clause: Clause, scene: Scene) -> bool:
    """ "No botox for 3 months": denied for a time only, so it is past."""
    cues = list(scene.cues_in(clause, "none"))
    if any(scene.shapes.results & {scene.norm(place) for place in range(cue.start, cue.end)} for cue in cues):
        return False
    never = any(scene.norm(cue.start) == "never" or "never" in scene.norm(cue.end - 1) for cue in cues)
    return not never and any(
        time.start >= match.end
        and time.end <= clause.end
        and time.time.kind.value == "ago"
        and "," not in {scene.norm(place) for place in range(match.end, time.start)}
        for time in scene.times
    )
