"""What "same time", "an hour earlier", "push it back a week" and "later that day" mean beside a time spoken of."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from clinic.language.dates.patterns import Days
from clinic.language.dates.times import MIDNIGHT, Times, times_of

Found = tuple[int, int, Days | None, Times | None]

SAME = re.compile(r"\bsame (time|hour|day|date)\b")
STEP = re.compile(
    r"(?:\b(?P<push>(?:shift|move|push|postpone|delay|bump|put|bring|pull)(?: (?:me|it|that|this|mine|us))?"
    r"(?: (?:off|out|on|along))?) )?(?:\b(?P<way>back|forwards?|up) )?(?<![\d.:])\b"
    r"(?:by )?(?P<n>half an?|half|an?|(?<!\d,)\d{1,3}(?:\.5)?) ?(?P<unit>hour|hr|day|week|min)(?:ute)?s?\b"
    r"(?: (?P<turn>later|earlier|sooner|back|forwards?)\b)?"
)
"""An amount of time, which is a step only with a word that moves: "shift me a week", "30 min earlier"."""
SOONER = re.compile(r"\b(?:earlier|sooner|forwards?|up|bring|pull)\b")
"""Turns a step to the earlier side; without one of these it goes to the later."""
SMALL = {"half an": 0.5, "half a": 0.5, "half": 0.5, "an": 1.0, "a": 1.0}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNITS = {"hour": HOUR, "hr": HOUR, "min": HOUR / 60, "day": DAY, "week": 7 * DAY}
PART_OF_DAY = re.compile(
    r"\b(earlier|later)(?: (?:on|in))? (?:(?:that|the same)(?: very)? day|in the day)\b"
    r"(?!,? (?:at |like |around |about |say |maybe )*\d)"
)
"""A side of the day; where a clock time follows, that says all."""


def like_before(text: str, said: datetime) -> Iterator[Found]:
    """Yield where a text speaks of time as seen from `said`, and the day and the times of day that it means."""
    minute = said.hour * 60 + said.minute
    for match in PART_OF_DAY.finditer(text):
        yield *match.span(), _day(said), None
        yield *match.span(), None, _times(0, minute) if match[1] == "earlier" else _times(minute + 1, MIDNIGHT)
    text = PART_OF_DAY.sub(lambda match: " " * len(match[0]), text)
    for match in SAME.finditer(text):
        same_time = match[1] in ("time", "hour")
        yield *match.span(), None if same_time else _day(said), _times(minute, minute + 1) if same_time else None
    for match in STEP.finditer(text):
        if match["push"] or match["way"] or match["turn"]:
            steps = SMALL.get(match["n"]) or float(match["n"])
            moved = said + (-steps if SOONER.search(match[0]) else steps) * UNITS[match["unit"]]
            at = moved.hour * 60 + moved.minute
            yield *match.span(), _day(moved), None
            yield *match.span(), None, _times(at, at + 1)


def _day(at: datetime) -> Days:
    return Days("day", ((at.date(),),))


def _times(start: int, end: int) -> Times:
    return times_of([(start, end)], [(start, end)])
