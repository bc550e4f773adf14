"""Days that belong together: "monday to friday", "after the 3rd", "any friday in december"."""

import re

from clinic.language.dates.patterns import Days
from clinic.language.dates.today import ONE, Today, stretch

Found = tuple[int, int, Days]

TO = r" ?(?:-|to|til|till|until|through|thru)(?: the)? ?"
WEEK_OF = r"\b(?:week (?:of|commencing|beginning|starting)|w/?c)(?: on)?(?: the)? $"
MOVED = r"(\b(?:mov|chang|switch|swap|push|reschedul|shift|bring)\w*\b.*?)\bfrom (.{1,25}?)(?= to )"


def new_only(text: str) -> str:
    """Return "move it from friday to monday" without the old time."""
    return re.sub(MOVED, r"\1", text)


def joined(found: list[Found], text: str, today: Today) -> list[Found]:
    """Return the days with those that belong together made one."""
    together: list[Found] = []
    for start, end, days in found:
        if together and (whole := _from_to(together[-1], (start, end, days), text)):
            together[-1] = whole
        else:
            together.append((start, end, _bounded(days, text[:start], text[end:], today)))
    return together


def _from_to(one: Found, other: Found, text: str) -> Found | None:
    first, last, gap = one[2].options[0][0], other[2].options[0][-1], text[one[1] : other[0]]
    between = re.search(r"\bbetween (?:the )?$", text[: one[0]]) and re.fullmatch(r" (?:and|&) (?:the )?", gap)
    if not between and not re.fullmatch(TO, gap):
        return None
    if other[2].kind == "weekday" and last < first:
        last += 7 * ONE
    return (one[0], other[1], Days("range", (tuple(stretch(first, last)),))) if first <= last else None


def _bounded(days: Days, before: str, after: str, today: Today) -> Days:
    first, last, end = days.options[0][0], days.options[0][-1], today.day + today.ahead * ONE
    if days.kind == "day" and re.search(WEEK_OF, before):
        monday = first - first.weekday() * ONE
        bounded = stretch(max(monday, today.day), monday + 6 * ONE)
    elif re.search(r"\bafter (?:the )?$", before):
        bounded = stretch(last + ONE, end)
    elif re.match(r" (?:on ?wards?|or later|or after)\b", after) or re.search(
        r"\b(?:from|starting)(?: the)? $", before
    ):
        bounded = stretch(first, end)
    elif re.search(r"\bbefore (?:the )?$", before):
        bounded = stretch(today.day, first - ONE)
    elif re.search(r"\b(?:by|until|till|til)(?: the)? $", before):
        bounded = stretch(today.day, last)
    else:
        return days
    return Days("range", (tuple(bounded),)) if bounded else days


def narrowed(found: list[Found], text: str) -> list[Found]:
    """Let a range narrow the weekdays beside it, unless "or" parts them; let a named day win over "any day"."""
    named = [f for f in found if f[2].kind in ("day", "weekday")]
    if named:
        found = [f for f in found if f[2].kind != "all"]
    ranges = [f for f in found if f[2].kind == "range"]
    others = [f for f in found if f[2].kind != "range"]
    if len(ranges) != 1 or not others or any(f[2].kind == "day" for f in others):
        return found
    (start, end, whole) = ranges[0]
    if re.search(r"\b(?:or|and) (?:in |for )?$", text[:start]) or re.match(r",? (?:or|and)\b", text[end:]):
        return found
    return [(a, b, _within(days, whole)) for a, b, days in others]


def _within(days: Days, whole: Days) -> Days:
    weekdays = {day.weekday() for day in days.options[0]}
    options = [tuple(day for day in option if day.weekday() in weekdays) for option in whole.options]
    return Days("weekday", tuple(option for option in options if option)) if any(options) else days
