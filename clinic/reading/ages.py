"""Ages of the person to be treated: "im 17", "my 16 year old son", "born in 2009", "turning 18 next month"."""

from datetime import date
from itertools import pairwise

from clinic.findings import NOW, Finding, Status
from clinic.language import Match, Target, bag
from clinic.language.dates import MONTHS
from clinic.reading.experiencer import is_other_person
from clinic.reading.scene import Scene
from clinic.reading.vocabulary import Vocabulary

_TEENAGED = 10  # years; of a smaller number nobody says it of a child who wants the treatment
_SELF = bag("im am is shes hes aged age only turned just turning turn nearly almost be are being")
_NOT_AGES = bag(
    "week weeks month months day days hour hours minute minutes min mins mg ml units unit percent % times stone "
    "kg lbs lb feet ft cm mm miles pounds euros dollars sessions session people of cigarettes fags st nd rd th am "
    "pm bmi / : $ out a spots pills tablets o oclock patches kids children"
)
_CHILDREN = bag(
    "lad sons lads daughters kids boys son daughter kid child girl boy lass nephew niece grandson granddaughter baby "
    "toddler"
)
_PEOPLE = bag(
    "she he who i im lad lass teenager son daughter age kid sister brother girlfriend boyfriend friend niece "
    "nephew child girl boy person cousin they client myself"
)
_BRINGS = bag("bring bringing brings brought")
_TREATED = bag("done treat treated treatment treatments get gets getting needled needling microneedling it this")
_OWN = bag("i im ive mine me")
_SOMEBODY = bag("i im ive my our we he she hes shes him her his me")
_ABOUT = bag("about do does can could is are would will may should for")
_GREETED = frozenset(["", ",", "hi", "hey", "hello", "hiya", ".", "!"])
_SEXES = frozenset(["m", "f", "male", "female", "here"])
_STOPS = frozenset(["", ".", "!", ",", "\n", "and", "so", "but"])
_STUDENTS = bag("student school uni college girl guy boy lad teen female male f m")
_TEENS = bag("teenager teenagers teen teens")
_THEN_TEEN = bag("since when was were as until till after from")
_THEN = bag("was were when since at had until till from")
_AFTER = {"", "\n"} | bag(
    ", . ! ? ; and but so is in next this on now if with who can yo y ( ) - too tomorrow today wants has want "
    "ok old soon n hates loves last yesterday will my i im would could have which because though still at female male "
    "f m nearly almost got tho years year going turning for am need not already or student the actually to"
)


def age_findings(scene: Scene, today: date, vocabulary: Vocabulary, other: bool) -> list[Finding]:
    """Return the factor of every age that is stated of the person to be treated, where the rules name one."""
    findings = []
    for place in range(len(scene.words)):
        age = _born(scene, place, today)
        if age is None:
            age = _age_at(scene, place)
        factor = _factor_of(age, vocabulary)
        if factor is None:
            continue
        match = Match(place, place + 1, Target("factor", factor))
        status = _status(match, scene, vocabulary, other)
        findings.append(Finding(factor, "", status, NOW, scene.span(match)))
    return findings


def _factor_of(age: float | None, vocabulary: Vocabulary) -> str | None:
    known = (factor for factor in vocabulary.factors.values() if factor.ages)
    return None if age is None else next((one.id for one in known if one.ages and one.ages.holds(age)), None)


def is_minor_oneself(scene: Scene, vocabulary: Vocabulary) -> bool:
    """Return whether the speaker tells an age of who is not old enough: "im 17 and so is my friend"."""
    ages = [_age_at(scene, place) for place in range(len(scene.words)) if _own_place(scene, place)]
    return any(age is not None and vocabulary.minor_ages.holds(age) for age in ages)


def tells_of_child(scene: Scene, today: date, vocabulary: Vocabulary) -> bool:
    """Return whether a teenager is told of, and nothing of the speaker: "my kid is 15 w acne scars"."""
    said = {word.norm for word in scene.words}
    ages = [_born(scene, place, today) or _age_at(scene, place) for place in range(len(scene.words))]
    minors = vocabulary.minor_ages
    young = any(age is not None and age >= _TEENAGED and minors.holds(age) for age in ages)
    return bool(_CHILDREN & said) and not _OWN & said and young


def outgrown(scene: Scene, match: Match, vocabulary: Vocabulary, *, other: bool) -> bool:
    """True where "a teenager" is long past: "since I was a teenager", "as a teenager"; or an adult age is said."""
    before = {scene.norm(place) for place in range(max(match.start - 4, 0), match.start)}
    if scene.norm(match.start) in _TEENS and _THEN_TEEN & before and not {"im", "still"} & before:
        return True
    if other:
        return False
    mine = [place for place in range(len(scene.words)) if _own_place(scene, place)]
    return any((_age_at(scene, place) or 0) >= vocabulary.minor_ages.under for place in mine)


def asked_in_general(scene: Scene, match: Match) -> bool:
    """True when minors as a class are asked about ("what about under 18s?"), and nobody in particular."""
    first, last = scene.sentence(scene.clause_of(match.start).sentence)
    sentence = [scene.norm(place) for place in range(first, last)]
    if _SOMEBODY & set(sentence) or "wink" in scene.asides_in(0, len(scene.words)):
        return False
    plural = scene.norm(match.end) == "s" or scene.norm(match.end - 1).endswith("s")
    about = _ABOUT & set(sentence[:2]) or sentence[-1:] == ["?"]
    return plural or (len(sentence) > 3 and bool(about))


def _own_place(scene: Scene, place: int) -> bool:
    return bool({"i", "im", "am"} & {scene.norm(near) for near in range(max(place - 2, 0), place)})


def _status(match: Match, scene: Scene, vocabulary: Vocabulary, other: bool) -> Status:
    norms = [word.norm for word in scene.words]
    child = {"lad", "lass", "teenager", "son", "daughter", "kid", "child", "girl", "boy", "teen"} & set(norms)
    alone = child and not {"i", "im", "ive", "mine", "me"} & set(norms)
    if not other and (_comes_along(norms) or (not alone and is_other_person(match, scene, vocabulary))):
        return Status.OTHER_PERSON
    if not other and scene.norm(match.start - 1) in ("a", "an", "any") and asked_in_general(scene, match):
        return Status.HYPOTHETICAL
    clause = scene.clause_of(match.start)
    first, _ = scene.sentence(clause.sentence)
    ahead = any(cue.target.name == "hypothetical" and first <= cue.start < match.start for cue in scene.cues)
    return Status.HYPOTHETICAL if ahead else Status.PRESENT


def _comes_along(norms: list[str]) -> bool:
    """ "im bringing my 10 year old with me", and no treatment is spoken of."""
    with_me = "along" in norms or ("with", "me") in pairwise(norms)
    return bool(_BRINGS & set(norms)) and with_me and not _TREATED & set(norms)


def _age_at(scene: Scene, place: int) -> float | None:
    number = scene.words[place].number
    if (
        number is None
        or number != int(number)
        or number > 99
        or (number < 8 and not _CHILDREN & {word.norm for word in scene.words})
    ):
        return None
    before, after = scene.norm(place - 1), scene.norm(place + 1)
    if after in ("&", "and") and scene.norm(place + 2) == "a" and scene.norm(place + 3) == "half":
        after = scene.norm(place + 4)
    if (before == "(" and scene.norm(place - 2) in _PEOPLE) or (before in _CHILDREN and after in _AFTER):
        return number
    if after == "th" and scene.norm(place + 2) == "birthday" and _is_child(scene):
        return number - 1
    if before == "," and after in _STOPS and _STUDENTS & {word.norm for word in scene.words}:
        return number
    if before in _GREETED and number > 12 and after in ("today", "yesterday", "going"):
        return number
    half = [scene.norm(place + step) for step in range(1, 4)] == ["and", "a", "half"]
    if before in _GREETED and half and scene.norm(place + 4) in _STOPS:
        return number
    if before in _GREETED and (after in _SEXES or (number > 12 and _is_soon(scene, place))):
        return number - (after not in _SEXES)
    lowered = number - 1 if _is_coming(scene, place) else number
    if (before, after) == (",", ",") and scene.norm(place - 2) in _PEOPLE:
        return lowered
    if _says_years_old(scene, place):
        if _of_thing(scene, place):
            return None
        then = {scene.norm(near) for near in range(max(place - 4, 0), place)}
        return None if then & (_THEN - {"from", "at"}) or _is_scar(scene, place) else lowered
    if before not in _SELF or after in _NOT_AGES or after not in _AFTER:
        return None
    started = {scene.norm(near) for near in range(max(place - 3, 0), place)}
    loose = (
        ("is", "be", "are", "being", "only", "just", "nearly", "almost", "im", "am")
        if number < 8
        else ("is", "be", "are", "being", "only", "just", "nearly", "almost")
    )
    if started & _THEN or (before in loose and not _is_person(scene, place)):
        return None
    return lowered


def _is_child(scene: Scene) -> bool:
    """A birthday "for my boy" is to come; "since my 17th birthday" is not."""
    said = {word.norm for word in scene.words}
    return bool(_CHILDREN & said) or ("for" in said and not _THEN & said)


def _is_soon(scene: Scene, place: int) -> bool:
    """ "16 next week", "18 in january"."""
    after = scene.norm(place + 1)
    return after in ("next", "soon", "tomorrow") or (after == "in" and scene.norm(place + 2) in MONTHS)


def _says_years_old(scene: Scene, place: int) -> bool:
    tail = [scene.norm(place + step) for step in range(1, 4)]
    return (
        tail[0] in ("yo", "yrold")
        or tail[:2] in (["year", "old"], ["years", "old"], ["years", "of"], ["y", "o"])
        or tail == ["y", "/", "o"]
    )


def _of_thing(scene: Scene, place: int) -> bool:
    """ "it is 10 years old", "its about 15 years old": a scar, not a person."""
    before = [scene.norm(near) for near in range(max(place - 3, 0), place)]
    return bool({"its", "theyre"} & set(before) or {"it", "that", "this", "they"} & set(before[:-1]))


def _is_scar(scene: Scene, place: int) -> bool:
    around = {scene.norm(near) for near in range(max(place - 8, 0), place)} | {
        scene.norm(place + step) for step in (3, 4)
    }
    return bool(around & {"scar", "scars", "tattoo", "surgery", "burn", "scarring", "implant"})


def _is_person(scene: Scene, place: int) -> bool:
    return bool(_PEOPLE & {scene.norm(near) for near in range(max(place - 3, 0), place)})


def _is_coming(scene: Scene, place: int) -> bool:
    before = {scene.norm(near) for near in range(max(place - 3, 0), place)}
    after = [scene.norm(place + step) for step in range(1, 3)]
    return (
        bool(before & {"nearly", "almost", "turning", "turn", "until", "till"})
        or after[0] in ("next", "soon", "tomorrow")
        or after == ["in", "a"]
    )


def _born(scene: Scene, place: int, today: date) -> float | None:
    """Age from a year of birth; the younger age that the year allows."""
    norm = scene.norm(place)
    around = {scene.norm(near) for near in range(max(place - 8, 0), place)}
    if not (
        len(norm) == 4
        and norm.isdigit()
        and 1920 <= int(norm) <= today.year
        and around & {"born", "dob", "birth", "birthday"}
    ):
        return None
    return today.year - int(norm) - 1
