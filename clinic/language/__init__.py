"""The engines for language: words, phrases, spelling; they know no clinic. Dates have a face of their own."""

from clinic.language.phrases import Lexicon, Match, Target
from clinic.language.spelling import AT_HAND, Spelling, english, is_english, words_of
from clinic.language.words import Word, bag, split, value

__all__ = [
    "AT_HAND", "Lexicon", "Match", "Spelling", "Target", "Word", "bag", "english", "is_english", "split", "value",
    "words_of",
]  # fmt: skip
