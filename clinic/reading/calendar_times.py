"""Calendar times: "yesterday", "last summer", "in March 2025", "12/03/2026" become days from today."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from clinic.findings import Time, TimeKind
from clinic.language import Word, bag, value
from clinic.language.dates import MONTHS, WEEKDAYS
from clinic.reading.numeric_times import Mention, norm_at, numeric_time

_DAYS = {word: day for word, day in WEEKDAYS.items() if len(word) > 3}  # "sun" and "sat" are words of their own
_BY_YEAR = re.compile(r"(19|20)\d\d")
_SEASON_ENDS = {
    "spring": (5, 31),
    "easter": (4, 20),
    "summer": (8, 31),
    "autumn": (11, 30),
    "fall": (11, 30),
    "winter": (2, 28),
    "christmas": (12, 25),
}
_FIXED = {"yesterday": 1, "today": 0, "tonight": 0}
_AHEAD = bag(
    "doing due booked booking planned planning until till starting starts start next will ill going go getting having "
    "expecting scheduled upcoming coming flying want wants wanted hoping want waiting can could heading before fly "
    "travel travelling leave leaving jetting"
)
_PLANS = bag("trip holiday flight cruise wedding honeymoon skiing vacation festival")
_BACK = bag(
    "had was were since got did been done finished stopped ended last came went took gave "
    "burnt burned cut hurt fell scratched hit peeled tanned tried used"
)
_ORDINALS = ("th", "st", "nd", "rd")
_BEFORE_YEAR = bag(", in since from of around about until till early late mid was")
_BEFORE_MONTH = bag("in since of until last early late mid from this th st nd rd")
_LONG_AGO = 730  # days; "years ago" is two years at least (rules, "Counting dates")
_SOON = 60  # days; a bare "2nd december" this near lies ahead
_YOUTH = bag("teens twenties thirties youth childhood 20s 30s")
_YOUNG = bag("child kid baby toddler teen teenager student little girl young younger small infant")
_DECADES = bag("60 70 80 90 00 60s 70s 80s 90s seventies eighties nineties noughties")


def calendar_time(words: Sequence[Word], place: int, today: date) -> Mention | None:
    """Return the calendar time that begins at word `place`, if one does."""
    norm, following = norm_at(words, place), norm_at(words, place + 1)
    if norm in _FIXED:
        return Mention(place, place + 1, Time(TimeKind.AGO, _FIXED[norm]))
    if norm == "tomorrow":
        return Mention(place, place + 1, Time(TimeKind.IN, 1))
    if norm == "lately":
        return Mention(place, place + 1, Time(TimeKind.AGO, 0, True), span=True)
    if norm == "recently" or (norm, following) == ("other", "day"):
        return Mention(place, place + 1, Time(TimeKind.AGO, 0, True))
    if norm == "this" and following in ("morning", "afternoon", "evening", "week", "month", "weekend"):
        return Mention(place, place + 2, Time(TimeKind.AGO, 0, following not in ("morning", "afternoon", "evening")))
    if norm in ("last", "next"):
        return _relative(norm, following, place, today)
    return _in_youth(words, place) or _dated(words, place, today)


def _in_youth(words: Sequence[Word], place: int) -> Mention | None:
    """ "As a child", "in my teens", "when i was 16", "in the 90s": years ago."""
    three = [norm_at(words, place + step) for step in range(3)]
    then = (
        (three[:2] == ["as", "a"] and three[2] in _YOUNG)
        or (three[:2] == ["in", "my"] and three[2] in _YOUTH)
        or (three[:2] == ["in", "the"] and three[2] in _DECADES)
        or (three == ["when", "i", "was"] and _is_young(words, place + 3))
    )
    return Mention(place, place + 3, Time(TimeKind.AGO, _LONG_AGO, True)) if then else None


def _is_young(words: Sequence[Word], place: int) -> bool:
    place += norm_at(words, place) in ("a", "at", "in", "about", "like", "only")
    return norm_at(words, place) in _YOUNG | {"school", "uni", "my"} or value(norm_at(words, place)) is not None


def direction(words: Sequence[Word], place: int) -> int:
    """1 when the nearest word of direction before `place` points ahead ("due on 14 feb"), -1 when back, else 0."""
    plan = 0
    for near in range(place - 1, max(place - 8, -1), -1):
        norm = norm_at(words, near)
        if norm in _AHEAD | _BACK:
            return 1 if norm in _AHEAD else -1
        if norm in ".!?;\n":
            break
        plan = plan or int(norm in _PLANS)
    return plan


def _relative(norm: str, unit: str, place: int, today: date) -> Mention | None:
    if norm == "next":
        days = {"week": 1, "month": 1, "year": 1, "weekend": 1, "summer": 30, "spring": 30, "winter": 30}.get(unit)
        if unit in _DAYS:
            days = (_DAYS[unit] - today.weekday() - 1) % 7 + 1
        return None if days is None else Mention(place, place + 2, Time(TimeKind.IN, days, unit not in _DAYS))
    ends = {
        "night": today - timedelta(1),
        "week": today - timedelta(today.weekday() + 1),
        "weekend": today - timedelta(today.weekday() + 1),
        "month": today.replace(day=1) - timedelta(1),
        "year": date(today.year - 1, 12, 31),
    }
    if unit in _SEASON_ENDS:
        ends[unit] = _latest(today, *_SEASON_ENDS[unit])
    if unit in MONTHS:
        ends[unit] = _month_end(today, MONTHS[unit])
    if unit in _DAYS:
        ends[unit] = today - timedelta((today.weekday() - _DAYS[unit] - 1) % 7 + 1)
    if unit not in ends:
        return None
    return Mention(place, place + 2, Time(TimeKind.AGO, (today - ends[unit]).days))


def _dated(words: Sequence[Word], place: int, today: date) -> Mention | None:
    """Month names, years, weekdays and numeric dates: a past day, or a coming one when the words point ahead."""
    norm, before = norm_at(words, place), norm_at(words, place - 1)
    if norm in _DAYS and before in ("on", "since", "this", "from", "", "back"):
        return _weekday(words, place, today)
    if _BY_YEAR.fullmatch(norm) and before in _BEFORE_YEAR:
        return Mention(place, place + 1, Time(TimeKind.AGO, max((today - date(int(norm), 12, 31)).days, 0)))
    if norm in MONTHS and (norm not in ("may", "march") or before in _BEFORE_MONTH or before.isdigit()):
        return _month(words, place, today)
    if norm in _SEASON_ENDS and norm != "fall":
        return _season(words, place, today)
    return numeric_time(words, place, today)


def _weekday(words: Sequence[Word], place: int, today: date) -> Mention:
    day, way = _DAYS[norm_at(words, place)], direction(words, place)
    if way > 0 or (norm_at(words, place - 1) == "this" and way == 0):
        return Mention(place, place + 1, Time(TimeKind.IN, (day - today.weekday() - 1) % 7 + 1))
    return Mention(place, place + 1, Time(TimeKind.AGO, (today.weekday() - day - 1) % 7 + 1))


def _season(words: Sequence[Word], place: int, today: date) -> Mention | None:
    """A season counts by its last day when it is past, by its first when it lies ahead."""
    end, year = _SEASON_ENDS[norm_at(words, place)], norm_at(words, place + 1)
    if _BY_YEAR.fullmatch(year):
        return Mention(place, place + 2, Time(TimeKind.AGO, max((today - date(int(year), *end)).days, 0)))
    if norm_at(words, place - 1) not in ("in", "since", "the", "this", "over", "at", "during"):
        return None
    if direction(words, place) > 0:
        ahead = (_latest(today, *end).replace(year=_latest(today, *end).year + 1) - today).days
        return Mention(place, place + 1, Time(TimeKind.IN, max(ahead - 90, 1), True))
    return Mention(place, place + 1, Time(TimeKind.AGO, (today - _latest(today, *end)).days))


def _month(words: Sequence[Word], place: int, today: date) -> Mention:
    month = MONTHS[norm_at(words, place)]
    end, year = place + 1, None
    day = _day_near(words, place)
    if norm_at(words, end).isdigit() and len(norm_at(words, end)) < 3:
        end += 1 + (norm_at(words, end + 1) in _ORDINALS)
    if _BY_YEAR.fullmatch(norm_at(words, end)):
        year, end = int(norm_at(words, end)), end + 1
    first = date(today.year, month, min(day or 1, 28))
    first = first if first >= today or (month == today.month and not day) else first.replace(year=today.year + 1)
    way = direction(words, place)
    if not year and (way > 0 or (way == 0 and day and (first - today).days <= _SOON)):
        return Mention(place, end, Time(TimeKind.IN, max((first - today).days, 0)))
    if year:
        last = date(year, month, min(day, 28)) if day else (date(year + month // 12, month % 12 + 1, 1) - timedelta(1))
    else:
        last = _latest(today, month, min(day, 28)) if day else _month_end(today, month)
    gap = (today - last).days
    return Mention(place, end, Time(TimeKind.AGO, gap) if gap >= 0 else Time(TimeKind.IN, -gap))


def _day_near(words: Sequence[Word], place: int) -> int | None:
    back = place - 1
    while norm_at(words, back) in ("of", "the", *_ORDINALS):
        back -= 1
    for near in (back, place + 1):
        number = norm_at(words, near)
        if number.isdigit() and 1 <= int(number) <= 31:
            return int(number)
    return None


def _month_end(today: date, month: int) -> date:
    """The last day of the latest `month` that has begun, not after today."""
    year = today.year if month <= today.month else today.year - 1
    return min(today, date(year + month // 12, month % 12 + 1, 1) - timedelta(1))


def _latest(today: date, month: int, day: int) -> date:
    found = date(today.year, month, day)
    return found if found <= today else date(today.year - 1, month, day)
