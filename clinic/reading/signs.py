"""Symptoms after a treatment, as a message tells them; what follows is decided in clinic/screening/triage.py."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter

from clinic.findings import Signs, TimeKind
from clinic.language import Match, Word, words_of
from clinic.reading.emergency import alarm, groups_of, live_matches
from clinic.reading.times import find_times
from clinic.reading.vocabulary import Vocabulary

_AFTERWARDS = ("worse", "same_day", "beyond", "swelling")
_PHRASE = 3  # words; longer matches have gaps, in which other signs may stand
_ANY_DAY = date(2000, 6, 15)  # only spans of days are read here, so the calendar does not matter


def signs_of(text: str, vocabulary: Vocabulary) -> Signs:
    """Return what `text` says of symptoms after a treatment; an emergency is one with or without a treatment."""
    words, raised = words_of(text, vocabulary.spelling), alarm(text, vocabulary)
    found = _widest(live_matches(vocabulary.signs.find(words), words, ("sign",)))
    after = vocabulary.after_words.find(words)
    kinds = {match.target.kind for match in after}
    groups = groups_of(text, vocabulary)
    rules = vocabulary.sign_rules
    fever = [rules.fever.sign] if rules.has_fever(groups) else []  # "38.2 the evening after"
    return Signs(
        treated="after" in kinds,
        alarm=raised.rule_id if raised else None,
        found=tuple(dict.fromkeys([*(match.target.name for match in found), *fever])),
        said=frozenset(match.target.kind for match in live_matches(after, words, _AFTERWARDS)),
        days=_days(words),
        groups=groups,
        later=frozenset(kinds & {"later", "again"}),
        language=_language(words, vocabulary),
        words=len(text.split()),
    )


def is_after_treatment(text: str, vocabulary: Vocabulary) -> bool:
    """Return True when `text` says that a treatment has been done, so that symptoms are for triage."""
    found = vocabulary.after_words.find(words_of(text, vocabulary.spelling))
    return any(match.target.kind == "after" for match in found)


def _language(words: Sequence[Word], vocabulary: Vocabulary) -> str | None:
    """The language other than English ("es") in which a treatment and a sign are told of, else None."""
    found = Counter(match.target.name for match in vocabulary.languages.find(words))
    language, times = max(found.items(), key=itemgetter(1), default=("", 0))
    return language if times > 1 else None


def _widest(found: Sequence[Match]) -> list[Match]:
    """Drop what lies inside a fixed phrase: "slightly swollen" is not "swollen"."""
    phrases = [match for match in found if match.end - match.start <= _PHRASE]
    return [one for one in found if not any(_covers(other, one) for other in phrases)]


def _covers(other: Match, one: Match) -> bool:
    return other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start


def _days(words: Sequence[Word]) -> int | None:
    """Days since the treatment: "day 3", "3 days ago", "a week later"; the longest that is said."""
    said = [mention.time.days for mention in find_times(words, _ANY_DAY) if mention.time.kind is not TimeKind.UNKNOWN]
    for word, following in pairwise(words):
        if word.norm == "day" and following.number is not None:
            said.append(int(following.number))
        if word.norm == "day" and following.norm == "after":
            said.append(1)
    return max(said) if said else None
