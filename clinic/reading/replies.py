"""Short answers: "nope none", "not sure", "the second one", "3 months ago"; what a message says beside its facts."""

from collections.abc import Sequence
from datetime import date

from clinic.findings import AnswerKind, TimeKind
from clinic.language import Word, bag, split
from clinic.reading.numeric_times import Mention
from clinic.reading.times import find_times
from clinic.reading.values import Reply
from clinic.reading.vocabulary import Vocabulary

_STOPS = frozenset(",.!?;:\n-–—")
_QUESTION_WORDS = bag(
    "what whats how hows when where which who whos why can could do does did is are am will would should"
)


ABOUT_THE_CHECK = frozenset({AnswerKind.STOP, AnswerKind.BACK, AnswerKind.EXPLAIN, AnswerKind.WHETHER})
"""What is no answer to a question of the check."""


def reply_to(text: str, today: date, vocabulary: Vocabulary) -> Reply:
    """Return what `text` says as an answer; a question after the answer ("no. does it hurt?") is noted in `asks`."""
    words = split(text[:4000], vocabulary.spelling.abbreviations)
    first = next((place for place, word in enumerate(words) if word.norm in _STOPS), len(words))
    whole, bare = _kind(words, vocabulary), _bare_time(words, today, vocabulary)
    return Reply(
        kind=whole or _kind(words[:first], vocabulary),
        whole=whole is not None,
        time=bare.time if bare else None,
        lasts=bare is not None and bare.span,
        asks=_asks(words),
        about=_about(words, vocabulary),
    )


def tones(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return how `text` is meant: the names of the tones in replies.yml, such as pressing."""
    words = _spoken(split(text[:4000], vocabulary.spelling.abbreviations))
    return frozenset(match.target.kind for match in vocabulary.tones.find(words))


def _spoken(words: Sequence[Word]) -> list[Word]:
    """The words without marks: "sorry, I" is said like "sorry i"."""
    return [word for word in words if word.norm[0].isalnum()]


def _kind(words: Sequence[Word], vocabulary: Vocabulary) -> AnswerKind | None:
    """The kind of an answer that says nothing else; None when a word is left over."""
    words = _spoken(words)
    matches = vocabulary.replies.find(words)
    said = {place for match in matches for place in range(match.start, match.end)}
    if len(said) < len(words):
        return None
    kinds = {match.target.kind for match in matches} - {"filler"}
    return next((kind for kind in AnswerKind if kind.value in kinds), None)


def _about(words: Sequence[Word], vocabulary: Vocabulary) -> frozenset[str]:
    matches = vocabulary.replies.find(_spoken(words))
    return frozenset(match.target.name for match in matches if match.target.name)


def _bare_time(words: Sequence[Word], today: date, vocabulary: Vocabulary) -> Mention | None:
    """A past time that is all that is said, "about half a year"; of "2 months not 2 years" the first."""
    words = _spoken(words)
    words = words[: next((place for place, word in enumerate(words) if word.norm == "not"), len(words))]
    times = find_times(words, today)
    matches = [match for match in vocabulary.replies.find(words) if match.target.kind != "some"]
    matches += vocabulary.tones.find(words)
    spans = [(part.start, part.end) for part in matches] + [(time.start, time.end) for time in times]
    passed = {place for start, end in spans for place in range(start, end)}
    bare = times and len(passed) == len(words) and times[0].time.kind is TimeKind.AGO
    return times[0] if bare else None


def _asks(words: Sequence[Word]) -> bool:
    """True when the message asks something: a question mark, or a part that begins like a question."""
    if any(word.norm == "?" for word in words):
        return True
    starts = [0] + [place + 1 for place, word in enumerate(words) if word.norm in _STOPS | {"and", "but", "so", "also"}]
    return any(place < len(words) and words[place].norm in _QUESTION_WORDS for place in starts)
