"""Where a message names times of day, as stretches in minutes after midnight."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from clinic.language.dates.patterns import DAY_READ, mask
from clinic.language.dates.words import PERIODS, any_of

Span = tuple[int, int]
Match = re.Match[str]

MIDNIGHT = 24 * 60
ISH = 30
"""How many minutes "around 3" reaches to either side."""
TIME_READ = "\1"
"""Stands for words that were read as a time."""


@dataclass(frozen=True)
class Times:
    """Times of day that a phrase names: as meant when nothing else is said, and all that it could mean.

    "at 4" is meant as 4 pm, but "at 4 in the morning" is not.
    """

    meant: tuple[Span, ...]
    possible: tuple[Span, ...]

    def both(self, other: "Times") -> "Times | None":
        """Return the times that fit both phrases, as "at 4" and "in the morning" do; None if there are none."""
        common = overlap(self.meant, other.meant) or overlap(self.possible, other.possible)
        return Times(common, common) if common else None


def times_of(meant: Iterable[Span], possible: Iterable[Span]) -> Times:
    """Return the times of day of a phrase, without stretches that are empty: nothing is "before 12am"."""
    return Times(*(tuple((a, b) for a, b in spans if a < b) for spans in (meant, possible)))


def overlap(some: tuple[Span, ...], others: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the stretches that lie in both."""
    both = {(max(a, c), min(b, d)) for a, b in some for c, d in others}
    return tuple(sorted((a, b) for a, b in both if a < b))


def clocks(m: Match, n: str = "") -> tuple[list[int], list[int]]:
    """Return the minutes after midnight that a clock time is meant as, and all that it can mean; empty if none."""
    hour, minute, half = int(m["h" + n]), int(m["m" + n] or 0), m["ap" + n] or ""
    if hour > 23 or (hour == 0 and not m["m" + n]) or minute > 59 or (half[:1] in ("a", "p") and not 1 <= hour <= 12):
        return [], []
    both = [hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute]
    if half[:1] == "a":
        return both[:1], both[:1]
    if half[:1] == "p":
        return both[1:], both[1:]
    if hour > 12 or hour == 0 or m["h" + n].startswith("0"):
        return [hour * 60 + minute], [hour * 60 + minute]
    # a clinic's day: 8 to 11 are in the morning, 12 to 6 are not, 7 may be either
    return (both if hour == 7 else both[:1] if 8 <= hour <= 11 else both[1:]), both


def _spread(m: Match, stretch: Callable[[int], Span]) -> Times:
    meant, possible = clocks(m)
    return times_of(map(stretch, meant), map(stretch, possible))


def _point(m: Match) -> Times:
    return _spread(m, lambda at: (at, at + 1))


def _around(m: Match) -> Times:
    return _spread(m, lambda at: (max(at - ISH, 0), at + ISH + 1))


def _after(m: Match) -> Times:
    times = _spread(m, lambda at: (at, MIDNIGHT))
    return Times(times.meant[-1:], times.possible)


def _before(m: Match) -> Times:
    times = _spread(m, lambda at: (0, at))
    return Times(times.meant[-1:], times.possible)


def _between(m: Match) -> Times:
    """Return from the first to the second; the second is later and settles which half of the day the first means."""
    (meant, starts), (ends, wide) = clocks(m, "1"), clocks(m, "2")
    pairs = [(a, b) for b in ends for a in starts if a < b] or [(a, b) for b in wide for a in starts if a < b]
    likely = [] if m["ap2"] else [pair for pair in pairs if pair[0] in meant]
    return times_of(likely[:1] or sorted(pairs)[-1:], pairs)


def _period(m: Match) -> Times:
    start, end = PERIODS[m["period"]]
    return Times(((int(start * 60), int(end * 60)),), ((int(start * 60), int(end * 60)),))


def clock(n: str = "") -> str:
    """Return the pattern of a clock time; its groups end in `n`."""
    before = r"(?<!\d)" if n == "2" else r"(?<![\d/.:\-+])"
    return rf"{before}(?P<h{n}>\d{{1,2}})(?:[:.](?P<m{n}>\d\d))?(?: ?(?P<ap{n}>[ap]m?\b|h\b))?(?![\d/:]|\.\d)"


UNITS = (
    r"(?! ?(?:%|mm\b|(?:more |other )?(?:weeks?|days?|months?|hours?|hrs?|mins?|minutes|sessions?|times|people|persons?"
    r"|years?|yrs?|of us|kids|treatments?|adults|slots?|appointments?|areas?)\b))"
)
_RULES: list[tuple[str, Callable[[Match], Times]]] = [
    (rf"\bbetween {clock('1')}(?: and | ?- ?| to ){clock('2')}(?!-){UNITS}", _between),
    (rf"(?:\bfrom )?{clock('1')} ?(?:-|to|til|till|until|through) ?{clock('2')}(?!-){UNITS}", _between),
    (r"\b(?:(?:not|nothing) before|(?:no|not|nothing) (?:earlier|sooner) than|later than|after|past|from"
     rf"|any ?time after) {clock()}{UNITS}(?: on(?:wards?)?\b)?", _after),
    (rf"{clock()}{UNITS}(?: ?\+| on ?wards?\b| or (?:later|after)\b| at the earliest\b)", _after),
    (r"\b(?:(?:no|not|nothing) later than|(?:not|nothing) after|earlier than|before|by|until|till|til)"
     rf" {clock()}{UNITS}", _before),
    (rf"{clock()}{UNITS}(?: or (?:earlier|before)\b| at the latest\b)", _before),
    (rf"\b(?:around|about|roughly|approx|approximately|say|like)(?: about)? {clock()}{UNITS}", _around),
    (rf"{clock()} ?-?ish\b", _around),
    (rf"\b(?:finish|finished|done|off|free)(?: work| school)?(?: at| from)? {clock()}(?!-){UNITS}", _after),
    (rf"(?:\bat|@|\bmake it|\bfor|\bdo|\bto) ?{clock()}(?!-){UNITS}", _point),
    (rf"{clock()}(?= (?:in the|at) (?:early |late )?(?:morning|afternoon|arvo|evening|night)"
     rf"| on (?:the )?{DAY_READ})", _point),
    (r"(?<![\d/.:\-+])(?P<h>\d{1,2}):(?P<m>\d\d)(?: ?(?P<ap>[ap]m?\b|h\b))?(?!\d)", _point),
    (r"(?<![\d/.:\-+])(?P<h>\d{1,2})(?:\.(?P<m>\d\d))? ?(?P<ap>[ap]m\b|h\b|[ap]\b(?! \w))", _point),
    (rf"(?<={DAY_READ} ){clock()}{UNITS}", _point),
    (rf"(?<={DAY_READ}, ){clock()}{UNITS}", _point),
    (rf"^{clock()}(?= ?(?:please|pls|or\b|$|\?|\.$|{DAY_READ}))", _point),
    (rf"(?<={TIME_READ} or ){clock()}{UNITS}", _point),
    (rf"(?<={TIME_READ}/){clock()}{UNITS}", _point),
    (rf"\b(?:in the |at |on the |this |the |during )?(?P<period>{any_of(PERIODS)})s?\b"
     r"(?! (?:cream|routine|sweats?))", _period),
]  # fmt: skip

RULES = [(re.compile(pattern), read) for pattern, read in _RULES]


def find_times(text: str) -> Iterator[tuple[int, int, Times]]:
    """Yield where the text, its days already masked, names times and which."""
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            times = read(match)
            if times.meant:
                text = mask(text, match, TIME_READ)
                yield match.start(), match.end(), times
