"""The words of days, months and times of day, and how a message is made ready for reading."""

import re
from collections.abc import Iterable

_DAYS = {
    0: "mon monday mondy munday monady",
    1: "tue tues tuesday tuseday teusday tuesdy tusday",
    2: "wed weds wednesday wensday wendsday wenesday wednsday wednesdy",
    3: "thu thur thurs thursday thrusday thursdy thurday thirsday thursaday",
    4: "fri friday firday fridy",
    5: "sat saturday saterday satuday saturdy",
    6: "sun sunday",
}
WEEKDAYS = {word + plural: day for day, words in _DAYS.items() for word in words.split() for plural in ("", "s")}
"""Weekday (Monday is 0) by word, abbreviation or common slip."""
WEEKDAYS |= {"tus": 1, "tue": 1}
del WEEKDAYS["suns"], WEEKDAYS["sats"]

_MONTHS = "january february march april may june july august september october november december"
MONTHS = {form: n for n, word in enumerate(_MONTHS.split(), 1) for form in (word, word[:3])} | {"sept": 9}
"""Month (January is 1) by word or abbreviation."""

HOLIDAYS = {
    "christmas eve": (12, 24),
    "xmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "xmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new years eve": (12, 31),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "new year's": (1, 1),
    "new years": (1, 1),
    "new year": (1, 1),
    "valentine's day": (2, 14),
    "valentines day": (2, 14),
    "valentine's": (2, 14),
    "valentines": (2, 14),
    "halloween": (10, 31),
    "thanksgiving": (11, 0),
}
"""Feasts as month and day; Thanksgiving, the fourth Thursday, has day 0."""

PERIODS = {
    "first thing in the morning": (6, 10),
    "first thing": (6, 10),
    "early morning": (6, 10),
    "late morning": (10, 12),
    "mid morning": (9.5, 11.5),
    "before work": (6, 9),
    "morning": (6, 12),
    "before lunch": (6, 12),
    "after lunch": (13, 17),
    "lunch time": (12, 14),
    "lunchtime": (12, 14),
    "lunch break": (12, 14),
    "lunch hour": (12, 14),
    "lunch": (12, 14),
    "early afternoon": (12, 15),
    "late afternoon": (15, 18),
    "mid afternoon": (14, 16),
    "afternoon": (12, 17),
    "arvo": (12, 17),
    "aft": (12, 17),
    "after school": (15, 18),
    "after work": (17, 22),
    "early evening": (17, 19),
    "evening": (17, 22),
    "eve": (17, 22),
    "night": (18, 22),
    "end of the day": (15, 18),
    "last appointment of the day": (15, 22),
    "last slot of the day": (15, 22),
    "as late as possible": (15, 22),
    "as late as poss": (15, 22),
    "end of day": (15, 18),
    "late in the day": (15, 18),
    "daytime": (8, 17),
    "day time": (8, 17),
    "am": (6, 12),
    "pm": (12, 22),
}
"""Times of day in hours after midnight."""

_ONE = (
    r"(?<=\bat )one\b|(?<=\bpast )one\b|(?<=after )one\b|(?<=before )one\b"
    r"|\bone(?= (?:thirty|fifteen|forty[ -]five|o'?clock|pm|am|weeks?|days?|months?|hour)\b)"
)
_NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SPELLINGS = {
    r"\bi am\b|\bam i\b|^am(?= \w+ing\b)": "i'm",
    r"\btomm?orr?ow?\b|\bt(?:o)?mr+w?\b|\btomoz\b|\b2mo?r+o?w?\b|\btmrow\b|\btmw\b": "tomorrow",
    r"\bb4\b": "before",
    r"\baftr\b|\baft(?= \d)": "after",
    r"\b2day\b": "today",
    r"\b2nite\b|\btonite\b|\btonigt\b|\btonight\b": "this evening",
    r"\bnxt\b": "next",
    r"\bwk\b": "week",
    r"\bwks\b": "weeks",
    r"\bwkend\b|\bweek end\b": "weekend",
    r"\bmorn(?:ings|in|ig|ng)?\b|\bam's\b|\bmornings\b": "morning",
    r"\bafternoons\b|\barvos\b|\baft(?:e?r|e)?n?oo?n\b": "afternoon",
    r"\bevenings\b|\beves\b": "evening",
    r"\bnights\b": "night",
    r"\blunchtimes\b": "lunchtime",
    r"\b(?:a )?fortnight\b": "2 weeks",
    r"\ba couple(?: of)?\b|\bcouple of\b": "2",
    r"\ba few\b": "3",
    r"\bo'?clock\b": "h",
    r"\b([ap])\.?\s?m\b\.?": r"\1m",
    r"\b(\d{1,2})h(\d\d)\b": r"\1:\2",
    r"(?<=next )few\b": "3",
    r"\b(\d{1,2}) thirty\b": r"\1:30",
    r"\b(\d{1,2}) fifteen\b": r"\1:15",
    r"\b(\d{1,2}) forty[ -]five\b": r"\1:45",
    r"(?<=\btomorrow)(.{1,12})\bthe day after\b(?! tomorrow)": r"\1the day after tomorrow",
    rf"\b(\d{{1,2}}) ?- ?(\d{{1,2}})(?:st|nd|rd|th)?(?= (?:{'|'.join(MONTHS)})\b(?! \d))": r"\1th to \2th",
    r"\bthe first of\b": "the 1st of",
    r"\b(?:12 )?(?:mid-?day|noon)\b": "12:00pm",
    r"\bmid[- ]": "mid ",
    r"\bhalf (?:past )?(\d{1,2})\b": r"\1:30",
    r"\b(?:a )?quarter past (\d{1,2})\b": r"\1:15",
    r"(?<=at )([01]\d|2[0-3])([0-5]\d)\b(?! ?[ap]m)": r"\1:\2",
    r"\b([01]\d|2[0-3])([0-5]\d) ?(?:h|hrs|hours)\b": r"\1:\2",
    r"(?<=day)'s\b": "s",
    r"[‐-―−]": "-",
}

_DIGITS = {_ONE: "1"} | {rf"\b{word}\b": str(number) for number, word in enumerate(_NUMBERS, 2)}
_REPLACED = [(re.compile(pattern), word) for pattern, word in (_DIGITS | _SPELLINGS).items()]


def ready(text: str) -> str:
    """Return the message in lower case with usual spellings, digits for numbers and single spaces."""
    text = re.sub(r"\s+", " ", text.lower().replace("’", "'").replace("‘", "'")).strip()
    for pattern, word in _REPLACED:
        text = pattern.sub(word, text)
    return re.sub(r"\b(?:a )?quarter to (\d{1,2})\b", lambda m: f"{(int(m[1]) + 10) % 12 + 1}:45", text)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
