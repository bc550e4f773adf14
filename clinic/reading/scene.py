"""A message laid out for reading: its words, statements (clauses), phrases, cues and times."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter

from clinic.findings import TimeKind
from clinic.language import AT_HAND, Match, Target, Word, bag, words_of
from clinic.reading.content import Shapes
from clinic.reading.numeric_times import Mention
from clinic.reading.times import find_times
from clinic.reading.vocabulary import Vocabulary

SENTENCE_ENDS = frozenset(".!?;\n")
JOINTS = bag(", and & / ( ) + – — - :")
_SUBJECTS = frozenset(["i", "im", "ive"])
_COPULAS = frozenset(["is", "are", "was", "has", "isnt", "arent"])
_TAKEN_BACK = bag("not wasnt isnt")
_AFTER_SO = bag("my the i im is it its can obviously now just want")
_start = attrgetter("start")
_LONGEST = 60  # words of a statement: each finding looks through its own
_LINKS = bag(
    "if when that because and but think since do am can could should did have was will before after while where "
    "as what which who cause so or would may might must shall then though although whether until once unless says "
    "said say told sure hope guess know mean suppose believe , with than how why at the a"
)


@dataclass(frozen=True)
class Clause:
    """One statement: words `start` to `end`, inside sentence number `sentence`."""

    start: int
    end: int
    sentence: int

    def holds(self, place: int) -> bool:
        """True when word `place` lies in this clause."""
        return self.start <= place < self.end


@dataclass(frozen=True)
class Scene:
    """Everything that was found in one message, in the order of its words."""

    words: Sequence[Word]
    matches: Sequence[Match]
    ignored: Sequence[Match]
    cues: Sequence[Match]
    asides: Sequence[Match]
    times: Sequence[Mention]
    clauses: Sequence[Clause]
    shapes: Shapes

    @cached_property
    def norms(self) -> tuple[str, ...]:
        """The words; every finding looks through those of its sentence."""
        return tuple(word.norm for word in self.words)

    def norm(self, place: int) -> str:
        """The word at `place`, or an empty string outside the text."""
        return self.norms[place] if 0 <= place < len(self.words) else ""

    def clause_of(self, place: int) -> Clause:
        """The clause that holds word `place`."""
        return next(clause for clause in self.clauses if clause.holds(place))

    def cues_in(self, clause: Clause, *kinds: str) -> Iterator[Match]:
        """The cues of `kinds` that begin in `clause`."""
        first, last = (bisect_left(self.cues, place, key=_start) for place in (clause.start, clause.end))
        return (cue for cue in self.cues[first:last] if cue.target.name in kinds)

    def says(self, clause: Clause, *kinds: str) -> bool:
        """True when a cue of one of `kinds` begins in `clause`."""
        return next(self.cues_in(clause, *kinds), None) is not None

    def asides_in(self, first: int, last: int) -> frozenset[str]:
        """The kinds of asides that begin at words `first` to `last` (exclusive)."""
        return frozenset(aside.target.name for aside in self.asides if first <= aside.start < last)

    def says_within(self, match: Match, word: str) -> bool:
        """True when `word` is one of those that `match` covers."""
        return any(self.norm(place) == word for place in range(match.start, match.end))

    def read_places(self) -> set[int]:
        """The words that a phrase has read, or knowingly passed over."""
        return _places((*self.matches, *self.ignored))

    def left_over(self, places: Iterable[int]) -> list[str]:
        """The words at `places` that nothing explains: no phrase, cue or time."""
        times = {place for time in self.times for place in range(time.start, time.end)}
        explained = self.read_places() | _places(self.cues) | times
        return [self.norm(place) for place in places if place not in explained and self.norm(place)[0].isalnum()]

    def sentence(self, number: int) -> tuple[int, int]:
        """First and last (exclusive) word of a sentence."""
        parts = [clause for clause in self.clauses if clause.sentence == number]
        return parts[0].start, parts[-1].end

    def span(self, match: Match) -> tuple[int, int]:
        """The characters that a match covers."""
        return self.words[match.start].start, self.words[match.end - 1].end


def _places(matches: Iterable[Match]) -> set[int]:
    return {place for match in matches for place in range(match.start, match.end)}


@lru_cache(maxsize=AT_HAND)
def lay_out(text: str, today: date, vocabulary: Vocabulary) -> Scene:
    """Return the scene of `text`; only the first 4000 characters are read."""
    words = words_of(text, vocabulary.spelling)
    cues, asides = vocabulary.cues.find(words), vocabulary.asides.find(words)
    times = _meant(find_times(words, today), words)
    dated = any(time.time.kind is TimeKind.AGO for time in times)
    void = {aside.target.name for aside in asides if aside.target.kind == "unless"}
    text = f" {' '.join(word.norm for word in words)} "

    def counts(target: Target) -> bool:
        needed = not target.needs or any(f" {need} " in text for need in target.needs)
        return needed and target.name not in void and (dated or not target.dated)

    found = vocabulary.lexicon.find(words, counts)
    matches = [match for match in found if match.target.kind != "ignore"]
    ignored = [match for match in found if match.target.kind == "ignore"]
    return Scene(words, matches, ignored, cues, asides, times, _clauses(words, cues, matches), vocabulary.shapes)


def _meant(times: Sequence[Mention], words: Sequence[Word]) -> Sequence[Mention]:
    """Without a time that is taken back: "it wasn't last year, it was in september"."""
    kept = [time for time in times if not (time.start and words[time.start - 1].norm in _TAKEN_BACK)]
    return kept or times


def _clauses(words: Sequence[Word], cues: Sequence[Match], matches: Sequence[Match]) -> list[Clause]:
    denying = [cue for cue in cues if cue.target.name == "none"]
    inside = {place for match in (*matches, *denying) for place in range(match.start + 1, match.end)}
    starters = {cue.start for cue in cues if cue.target.name == "starter"} | {
        cue.start
        for cue in cues
        if cue.target.name in ("none", "not", "ended", "holds", "unsure", "start", "quiet", "planned", "swap")
    }
    contrasts = {cue.start for cue in cues if cue.target.name in ("contrast", "exception")}
    clauses: list[Clause] = []
    start = sentence = 0
    for place, word in enumerate(words):
        before = words[place - 1].norm if place else ""
        ends = before in SENTENCE_ENDS
        joins = before in JOINTS and place in starters
        joins = joins or (before == "," and place + 1 < len(words) and words[place + 1].norm in _COPULAS)
        subject = (word.norm in _SUBJECTS and before not in _LINKS) or _gives_reason(words, place)
        parts = ends or joins or place in contrasts or subject or place >= start + _LONGEST
        if place > start and place not in inside and parts:
            clauses.append(Clause(start, place, sentence))
            start, sentence = place, sentence + ends
    return [*clauses, Clause(start, len(words), sentence)] if words else []


def _gives_reason(words: Sequence[Word], place: int) -> bool:
    """ "... because my skin is dry", "so my skin is dry": a statement of its own."""
    if words[place].norm == "because":
        return True
    following = {word.norm for word in words[place + 1 : place + 3]}
    return words[place].norm == "so" and bool(following & _AFTER_SO)
