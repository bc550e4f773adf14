"""Text to words: lower case, without apostrophes, accents and hyphens, each with its place in the text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[\u4e00-\u9fff]|\d+(?:[.,]\d+)?|[^\W\d_](?:[^\W_\u4e00-\u9fff]|['’`´](?=[^\W\d_]))*|[^\w\s]|\n")
_WE_ARE = re.compile(r"^we['’`´]re$")
_NUMBER_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS)} | {"thirty": 30, "forty": 40, "fifty": 50}

_LONGEST_NUMBER = 9  # characters
_TENS = ("twenty", "thirty", "forty", "fifty")


@dataclass(frozen=True)
class Word:
    """One word or mark, normalised, at characters `start` to `end` of the text."""

    norm: str
    start: int
    end: int

    @property
    def number(self) -> float | None:
        """The value of digits or of a number word, else None."""
        return value(self.norm)


def split(text: str, abbreviations: Mapping[str, str] | None = None) -> list[Word]:
    """Return the words and marks of `text`; a hyphen inside a word is a space, a free-standing dash is a mark."""
    words: list[Word] = []
    for found in _WORD.finditer(text):
        raw = found[0]
        if raw in "-‐‑_" and _inside(text, found.start()):
            continue
        norm = _fold(raw)
        for part in (abbreviations or {}).get(norm, norm).split():
            if words and words[-1].norm in _TENS and 1 <= NUMBERS.get(part, 0) <= 9:  # "twenty one"
                tens = words.pop()
                words.append(Word(str(NUMBERS[tens.norm] + NUMBERS[part]), tens.start, found.end()))
                continue
            words.append(Word(part, found.start(), found.end()))
        if raw == "\n":
            words.append(Word("\n", found.start(), found.end()))
    return words


def _inside(text: str, place: int) -> bool:
    return 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def _fold(raw: str) -> str:
    plain = _WE_ARE.sub("we are", raw.lower())  # without its apostrophe it would be a past
    plain = re.sub(r"['’`´]", "", plain) or raw
    if plain.isascii():
        return plain
    return "".join(mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark)) or plain


def value(norm: str) -> float | None:
    """Return the value of digits or of a number word, else None, as for a number that counts nothing of a person."""
    if not norm or not norm[0].isdigit():
        return NUMBERS.get(norm)
    if len(norm) > _LONGEST_NUMBER:
        return None
    try:
        return float(norm.replace(",", "."))
    except ValueError:
        return None


def bag(words: str) -> frozenset[str]:
    """Return the words of a space-separated list as a set."""
    return frozenset(words.split())
