"""Times in words: "8 months ago", "since June", "last year", "in two weeks" become days from today.

Vague words are taken as the shortest time that they allow (rules, section 2, "Counting dates").
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from clinic.findings import Time, TimeKind
from clinic.language import Word, bag
from clinic.reading.calendar_times import calendar_time
from clinic.reading.numeric_times import Mention, norm_at

UNIT_DAYS = {
    "hour": 0,
    "minute": 0,
    "day": 1,
    "night": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "decade": 3650,
}
_AGO = {
    "ago",
    "back",
    "prior",
    "earlier",
    "out",
    "clear",
    "free",
    "clean",
    "off",
    "old",
    "post",
    "postop",
    "postpartum",
    "since",
}
_AHEAD = {"away", "time", "after", "before", "later", "from", "until", "till"}
_DURATION = {"for", "past", "last", "been", "nearly", "about", "over", "around", "almost", "the", "these", "another"}
_HAS_AN_AGE = bag("scar scars burn injury wound cut baby newborn tattoo stitches")
_CENTURY = 36_500  # days; nothing that is said of a person lies further
_NOT = bag("havent hasnt not never no none hadnt didnt nothing")
_LESS = {"under", "nearly", "almost", "not", "within"}


def find_times(words: Sequence[Word], today: date) -> list[Mention]:
    """Return the times that `words` name, in order and without overlap."""
    mentions: list[Mention] = []
    place = 0
    while place < len(words):
        mention = _amount(words, place) or calendar_time(words, place, today)
        before = mention.start - 1 - (norm_at(words, mention.start - 1) in ("the", "about", "around")) if mention else 0
        if mention and norm_at(words, before) == "since":
            mention = replace(mention, span=True)
        if mention:
            mentions.append(mention)
        place = mention.end if mention else place + 1
    return mentions


def _unit(norm: str) -> str | None:
    singular = norm[:-1] if norm.endswith("s") else norm
    return singular if singular in UNIT_DAYS else None


def _quantity(words: Sequence[Word], place: int) -> tuple[float, int, bool] | None:
    """Return (amount, words used, vague); "a couple" is 2, "a few" 3, a range its smaller end."""
    used = 1 if norm_at(words, place) in ("a", "an") and norm_at(words, place + 1) in ("couple", "few", "good") else 0
    norm = norm_at(words, place + used)
    if norm in ("couple", "few", "several"):
        used += 1 + (norm_at(words, place + used + 1) == "of")
        return (2 if norm == "couple" else 3), used, True
    if norm == "half" and norm_at(words, place + used + 1) in ("a", "an"):
        return 0.5, used + 2, False
    if norm in ("a", "an", "one"):
        return 1, used + 1, False
    number = words[place + used].number if place + used < len(words) else None
    if number is None or number > 1000:
        return None
    used += 1
    if norm_at(words, place + used) in ("to", "or", "and") and place + used + 1 < len(words):
        second = words[place + used + 1].number
        if second is not None and second < 1000:
            return min(number, second), used + 2, True
        if norm_at(words, place + used + 1) == "a" and norm_at(words, place + used + 2) == "half":
            return number + 0.5, used + 3, False
    elif place + used < len(words) and words[place + used].number is not None:
        return min(number, words[place + used].number or number), used + 1, True
    return number, used, False


def _amount(words: Sequence[Word], place: int) -> Mention | None:
    quantity = _quantity(words, place)
    if quantity:
        amount, used, vague = quantity
    else:
        amount, used, vague = 2, 0, True
        lone = norm_at(words, place + 1) in ("ago", "back") or norm_at(words, place - 1) in ("in", "for")
        if not norm_at(words, place).endswith("s") or not lone:
            return None
    unit = _unit(norm_at(words, place + used))
    if unit is None:
        return None
    end = place + used + 1
    if (norm_at(words, end), norm_at(words, end + 1), norm_at(words, end + 2)) == ("and", "a", "half"):
        amount, end = amount + 0.5, end + 3
    elif (
        norm_at(words, end) in ("and", "or")
        and (more := _quantity(words, end + 1))
        and _unit(norm_at(words, end + 1 + more[1]))
    ):
        end += 2 + more[1]
    before = norm_at(words, place - 1)
    days = min(int(amount * UNIT_DAYS[unit]), _CENTURY)
    if before in _LESS and norm_at(words, end) in _AGO | {""}:
        days, vague = max(days - 1, 0), True
    vague = vague or before in (
        "about",
        "around",
        "roughly",
        "approximately",
        "like",
        "maybe",
        "ish",
        "~",
        "probably",
        "say",
    )
    return _directed(words, place, end, days, vague)


def _directed(words: Sequence[Word], place: int, end: int, days: int, vague: bool) -> Mention:
    """Decide whether an amount lies back, ahead, or is a duration, by the words around it."""
    after, before = norm_at(words, end), norm_at(words, place - 1)
    two_before = norm_at(words, place - 2)
    if before in ("about", "around", "roughly", "maybe", "over", "under", "nearly", "almost", "just"):
        before, two_before = two_before, norm_at(words, place - 3)
    if after == "old" and not _HAS_AN_AGE & {word.norm for word in words}:
        return Mention(place, end + 1, Time(TimeKind.UNKNOWN))
    if before == "at":  # "lost a baby at 20 weeks" says how far, not when
        return Mention(place, end, Time(TimeKind.UNKNOWN))
    if after in _AGO:
        return Mention(place, end + 1, Time(TimeKind.AGO, days, vague))
    if before in ("last", "past") or two_before in ("last", "past") or before == "for":
        return Mention(place, end, Time(TimeKind.AGO, days, vague), span=True)
    if before == "in" and _NOT & {norm_at(words, near) for near in range(max(place - 7, 0), place)}:
        return Mention(place, end, Time(TimeKind.AGO, days, vague), span=True)  # "havent had one in two years"
    if after in _AHEAD or before == "in" or before == "within":
        last = end + (after in _AHEAD) + (after == "from")
        return Mention(place, last, Time(TimeKind.IN, days, vague))
    return Mention(place, end, Time(TimeKind.AGO, days, vague), span=True)
