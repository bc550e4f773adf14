"""Whose body a statement is about: the speaker (or whoever is to be treated), or somebody else."""

from clinic.language import Match, bag
from clinic.reading.denials import self_too
from clinic.reading.scene import Clause, Scene
from clinic.reading.vocabulary import Vocabulary

_FIRST = bag("i im ive id me my myself mine we were our us")
_THIRD = bag("he hes hed she shes shed they theyre theyve theyd his her him hers their")
_OBJECTS = frozenset(["him", "her", "them"])
_OWNERS = frozenset(["my", "our", "his", "her", "a", "an", "their", "the"])
_VERBS = bag(
    "is has had was takes gets got on who with have are uses suffers started does cant wont just also said says "
    "take recently currently having been and be were get used stopped keeps developed smokes "
    "couldnt cant ended went came nearly felt loves hates swears bled"
)
_ASKED_FOR = bag("for book booking can could is would will should bring bringing behalf does may")
_WANTS = bag("fancies fancy whod want wants needs would interested looking wishes hopes asked wanting wanted needing")
_DOES_TO = bag("made makes gave left turned ruined burnt burned burn helped killed scarred messed sent for with")
_TO_KNOW = (["know"], ["hear"], ["see"], ["ask"], ["watch"], ["sit"], ["wait"])
_SERVED = frozenset(["treat", "see", "for", "accept", "help", "do", "book"])
_ALONG = frozenset(["along", "wait", "watch", "sit", "company", "hand", "support"])
_CONSENTS = bag("sign signs consent consents agree agrees pay pays drive drives say says let lets allow allows")
_STRANGERS = bag("girl woman lady guy bloke man lad influencer celebrity blogger client youtuber colleague chap")
_BOTH = ("both of us", "us both", "we both", "two of us")
_PAIRED = frozenset(["and me", "and i", "and myself", "me and", "myself and"])
_GOODS = bag("anything something cream product products")
_ARTICLES = bag("a the some one this that another")
_NO_SUBJECT = bag("has takes gets is was uses had who also and")
_OPENERS = frozenset([".", "!", "?", "\n", ",", "hi", "hello", "hey", "and", "but", "so"])
_BARE = bag(
    "wife husband hubby partner daughter son boyfriend girlfriend sister brother fiance fiancee missus "
    "grandad gran nan grandma auntie aunt uncle mother father mate friend flatmate dog cat puppy rabbit horse"
)


def is_other_person(match: Match, scene: Scene, vocabulary: Vocabulary) -> str:
    """Return "family", "other" or "pet" when the finding is about somebody who is not to be treated, else ""."""
    clause = scene.clause_of(match.start)
    of_self = {"me", "myself"} & {scene.norm(place) for place in range(match.start, match.end)}
    if (
        of_self
        or self_too(match, scene)
        or scene.says(clause, "claims")
        or "wink" in scene.asides_in(0, len(scene.words))
    ):
        return ""
    owner = _after(match, scene, vocabulary) or _before(match.start, clause, scene, vocabulary)
    by_others = scene.says_within(match, "my")  # "a kidney off my brother", "the cat scratched my chin"
    in_me = [scene.norm(place) for place in range(match.end, match.end + 2)] == ["in", "my"]  # they put a stent
    if not owner or owner == "self" or by_others or in_me:
        return ""
    return "" if owner != "pet" and books_for_other(scene, vocabulary) else owner


def books_for_other(scene: Scene, vocabulary: Vocabulary) -> bool:
    """True when the message asks for a treatment of somebody else ("booking for my husband")."""
    norms = [word.norm for word in scene.words]
    for place, norm in enumerate(norms):
        if _relation(place, scene, vocabulary) in ("family", "other"):
            ahead = norms[max(place - 5, 0) : place]
            asked = _ASKED_FOR & set(ahead) and "me" not in norms[place + 1 : place + 3]
            if asked and not (_party(norms, place) or _is_company(norms, place)):
                return True
            if _wishes(norms[place + 1 : place + 12]) and not {"i", "im"} & set(norms[place : place + 4]):
                return True
        if norm in _THIRD and _known_person(place, scene, vocabulary) == "pet":
            continue
        if norm == "her" and norms[place + 1 : place + 2] and norms[place + 1] in vocabulary.words.relatives:
            continue
        if norm in ("him", "her", "them") and norms[place - 1 : place] and norms[place - 1] in _SERVED:
            return not _GOODS & set(norms[max(place - 3, 0) : place])
        if norm in ("he", "she", "they") and norms[place - 1 : place] and _pronoun_asks(norms, place):
            return True
    return False


def books_for_both(scene: Scene, vocabulary: Vocabulary) -> bool:
    """True when the message asks for a treatment of the speaker and of another ("for my sister and me")."""
    norms = [word.norm for word in scene.words]
    text = f" {' '.join(norms)} "
    named = [place for place in range(len(norms)) if _relation(place, scene, vocabulary) in ("family", "other")]
    paired = [place for place in named if _PAIRED & set(_next_to(norms, place))]
    asked = any(_ASKED_FOR & set(norms[max(place - 6, 0) : place]) for place in paired)
    return asked or (bool(named) and any(f" {words} " in text for words in _BOTH))


def _next_to(norms: list[str], place: int) -> tuple[str, str]:
    return " ".join(norms[place + 1 : place + 3]), " ".join(norms[max(place - 3, 0) : place - 1])


def _is_company(norms: list[str], place: int) -> bool:
    """True for who comes along, signs or pays: "can i come with my mum", "can my mom sign", "so is my friend"."""
    with_me, so_is = norms[max(place - 2, 0) : place], norms[max(place - 3, 0) : place]
    after = norms[place + 1 : place + 9]
    return "with" in with_me or so_is[:2] == ["so", "is"] or bool(_ALONG & set(after) or _CONSENTS & set(after[:3]))


def _party(norms: list[str], place: int) -> bool:
    return bool({"wedding", "birthday", "party", "graduation"} & set(norms[place : place + 3]))


def _pronoun_asks(norms: list[str], place: int) -> bool:
    before, after = norms[place - 1], norms[place + 1 : place + 4]
    if before in ("can", "could", "is", "would", "will", "should", "may", "are"):
        return not (after[:1] == ["come"] and _ALONG & set(after[1:])) and after[:1] not in (
            ["sit"],
            ["wait"],
            ["watch"],
        )
    return _wishes(after[:3])


def _wishes(norms: list[str]) -> bool:
    """True when something is wanted other than to know something, or something of the speaker."""
    return any(
        norm in _WANTS
        and norms[at : at + 2] not in (["would", "it"], ["would", "this"], ["would", "that"])
        and norms[at + 1 : at + 2] != ["me"]
        and norms[at - 1 : at] not in (["i"], ["id"], ["ill"])
        and norms[at + 2 : at + 3] not in _TO_KNOW
        for at, norm in enumerate(norms)
    )


def _stranger(place: int, scene: Scene) -> str:
    """ "a girl at work": somebody who is no relative; not "im a woman of 40"."""
    before = [scene.norm(near) for near in range(max(place - 4, 0), place)]
    named = scene.norm(place) in _STRANGERS and before[-1:] and before[-1] in _ARTICLES
    return "other" if named and not {"im", "am", "as", "being"} & set(before) else ""


def _relation(place: int, scene: Scene, vocabulary: Vocabulary) -> str:
    """The kind of person named at `place`, when it is one of somebody's ("my sister", "my 16 year old son")."""
    norm = scene.norm(place)
    kind = vocabulary.words.relatives.get(norm) or vocabulary.words.relatives.get(norm.removesuffix("s"), "")
    if norm == "half" and scene.norm(place - 1) != "other":
        return ""
    if not kind or (
        norm in ("girl", "boy", "child", "kid", "family", "children") and scene.norm(place - 1) in ("a", "the")
    ):
        return ""
    owned = any(scene.norm(near) in _OWNERS for near in range(max(place - 5, 0), place))
    opens = place == 0 or scene.norm(place - 1) in _OPENERS | {"for"}  # "wife wants it done", "its for hubby"
    return (
        kind
        if owned
        or (opens and norm.removesuffix("s") in _BARE)
        or norm.removesuffix("s") in ("mum", "mom", "dad", "hubby")
        else ""
    )


def _after(match: Match, scene: Scene, vocabulary: Vocabulary) -> str:
    """ "runs in my family", "my pregnant sister", "on my mum's side"."""
    tail = [scene.norm(place) for place in range(match.end, min(match.end + 6, len(scene.words)))]
    if "family" in tail and {"in", "runs", "run"} & set(tail[: tail.index("family")]):
        return "family"
    done_to = tail[2:3] and tail[0] in _DOES_TO and tail[1] in ("my", "our")
    if done_to and (kind := vocabulary.words.relatives.get(tail[2])):  # "accutane made my cousin moody"
        return kind
    before = [scene.norm(place) for place in range(max(match.start - 3, 0), match.start)]
    if (
        tail
        and tail[0] in vocabulary.words.relatives
        and tail[0] != "family"
        and set(before) & {"my", "our", "a", "his", "her"}
    ):
        return vocabulary.words.relatives[tail[0]]
    if "history" in before or "family" in before:
        history = [scene.norm(place) for place in range(max(match.start - 4, 0), match.start)]
        return "family" if "family" in history and "my" not in history[-1:] else ""
    return ""


def _before(place: int, clause: Clause, scene: Scene, vocabulary: Vocabulary) -> str:
    """The nearest person named before `place`: in its clause, or before, where the clause has no subject of its own."""
    for near in range(place - 1, clause.start - 1, -1):
        norm = scene.norm(near)
        kind = _relation(near, scene, vocabulary)
        if kind and _is_subject(near, clause, scene):
            return kind
        if stranger := _stranger(near, scene):
            return stranger
        if norm in _THIRD and not (norm in _OBJECTS and scene.norm(near - 1).endswith(("ing", "feed", "nurse"))):
            return _known_person(near, scene, vocabulary)
        if norm in _FIRST:
            return _owner_of_phrase(near, place, scene, vocabulary)
    of_cause = [scene.norm(clause.start), scene.norm(clause.start + 1)] == ["because", "of"]
    if clause.start and (of_cause or scene.norm(clause.start) in _NO_SUBJECT):
        earlier = scene.clause_of(clause.start - 1)
        if earlier.sentence == clause.sentence:
            return _before(earlier.end, earlier, scene, vocabulary)
    return ""


def _owner_of_phrase(near: int, place: int, scene: Scene, vocabulary: Vocabulary) -> str:
    """ "my husbands warfarin": "my" belongs to the relative, so it is the relative who counts."""
    if scene.norm(near) in ("my", "our"):
        for step in range(near + 1, place):
            if _relation(step, scene, vocabulary) and step >= place - 2:
                return _relation(step, scene, vocabulary)
    return "self"


def _is_subject(place: int, clause: Clause, scene: Scene) -> bool:
    law = 2 * (scene.norm(place + 1) == "in" and scene.norm(place + 2) == "law")
    following = scene.norm(place + law + 1)
    if following in ("and",) and scene.norm(place + 2) in ("i", "me"):
        return False
    return (
        following in _VERBS
        or following.endswith("ed")
        or (scene.norm(place).endswith("s") and following not in ("", ","))
    )


def _known_person(place: int, scene: Scene, vocabulary: Vocabulary) -> str:
    """Whom a pronoun means: the last relative named before it, else some other person."""
    for near in range(place - 1, -1, -1):
        kind = _relation(near, scene, vocabulary)
        if kind:
            return kind
    return "other"
