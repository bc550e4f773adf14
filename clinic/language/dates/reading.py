"""Puts the days and times of a message together: which belong to each other, which are ruled out, which are over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from clinic.language.dates.model import Reading, Window
from clinic.language.dates.patterns import DAY_READ, SOONEST, Days, find_days
from clinic.language.dates.ranges import joined, narrowed, new_only
from clinic.language.dates.relative import like_before
from clinic.language.dates.spans import Spans, windows, without
from clinic.language.dates.times import MIDNIGHT, Times, find_times
from clinic.language.dates.today import Today
from clinic.language.dates.words import ready

NOT = (
    r"(?:\bnot?\b|\bneither\b|\bnever|\bnor|\bcannot(?: \w+)?"
    r"|\b(?:do|does|did|ca|could|wo|would|is|am|are|was)n'?t (?:do|make|come|attend|manage|want|be|work|on)\b"
    r"|\bexcept(?: for)?"
    r"|\bbut not|\bapart from|\banything but|\bany ?day but|\bother than|\bexcluding|\bbesides|\binstead of"
    r"|\brather than|\bavoid|\bbusy|\bi(?:'?m| am)? (?:usually |always )?work(?:ing)?)"
    r"(?: (?:on|in|at|the|for|a|any|do|make|it))*,? ?$"
)
NOT_AFTER = (
    r"^(?:'s| is| are| was|s)? ?(?:no good|not good|no use|out\b|(?:does|do|is|are|was|wo|ca)n'?t|not possible"
    r"|impossible|bad\b|not (?:great|ideal|an option|work))"
)
AND_SO = r"\s*+(?:,? ?\b(?:or|and|nor)\b|/|&)(?: (?:on|the|in the|at))*\s*"
"""Joins a day that is ruled out to the next one; a comma does not."""


@dataclass(frozen=True)
class Item:
    """A day or a time and where it stands; `ruled_out` in "not monday"."""

    start: int
    end: int
    days: Days | None = None
    times: Times | None = None
    ruled_out: bool = False


Clause = tuple[Days | None, Times | None]


def parse(
    text: str, now: datetime, zone: ZoneInfo, ahead: int = 60, said: datetime | None = None, order: str = "either"
) -> Reading:
    """Return what the message says about time in the clinic's zone.

    `ahead` is how many days "any friday" reaches; `said` the time that the talk is about, for "same time",
    `order` how dates in figures are written here: "day_first", "month_first", or "either", which gives both.
    """
    said = said and said.astimezone(zone)
    today, text = Today(now.astimezone(zone).date(), ahead, said and said.date(), order), new_only(ready(text))
    items = _items(text, today, said)
    if not items:
        return Reading("nothing")
    wanted = _clauses(_narrowed([i for i in items if not i.ruled_out], text), text)
    if said and wanted and not any(days for days, _ in wanted) and all(_is_clock(times) for _, times in wanted):
        wanted = [(Days("day", ((said.date(),),)), times) for _, times in wanted]
    ruled_out = [span for i in items if i.ruled_out for span in _ruled_out(i, items, today)]
    options = [windows(without(spans, ruled_out), zone) for spans in _options(wanted, today)]
    left = [tuple(w for w in option if w.end > now) for option in options]
    return _answer(options, left, bool(re.search(SOONEST, text)))


def leftover(text: str, now: datetime, zone: ZoneInfo, said: datetime | None = None) -> str:
    """Return the message, made ready for reading, without the words that name days and times."""
    said = said and said.astimezone(zone)
    text = ready(text)
    items = _items(text, Today(now.astimezone(zone).date(), 60, said and said.date()), said)
    for item in items:
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return " ".join(text.split())


def _answer(options: Sequence[tuple[Window, ...]], left: list[tuple[Window, ...]], earliest: bool) -> Reading:
    open_ones = list(dict.fromkeys(option for option in left if option))
    if len(open_ones) > 1:
        return Reading("ask", options=tuple(open_ones), earliest=earliest)
    if open_ones:
        return Reading("windows", open_ones[0], earliest=earliest)
    return Reading("past", options[0]) if options and options[0] else Reading("nothing")


def _items(text: str, today: Today, said: datetime | None) -> list[Item]:
    days = sorted(find_days(text, today), key=lambda found: found[:2])
    items = [Item(start, end, days=found) for start, end, found in joined(days, text, today)]
    masked = text
    for item in items:
        masked = masked[: item.start] + DAY_READ * (item.end - item.start) + masked[item.end :]
    items += [Item(start, end, times=times) for start, end, times in find_times(masked)]
    if said:
        items += [
            Item(start, end, days, times)
            for start, end, days, times in like_before(text, said)
            if days or (times and times.meant)
        ]
    return _judged(sorted(items, key=lambda item: item.start), text)


def _judged(items: list[Item], text: str) -> list[Item]:
    """Mark what is ruled out: by what stands before or after it, or together with its neighbour."""
    judged: list[Item] = []
    for item, follower in zip_longest(items, items[1:]):
        last = judged[-1] if judged else None
        gap = text[last.end if last else 0 : item.start]
        after = text[item.end : follower.start if follower else len(text)]
        joins = last is not None and (re.fullmatch(AND_SO, gap) or (item.times and last.days and _close(gap)))
        all_but = bool(last and last.days and last.days.kind == "all") and re.fullmatch(r" but (?:on )?", gap)
        out = bool(all_but or re.search(NOT, gap) or re.match(NOT_AFTER, after) or (joins and last and last.ruled_out))
        judged.append(replace(item, ruled_out=out))
    return judged


def _narrowed(items: list[Item], text: str) -> list[Item]:
    days = narrowed([(item.start, item.end, item.days) for item in items if item.days], text)
    times = [item for item in items if item.times]
    return sorted([Item(a, b, days=d) for a, b, d in days] + times, key=lambda item: (item.start, item.times is None))


def _is_clock(times: Times | None) -> bool:
    return times is not None and all(end - start == 1 for start, end in times.meant)


def _close(gap: str) -> bool:
    return re.fullmatch(r"\s*(?:in the|at|on)?\s*", gap) is not None


def _clauses(items: list[Item], text: str) -> list[Clause]:
    """Pair days with times: "tuesday at 2 or 4", "4pm tuesday or 3pm wednesday", "tuesday or wednesday afternoon"."""
    clauses: list[Clause] = []
    lead_is_day = bool(items and items[0].days)
    last_end = 0
    for item in items:
        days, times = clauses[-1] if clauses else (None, None)
        both = times and item.times and times.both(item.times)
        apart = re.search(r"\bor\b|\band\b|,|/|&", text[last_end : item.start])
        if clauses and both and not apart:
            clauses[-1] = (days, both)
        elif not clauses or (days if item.days else times) or (bool(item.days) == lead_is_day):
            clauses.append((item.days, item.times))
        else:
            clauses[-1] = (days or item.days, times or item.times)
        last_end = item.end
    return _filled(clauses, lead_is_day)


def _filled(clauses: list[Clause], lead_is_day: bool) -> list[Clause]:
    """Give a clause without a day the day before it, one without a time the time after it; else the other way round.

    A time that leads counts for the days after it: "after 3 on tuesday or wednesday".
    """
    filled = []
    for n, (days, times) in enumerate(clauses):
        before, after = clauses[:n][::-1], clauses[n + 1 :]
        if days is None:
            days = next((d for d, _ in before + after if d), None)
        elif times is None:
            bare = [t for d, t in before if t and (d is None or not lead_is_day)]
            times = next((t for _, t in after if t), bare[0] if bare else None)
        filled.append((days, times))
    return filled


def _spans(clause: Clause, option: int, today: Today) -> Spans:
    days, times = clause
    dates = days.options[min(option, len(days.options) - 1)] if days else today.every()
    return [(day, span) for day in dates for span in (times.meant if times else ((0, MIDNIGHT),))]


def _options(clauses: list[Clause], today: Today) -> list[Spans]:
    """Return what a message can mean; several days are offered side by side, so nobody need be asked which is meant."""
    if not clauses:
        return [_spans((None, None), 0, today)]
    named = {days for days, _ in clauses if days}
    counts = [len(days.options) if days else 1 for days, _ in clauses]
    if len(named) > 1:
        return [
            [
                span
                for clause, count in zip(clauses, counts, strict=True)
                for n in range(count)
                for span in _spans(clause, n, today)
            ]
        ]
    return [[span for clause in clauses for span in _spans(clause, n, today)] for n in range(max(counts))]


def _ruled_out(item: Item, items: list[Item], today: Today) -> Spans:
    """Return what an item rules out: "not monday" every Monday, "not monday morning" only that part of it."""
    partner = next(
        (i for i in items if i.ruled_out and i is not item and i.start in range(item.end, item.end + 9)), None
    )
    if item.days and partner and partner.times:
        return []
    previous = next((i for i in items if i.ruled_out and i.days and item.start in range(i.end, i.end + 9)), None)
    days = item.days or (previous.days if previous else None)
    if days and days.kind == "weekday":
        days = Days("weekday", (tuple(today.every(*{day.weekday() for day in days.options[0]})),))
    return _spans((days, item.times), 0, today)
