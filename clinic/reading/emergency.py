"""The emergency layer: danger signs and thoughts of self-harm, looked for in every message before anything else.

It errs on the side of the alarm: only a plain denial, a general question or something long over takes one back.
"""

from collections.abc import Sequence
from functools import lru_cache

from clinic.findings import Alarm
from clinic.language import AT_HAND, Match, Target, Word, bag, words_of
from clinic.reading.vocabulary import Vocabulary
from clinic.sign_rules import Fever

_STOPS = frozenset(".!?;\n")
_RESTARTS = bag("but i im ive my now and because so its then however except help though yet")
_INNER = frozenset(["not", "isnt", "arent", "hasnt", "never", "wasnt"])
_PERSON = frozenset(["i", "im", "ive", "my"])
_NOWISH = bag("i im ive my me mine is are cant cannot wont keeps has isnt hes shes")
_MONEY = bag("£ $ € pounds euros euro dollars quid percent %")


@lru_cache(maxsize=AT_HAND)
def alarm(text: str, vocabulary: Vocabulary) -> Alarm | None:
    """Return the first alarm that `text` raises, those with an answer of their own first, else None; never fails."""
    words = words_of(text, vocabulary.spelling)
    found = vocabulary.alarm_words.find(words) + _high_temperatures(words, vocabulary.sign_rules.fever)
    if all(match.target.kind == "ignore" for match in found):
        return None
    live = live_matches(found, words, ("emergency", "self_harm", "group"))
    said = [match.target.name for match in live if match.target.kind in ("self_harm", "emergency")]
    combined = _combined(live, vocabulary)
    answers = vocabulary.sign_rules.answers
    first = [rule_id for rule_id in answers if rule_id in said + combined]
    rule_ids = first + said + combined
    return Alarm(rule_ids[0], answers.get(rule_ids[0], "emergency")) if rule_ids else None


def groups_of(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the signs in `text` that only together with others are an emergency, by the names of their groups."""
    words = words_of(text, vocabulary.spelling)
    found = vocabulary.alarm_words.find(words) + _high_temperatures(words, vocabulary.sign_rules.fever)
    return frozenset(match.target.name for match in live_matches(found, words, ("group",)))


def is_story(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether danger signs are told of somebody else, with a general question, and none of anybody now.

    It holds back an alarm that only the classifier raised, never one of the phrases.
    """
    words = words_of(text, vocabulary.spelling)
    found = vocabulary.alarm_words.find(words)
    signs = [match for match in found if match.target.kind == "emergency"]
    return bool(signs) and all(_told(match, found, words) for match in signs)


def is_nerves(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether signs come from the mere thought of it: "my hands are shaking just thinking about it".

    It holds back an alarm that only the classifier raised, never one of the phrases.
    """
    found = vocabulary.alarm_words.find(words_of(text, vocabulary.spelling))
    return any(match.target.kind == "nerves" for match in found) and not _is_present(found)


def _combined(live: Sequence[Match], vocabulary: Vocabulary) -> list[str]:
    """Rules whose signs are only together an emergency, such as fever with a hot, swollen cheek."""
    groups = {match.target.name for match in live if match.target.kind == "group"}
    return vocabulary.sign_rules.raised(groups)


def _high_temperatures(words: Sequence[Word], fever: Fever) -> list[Match]:
    """Readings of a fever with a decimal, "im 38.4"; whole numbers need a word beside them (content)."""
    found = []
    for place, word in enumerate(words):
        degrees = word.number if "." in word.norm or "," in word.norm else None
        beside = {words[near].norm for near in (place - 1, place + 1) if 0 <= near < len(words)}
        if degrees and any(scale.holds(degrees) for scale in fever.degrees) and not beside & _MONEY:
            found.append(Match(place, place + 1, Target("group", fever.group)))
    return found


def live_matches(found: Sequence[Match], words: Sequence[Word], kinds: tuple[str, ...]) -> list[Match]:
    """Return the matches of `kinds` that are said to be so now: not denied, not only asked about, not long over."""
    return [match for match in found if match.target.kind in kinds and _is_live(match, found, words)]


def _is_live(match: Match, found: Sequence[Match], words: Sequence[Word]) -> bool:
    first, last = _sentence(match, words)
    around = [other for other in found if first <= other.start < last]
    taken_back = _denied(match, around, words) or _general(match, around, words) or _over(around)
    return not (taken_back or (match.target.name != "self_harm" and _told(match, found, words)))


def _sentence(match: Match, words: Sequence[Word]) -> tuple[int, int]:
    first, last = match.start, match.end
    while first and words[first - 1].norm not in _STOPS:
        first -= 1
    while last < len(words) and words[last].norm not in _STOPS:
        last += 1
    return first, last


def _denied(match: Match, around: Sequence[Match], words: Sequence[Word]) -> bool:
    inner = [words[place].norm for place in range(match.start + 1, match.end - 1)]
    if any(norm in _INNER and inner[at + 1 : at + 2] != ["stop"] for at, norm in enumerate(inner)):
        return match.target.name not in ("tri_heavy_bleeding", "self_harm")
    for cue in around:
        if cue.target.kind != "negation" or cue.end > match.start:
            continue
        between = [words[place].norm for place in range(cue.end, match.start)]
        listed = {"or", "nor"} & set(between)
        short = len(between) == 0 if words[cue.end - 1].norm in ("not", "isnt", "dont", "never") else len(between) <= 2
        if not _RESTARTS & set(between) and ((short and "," not in between) or (listed and len(between) <= 10)):
            return True
    return False


def _general(match: Match, around: Sequence[Match], words: Sequence[Word]) -> bool:
    """A question about what might happen; "does this mean I can't breathe" is not one."""
    for cue in around:
        if cue.target.kind == "hypothetical" and cue.start < match.start:
            said = [words[place].norm for place in range(cue.start, cue.end)]
            between = [words[place].norm for place in range(cue.end, match.start + 1)]
            if ("if" in said and match.target.name != "self_harm") or not {"i", "im", "ive", "my"} & set(between):
                return True
    return False


def _over(around: Sequence[Match]) -> bool:
    """Long over, and not said to be so now; "fine now" is no sign of the present."""
    return any(cue.target.kind == "over" for cue in around) and not _is_present(around)


def _is_present(cues: Sequence[Match]) -> bool:
    settled = [cue for cue in cues if cue.target.kind == "settled"]
    return any(
        cue.target.kind == "present" and not any(one.start <= cue.start and cue.end <= one.end for one in settled)
        for cue in cues
    )


def _told(match: Match, found: Sequence[Match], words: Sequence[Word]) -> bool:
    """A story of somebody else or of a film, told with a general question: "my friend bled a lot, is that normal"."""
    if _is_present(found) or not any(cue.target.kind == "asked" for cue in found):
        return False
    return any(
        cue.target.kind == "story"
        and cue.start <= match.start
        and not _NOWISH & {words[place].norm for place in range(cue.end, match.end)}
        for cue in found
    )
