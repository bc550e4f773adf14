"""What a yes is, wherever something is changed on a yes: a whole message that agrees and says nothing else."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Literal

from pydantic import ConstrainedStr
from rapidfuzz.distance import OSA

from clinic.language import Lexicon, Match, Target, Word, is_english, split
from clinic.strict import Strict, check, read_yaml

LONGEST = 200
"""Characters; who writes more says more than yes or no."""
USUAL = "confirm"
"""The question whose words count where none of these questions is open."""
_MODIFIERS = ("Mn", "Cf", "Sk", "Zl", "Cc")  # variation selectors, joiners, skin tones, line ends
_NEUTRAL, _ASKS, _LEANS = "neutral", "asks", "leans"
_SAD = re.compile(r"[:;=]['’]?-?[(\[|/\\]")  # its marks alone would be passed over


class Consent(str, Enum):
    """What a message is to the question whether to do something; of several the first here counts."""

    NO = "no"
    WAIT = "unsure"
    YES = "yes"
    OTHER = "other"
    """Says anything else, beside a yes or without one: never a consent."""


class _Phrase(ConstrainedStr):
    """Words as `phrases` reads them: without brackets in brackets, gaps, numbers and apostrophes."""

    regex = re.compile(r"(?:[^()'’#.?A-Z]|\([^()'’#.?A-Z]+\)\??)+$")


class _Named(Strict):
    agree: tuple[_Phrase, ...]
    refuse: tuple[_Phrase, ...]
    wait: tuple[_Phrase, ...]
    neutral: tuple[_Phrase, ...] = ()


class _Content(_Named):
    marks: str
    misspelt: tuple[str, ...]
    polite: tuple[_Phrase, ...]
    asks: tuple[_Phrase, ...]
    leans: tuple[_Phrase, ...]
    asked: Mapping[Literal["confirm", "move", "cancel"], _Named]


@dataclass(frozen=True, eq=False)
class Wording:
    """The words of `clinic/language/en/consent.yml`, compiled for each question."""

    marks: frozenset[str]
    misspelt: tuple[str, ...]
    by_question: Mapping[str, Lexicon]


def load_wording(path: Path) -> Wording:
    """Return the wording of the file `path`; raise `ContentError` for a faulty entry."""
    content = check(_Content, read_yaml(path), str(path))
    by_question: dict[str, Lexicon] = {question: _lexicon(content, named) for question, named in content.asked.items()}
    return Wording(frozenset(content.marks), content.misspelt, by_question)


def consent(text: str, question: str, wording: Wording) -> Consent:
    """Return what a message is to `question`: "confirm" (a booking), "move" or "cancel".

    Each word must be known to agree, refuse, hesitate, be polite, or to say nothing of its own behind what agrees;
    whatever is unknown (a question, a time, a name, a condition) makes it `OTHER`.
    """
    if len(text) > LONGEST or _SAD.search(text):
        return Consent.OTHER
    words, matches = _found(text, question, wording)
    kinds = _cover([match for match in matches if match.target.kind not in (_ASKS, _LEANS)], len(words))
    answer = next((answer for answer in Consent if answer.value in kinds), Consent.OTHER)
    if _NEUTRAL not in kinds:
        return answer
    opening = next(kind for kind in kinds if kind != Consent.OTHER.value)  # "is it good" is no "yes, it is good"
    asks = any(match.target.kind == _ASKS for match in matches)
    return answer if answer is Consent.YES and opening == answer.value and not asks else Consent.OTHER


def refuses(text: str, question: str, wording: Wording) -> bool:
    """Tell whether a message says no among other words. Nothing may be changed on this, where `consent` is `OTHER`."""
    _, matches = _found(text[:LONGEST], question, wording)
    longest = [m for m in matches if not any(o is not m and o.start <= m.start and m.end <= o.end for o in matches)]
    return any(match.target.kind in (Consent.NO.value, _LEANS) for match in longest)


def _found(text: str, question: str, wording: Wording) -> tuple[list[Word], Sequence[Match]]:
    """Return the words of a message that say something, spelt as they are known, and the phrases among them."""
    lexicon = wording.by_question.get(question, wording.by_question[USUAL])
    words = [word for word in split(text.replace("\u2026", ".")) if not _empty(word.norm, wording)]
    words = [Word(_known(word.norm, lexicon, wording), word.start, word.end) for word in words]
    return words, lexicon.find(words)


def _cover(matches: Sequence[Match], size: int) -> tuple[str, ...]:
    """Return the kinds of the fewest phrases that cover all words; nothing where a word is left over."""
    order = [*(answer.value for answer in Consent), _NEUTRAL]
    best: dict[int, tuple[str, ...]] = {0: ()}
    for match in sorted(matches, key=lambda match: (match.end, order.index(match.target.kind))):
        longer = (*best[match.start], match.target.kind) if match.start in best else None
        if longer and (match.end not in best or len(longer) < len(best[match.end])):
            best[match.end] = longer
    return best.get(size, ())


def _lexicon(content: _Content, named: _Named) -> Lexicon:
    phrases = {
        Consent.YES.value: content.agree + named.agree,
        Consent.NO.value: content.refuse + named.refuse,
        Consent.WAIT.value: content.wait + named.wait,
        Consent.OTHER.value: content.polite,
        _NEUTRAL: named.neutral,
        _ASKS: content.asks,
        _LEANS: content.leans,
    }
    pairs = [(phrase, Target(kind, "")) for kind, several in phrases.items() for phrase in several]
    return Lexicon(pairs, compete=False)


def _empty(norm: str, wording: Wording) -> bool:
    return norm in wording.marks or all(unicodedata.category(sign) in _MODIFIERS for sign in norm)


def _known(norm: str, lexicon: Lexicon, wording: Wording) -> str:
    """Return the word that is meant: with letters drawn out ("yesss") or one slip of the pen ("yse", "bok")."""
    spelt = (norm, re.sub(r"(.)\1{2,}", r"\1\1", norm), re.sub(r"(.)\1+", r"\1", norm))
    if known := next((word for word in spelt if word in lexicon.vocabulary), None):
        return known
    return next((word for word in wording.misspelt if _slip(norm, word)), norm)


def _slip(norm: str, word: str) -> bool:
    """Tell whether `norm`, which is no word, is `word` with one slip; in three letters none may be a foreign one."""
    short = len(norm) == 3 and set(norm) <= set(word)
    slips = short or (len(norm) > 3 and not is_english(norm))
    return slips and norm[0] == word[0] and OSA.distance(norm, word) == 1
