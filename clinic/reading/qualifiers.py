"""What narrows a finding: where it is, how deep or strong, calm or spreading; and whether that is still to be asked."""

from itertools import takewhile

from clinic.factors import Factor
from clinic.language import Match, bag
from clinic.reading.scene import Clause, Scene
from clinic.reading.vocabulary import Vocabulary

_WANTED = bag("want done treated treat treating needling doing needled do wanted microneedling")
_TREATED = bag("done treated needled needling microneedling treatment please wanted doing having")
_BREAKS = frozenset([",", "but", "can", "could"])
_CLEAR = bag("clear fine nothing none not never no unaffected ok okay free clean normal good")
_AWAY = (
    "not in the area",
    "not in that area",
    "not near",
    "nowhere near",
    "away from",
    "elsewhere on my body",
    "else on my body",
    "other side of my body",
    "not on the area",
    "not where",
    "below the waist",
    "down below",
    "private parts",
    "different area",
    "not on my face",
)
_ANOTHER_PLACE = ("somewhere else", "elsewhere")  # of a treatment: at another clinic
_ACTIVE = bag("flaring flare flared active bad badly sore inflamed itchy weeping raw angry everywhere red")


def qualifier_of(match: Match, factor: Factor, clause: Clause, scene: Scene, vocabulary: Vocabulary) -> str:
    """Return the variant of `factor` that the words around `match` point to, else an empty string."""
    first, last = scene.sentence(clause.sentence)
    near = _text(scene, first, last)
    everywhere = _text(scene, 0, len(scene.words))
    dosed = {name: variant.mg_a_day for name, variant in factor.variants.items() if variant.mg_a_day}
    if dosed and (dose := _dose(scene, first, last)):
        return next((name for name, doses in dosed.items() if doses.holds(dose)), "")
    elsewhere = "elsewhere" in factor.variants and _is_elsewhere(match, factor, clause, scene, vocabulary)
    if elsewhere and "elsewhere_noncontagious" not in factor.variants:
        return "elsewhere"
    if match.target.qualifier:
        return match.target.qualifier
    for name, variant in factor.variants.items():
        where = everywhere if variant.anywhere else near
        if any(f" {cue} " in where for cue in variant.cues) and not (variant.unless_denied and " not " in near):
            return name
    return "elsewhere" if elsewhere else ""


def is_open(match: Match, factor: Factor, qualifier: str, scene: Scene) -> bool:
    """True when a fact that decides the rule was not stated and is to be asked for."""
    if factor.ask == "always":
        return True
    if factor.ask != "unstated" or qualifier not in ("", "unnamed"):
        return False
    clause = scene.clause_of(match.start)
    first, last = scene.sentence(clause.sentence)
    said = scene.norms[first:last]
    return _ACTIVE.isdisjoint(said) and "controlled" not in said


def _dose(scene: Scene, first: int, last: int) -> float | None:
    """The first amount in milligrams that is said, if any."""
    doses = (
        scene.words[place].number
        for place in range(first, last - 1)
        if scene.norm(place + 1) in ("mg", "milligrams", "mgs")
    )
    return next((dose for dose in doses if dose is not None), None)


def _text(scene: Scene, first: int, last: int) -> str:
    return " " + " ".join(scene.norms[first:last]) + " "


def _is_elsewhere(match: Match, factor: Factor, clause: Clause, scene: Scene, vocabulary: Vocabulary) -> bool:
    """True when the finding lies away from the area that is to be treated, and the message says so."""
    everything = _text(scene, 0, len(scene.words))
    away = _AWAY if factor.kind == "event" else _AWAY + _ANOTHER_PLACE
    if any(f" {phrase} " in everything for phrase in away):
        return not _own_sites(match, clause, scene, vocabulary) & {"face"}
    own = _own_sites(match, clause, scene, vocabulary)
    wanted = _wanted_sites(own, match, scene, vocabulary)
    if not own or "body" in own or not wanted or "body" in wanted:
        return False
    return not own & wanted


def _own_sites(match: Match, clause: Clause, scene: Scene, vocabulary: Vocabulary) -> set[str]:
    """The zones named in or near the finding, in its own statement."""
    sites = vocabulary.words.sites
    end = clause.end
    if scene.norm(end) in ("on", "in", "only", "just", "behind", "around", "round", "mainly", "mostly"):
        end = scene.clause_of(end).end  # "eczema, on my legs"
    places = range(max(clause.start, match.start - 3), end)
    return {
        sites[scene.norm(place)]
        for place in places
        if scene.norm(place) in sites
        and not (scene.norm(place) == "body" and match.start - 1 <= place < match.end)
        and not _is_clear(place, scene)
        and not _is_wanted(place, match, clause, scene)
        and not (scene.norm(place) == "back" and _not_body_back(place, scene))
    }


def _wanted_sites(own: set[str], match: Match, scene: Scene, vocabulary: Vocabulary) -> set[str]:
    """The zones for which the treatment is wanted, or (unless the face has it) that are said to be clear."""
    sites = vocabulary.words.sites
    found = set()
    for place in (place for place, norm in enumerate(scene.norms) if sites.get(norm)):
        clear = "face" not in own and _is_clear(place, scene)  # "arms nothing, but a tattoo on my lip"
        if clear or _is_wanted(place, match, scene.clause_of(place), scene):
            found.add(sites[scene.norm(place)])
    return found


def _is_clear(place: int, scene: Scene) -> bool:
    around = [scene.norm(near) for near in range(max(place - 3, 0), min(place + 4, len(scene.words)))]
    before, after = around[: min(3, place)], around[min(3, place) + 1 :]
    return bool({"nothing", "not", "never", "none", "no"} & set(before)) or bool(
        set(after[:1]) & _CLEAR or ({"is", "skin", "are"} & set(after[:1]) and _CLEAR & set(after))
    )


def _is_wanted(place: int, match: Match, clause: Clause, scene: Scene) -> bool:
    after = [scene.norm(near) for near in range(place + 1, min(place + 7, scene.sentence(clause.sentence)[1]))]
    after = list(takewhile(lambda norm: norm not in _BREAKS, after))  # "on my arm but want my face done"
    places = range(max(place - 6, clause.start), place)
    before = [scene.norm(near) for near in places if not match.start <= near < match.end]  # what was done is no wish
    return bool(_TREATED & set(after) or before[-2:] == ["do", "my"]) or bool(
        {"for"} & set(before[-2:]) or _WANTED - {"doing", "do"} & set(before) or {"doing"} & set(before)
    )


def _not_body_back(place: int, scene: Scene) -> bool:
    return scene.norm(place - 1) not in ("my", "the", "his", "her", "on", "and", "of", "lower", "upper", ",")
