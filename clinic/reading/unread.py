"""The net: what plainly tells of the speaker's medicine or illness and no phrase has read is never passed over."""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from clinic.language import Match, Target, bag, english, is_english
from clinic.reading.scene import Scene
from clinic.reading.vocabulary import Vocabulary

_NAMED = 5  # letters; shorter words are not in the list of English words
_REACH = 4  # words behind a frame that are looked at
_DOSES = frozenset(["mg", "mcg", "milligrams", "micrograms", "iu"])
_LEADING = bag("a an the my some some new these those of his her really very bad mild severe regular daily this that")
_STOPS = bag(
    "and but so because cause since for from in at when while that which to with if is are was were on i im it its "
    "every about by as after before or not then than can do does will would just"
)
_BARE = 8  # words of a fragment: "boil on my chin"
_PERSONAL = bag("i im ive id my me mine myself we our he hes she shes his her him")
_ASKING = bag(
    "? or vs than what whats which who whose how hows why when where whether if can could should will would might may "
    "like"
)
_AUXILIARIES = bag("does do did is are isnt arent any")
_ASKED = bag("can could should may do would if when must shall will to did does might until from")


def unread(scene: Scene, vocabulary: Vocabulary, *, answering: bool = False) -> list[Match]:
    """Return what tells of a medicine or an illness that no phrase of `scene` names, as matches of the catch-all.

    `answering`: the message answers a question of the check, so that a bare name tells as much as a sentence.
    """
    known = scene.read_places()
    found = [told for frame in vocabulary.net.find(scene.words) if (told := _told_by(frame, scene, known, vocabulary))]
    for place in range(len(scene.words)):
        if place not in known and (
            _stands_out(place, scene, vocabulary) or (answering and _is_name(place, scene, vocabulary))
        ):
            found.append((place, place + 1))
    return [Match(start, end, Target("factor", vocabulary.catch_all)) for start, end in dict.fromkeys(found)]


def hints(scene: Scene, vocabulary: Vocabulary) -> list[Match]:
    """Return the words of health that no phrase of `scene` has read, as matches that are only asked about."""
    known = scene.read_places()
    places = [
        place for place in range(len(scene.words)) if scene.norm(place) in vocabulary.hints and place not in known
    ]
    told = [place for place in places if _is_statement(place, scene)]
    return [Match(place, place + 1, Target("factor", vocabulary.catch_all, "hint")) for place in told]


def _is_statement(place: int, scene: Scene) -> bool:
    """True where a clause says something of a person, or is a few bare words; a question is neither."""
    clause = scene.clause_of(place)
    said = [scene.norm(near) for near in range(clause.start, clause.end)]
    personal = _PERSONAL & {word.norm for word in scene.words} or len(said) <= _BARE
    return bool(personal) and not _ASKING & set(said) and not _AUXILIARIES & set(said[:2])


def _told_by(frame: Match, scene: Scene, known: set[int], vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The words of a frame, or behind it, that tell something unread, if there are any."""
    if frame.target.name == "inner":
        return None if known & {*range(frame.start, frame.end)} else (frame.start, frame.end)
    slot = [] if scene.norm(frame.start - 1) in _ASKED else list(_slot(frame.end, scene))
    if not slot or known & set(slot):
        return None
    if frame.target.name == "takes":
        harmless = vocabulary.fillers & {scene.norm(place) for place in slot} or scene.words[slot[0]].number is not None
        return None if harmless else (slot[0], slot[-1] + 1)
    told = (place for place in slot if scene.norm(place) in vocabulary.illness or _is_name(place, scene, vocabulary))
    return next(((place, place + 1) for place in told), None)


def _slot(place: int, scene: Scene) -> Iterator[int]:
    """The places of the first few words of what follows, without articles; a mark or a small word ends it."""
    while scene.norm(place) in _LEADING:
        place += 1
    for near in range(place, place + _REACH):
        norm = scene.norm(near)
        if not norm or not norm[0].isalnum() or norm in _STOPS:
            return
        yield near


def _stands_out(place: int, scene: Scene, vocabulary: Vocabulary) -> bool:
    """True for a word that can hardly be anything but a medicine or an illness: by its ending, or a dose behind it."""
    norm = scene.norm(place)
    dosed = scene.words[place].number is None and scene.norm(place + 2) in _DOSES
    return (dosed and norm.isalpha() and norm not in vocabulary.fillers) or _ends_like_one(norm, vocabulary)


def _is_name(place: int, scene: Scene, vocabulary: Vocabulary) -> bool:
    """True for a word that ends like a medicine or an illness, or that English does not have."""
    norm = scene.norm(place)
    return (
        len(norm) >= _NAMED and norm.isalpha() and (_ends_like_one(norm, vocabulary) or _is_foreign(norm, vocabulary))
    )


def _ends_like_one(norm: str, vocabulary: Vocabulary) -> bool:
    return len(norm) > _NAMED and norm.endswith(vocabulary.endings) and norm not in vocabulary.unlike


@lru_cache(maxsize=2_000)
def _is_foreign(norm: str, vocabulary: Vocabulary) -> bool:
    """True for a word that no list knows and that is no slip of an English one."""
    if any(map(vocabulary.spelling.knows, (norm, norm.removesuffix("s")))):
        return False
    if any(is_english(part) for part in (norm, norm.removesuffix("s"))) or norm in vocabulary.fillers:
        return False
    return process.extractOne(norm, english(), scorer=OSA.distance, score_cutoff=1) is None
