"""What phrases that name days mean: a list of options, each a list of dates. Two options are ambiguous."""

import re
from datetime import date

from clinic.language.dates.today import ONE, RECENT, Dates, Today, dated, month_of, part_of, stretch
from clinic.language.dates.words import HOLIDAYS, MONTHS, WEEKDAYS

Match = re.Match[str]


def iso(m: Match, t: Today) -> list[Dates]:
    """Return a date as computers write it."""
    return [dated(int(m["day"]), int(m["month"]), m["year"], t)]


def numeric(m: Match, t: Today) -> list[Dates]:
    """Return a date in figures as the clinic's visitors write it, or both readings, month first and day first."""
    first, second = int(m["a"]), int(m["b"])
    month_first, day_first = dated(second, first, m["year"], t), dated(first, second, m["year"], t)
    if t.order == "either":
        return [month_first, day_first] if first != second else [month_first]
    return [day_first or month_first if t.order == "day_first" else month_first or day_first]


def dotted(m: Match, t: Today) -> list[Dates]:
    """Return a date with dots, which are only written with the day first."""
    return [dated(int(m["a"]), int(m["b"]), m["year"], t)]


def written(m: Match, t: Today) -> list[Dates]:
    """Return a day with the name of its month."""
    return _checked(m, dated(int(m["day"]), MONTHS[m["month"]], m["year"], t), t)


def nth(m: Match, t: Today) -> list[Dates]:
    """Return the next such day of a month: "the 31st" skips the months without one."""
    ahead = {"next": [1], "this": [0]}.get(m["which"] or "", [0, 1, 2, 3])
    found = [day for n in ahead for day in month_of(t.day, n) if day.day == int(m["day"])]
    found = [day for day in found if day >= t.day or m["which"]][:1]
    return _checked(m, found, t)


def _checked(m: Match, found: Dates, t: Today) -> list[Dates]:
    """Ask when weekday and date do not fit each other."""
    weekday = WEEKDAYS.get(m["wd"] or "")
    if not found or weekday is None or found[0].weekday() == weekday:
        return [found]
    near = min((found[0] + n * ONE for n in range(-6, 7)), key=lambda d: (d.weekday() != weekday, abs(d - found[0])))
    return [found, [near]]


def week_on(m: Match, t: Today) -> list[Dates]:
    """Return the day so many weeks after the coming one: "a week on tuesday", "tomorrow week"."""
    weeks = int(m["n"]) if "n" in m.re.groupindex and m["n"] else 1
    near = {"today": t.day, "tomorrow": t.day + ONE}
    start = near.get(m["wd"]) or t.coming(WEEKDAYS[m["wd"]])
    return [[start + weeks * 7 * ONE]]


def within(m: Match, t: Today) -> list[Dates]:
    """Return the day for days; for weeks and months the week that begins then, for these are not meant to the day."""
    n = int(m["n"]) if m["n"].isdigit() else 1
    if m["unit"] == "day":
        return [[t.day + n * ONE]]
    start = t.day + n * 7 * ONE
    if m["unit"] == "month":
        month = month_of(t.day, n)
        start = month[min(t.day.day, len(month)) - 1]
    return [stretch(start, start + 6 * ONE)]


def ahead(m: Match, t: Today) -> list[Dates]:
    """Return all days from today up to so many days, weeks or months ahead."""
    n, unit = m["n"] or m["n2"], m["unit"] or m["unit2"]
    length = {"day": 1, "week": 7, "month": 30}[unit] * (int(n) if n.isdigit() else 1)
    return [stretch(t.day, t.day + length * ONE)]


def near(m: Match, t: Today) -> list[Dates]:
    """Return the day that "today", "tomorrow", "now", "in an hour" and their like name."""
    words = {"after tomorrow": 2, "tomorrow": 1, "before yesterday": -2, "yesterday": -1}
    return [[t.day + next((n for word, n in words.items() if word in m[0]), 0) * ONE]]


def week(m: Match, t: Today) -> list[Dates]:
    """Return what is left of a week or of its named part."""
    sunday = t.day.weekday() == 6
    which = m["which"]
    if m["then"] and t.said:
        monday = t.said - t.said.weekday() * ONE + 7 * ONE
        return [stretch(monday, monday + 6 * ONE)]
    if which == "the" and m["part"] and t.said:  # "earlier in the week"
        starts = [t.said - t.said.weekday() * ONE]
    elif which in ("this", "this coming", "the", "coming"):
        starts = [t.monday(1) if sunday else t.monday(0)]
    elif which == "last":
        starts = [t.monday(-1)]
    elif m["after"]:
        starts = [t.monday(2), t.monday(3)] if sunday else [t.monday(2)]
    else:  # on a Sunday people differ in which week is the next
        starts = [t.monday(1), t.monday(2)] if sunday else [t.monday(1)]
    return [[d for d in part_of(stretch(s, s + 6 * ONE), m["part"]) if d >= t.day or which == "last"] for s in starts]


def weekend(m: Match, t: Today) -> list[Dates]:
    """Return the days of one weekend or of all."""
    if (m["all"] or "").strip() in ("any", "every") or m[0].endswith("s"):
        return [t.every(5, 6)]
    first = t.monday(0) + 5 * ONE
    this, after = stretch(first, first + ONE), stretch(first + 7 * ONE, first + 8 * ONE)
    if m["which"] == "next":
        return [after] if t.day.weekday() >= 5 else [this, after]
    return [[d for d in this if d >= t.day]]


def month(m: Match, t: Today) -> list[Dates]:
    """Return what is left of a month or of its named part."""
    if m["month"]:
        days = month_of(date(int(m["year"] or t.day.year), MONTHS[m["month"]], 1))
        days = days if m["year"] or days[-1] >= t.day else month_of(days[0], 12)
    else:
        days = month_of(t.day, int(m["which"] == "next"))
    return [[d for d in part_of(days, m["part"]) if d >= t.day or m["year"]]]


def holiday(m: Match, t: Today) -> list[Dates]:
    """Return the day of a feast."""
    month, day = HOLIDAYS[m["holiday"]]
    if day:
        return [dated(day, month, None, t)]
    fourths = [[d for d in month_of(date(t.day.year + n, month, 1)) if d.weekday() == 3][3] for n in (0, 1)]
    return [[next(d for d in fourths if d >= t.day - RECENT)]]


def weekday(m: Match, t: Today) -> list[Dates]:
    """Return one coming weekday, or all of them for "any friday" and "fridays"."""
    weekday, which = WEEKDAYS[m["wd"]], (m["which"] or "").strip()
    coming = t.coming(weekday)
    if m["wd"].endswith("days") or which in ("any", "every", "each", "all", "a", "some"):
        return [t.every(weekday)]
    if which in ("last", "this past"):
        return [[coming - 7 * ONE]]
    if which == "next" and coming != t.day and (coming < t.monday(1) or t.day.weekday() == 6):
        return [[coming], [coming + 7 * ONE]]  # this week's or the one after: people differ
    if which == "following" and t.said:
        return [[next(t.said + n * ONE for n in range(1, 8) if (t.said + n * ONE).weekday() == weekday)]]
    if which in ("next", "following"):
        return [[coming + 7 * ONE if coming == t.day else coming]]
    return [[coming], [coming + 7 * ONE]] if coming == t.day and not which.startswith("this") else [[coming]]


def some(m: Match, t: Today) -> list[Dates]:
    """Return all days, all working days, or those in the middle of the week."""
    middle = re.search(r"mid ?week", m[0])
    return [t.every(1, 2, 3) if middle else t.every(*range(5)) if "week" in m[0] or "working" in m[0] else t.every()]
