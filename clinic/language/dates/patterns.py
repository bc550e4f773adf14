"""Where a message names days: the patterns, in the order in which they claim their words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from clinic.language.dates import days
from clinic.language.dates.today import Dates, Today
from clinic.language.dates.words import HOLIDAYS, MONTHS, WEEKDAYS, any_of

WD, MONTH = f"(?P<wd>{any_of(WEEKDAYS)})", f"(?P<month>{any_of(MONTHS)})"
YEAR = r"(?:,? (?P<year>20\d\d))?"
PART = (
    r"(?:(?:the )?(?P<part>early|earlier|beginning of|start of|(?:first|second|third) week of"
    r"|first half of|second half of|mid|middle of|late|later|end of|rest of)"
    r"(?: in)? (?:the )?)?"
)
SMALL = r"(?<!\d,)\d{1,3}"
"""A number of days, weeks or months; a larger one reaches beyond any calendar."""
# "may" and "mar" are months only where nothing else fits: "may I come" is not.
LONE_MONTH = (
    f"(?P<month>{any_of({m: n for m, n in MONTHS.items() if m not in ('may', 'mar')})}"
    + "".join(rf"|(?<={word} )may" for word in ("in", "early", "late", "mid", "of", "by", "before", "until", "next"))
    + ")"
)
SOONEST = (
    r"(?:the )?(?:earliest|soonest|quickest|first|next)(?: possible| available| free| open)?"
    r" (?:one|appointment|appt|slot|time|date|day|opening|you have|you can|you could|you've got|available"
    r"|possible|free|consultation)"
    r"|earliest|soonest|asap|as (?:soon|early|quick(?:ly)?) as (?:poss\w*|you can|u can|i can)|how soon"
    r"|next available|first available"
    r"|sooner the better|straight ?away|right away|when(?:'?s| is) (?:your |the )?(?:next|first|soonest|earliest)"
)
ANY_TIME = r"any ?time|when ?ever|any ?days?\b(?! (?:next|this|in))|every ?day|no preference|flexible|don'?t mind when"

DAY_READ = "\0"
"""Stands for words that were read as a day."""


@dataclass(frozen=True)
class Days:
    """Days that a phrase names: `kind` is a single day, any of some weekdays, a range, or all days."""

    kind: str
    options: tuple[tuple[date, ...], ...]


Rule = tuple[str, str, Callable[[days.Match, Today], list[Dates]]]
_RULES: list[Rule] = [
    ("day", r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b", days.iso),
    ("day", r"(?<![\d/-])(?!24/7)(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?(?![\d/-])", days.numeric),
    ("day", r"(?<![\d-])(?P<a>\d{1,2})-(?P<b>\d{1,2})-(?P<year>20\d\d)(?![\d-])", days.numeric),
    ("day", r"(?<![\d.])(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<year>20\d\d|\d\d)?(?!\d)", days.dotted),
    ("day", rf"(?:\b{WD},? )?(?:the )?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH}\b{YEAR}", days.written),
    ("day", rf"(?:\b{WD},? )?\b{MONTH},? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
            rf"(?![\d:.]\d|\d| ?[ap]m){YEAR}\b", days.written),
    ("day", rf"\b(?:{WD},? (?:the )?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b(?: of (?P<which>this|next) month)?"
            r"(?! (?:session|treatment|time|appointment|visit|one|consultation)\b)", days.nth),
    ("day", rf"(?:\ba |\b(?P<n>{SMALL}) |(?<!next )(?<!this )\b(?=week on ))weeks? (?:on |from |this )?"
            rf"(?P<wd>{any_of(WEEKDAYS)}|today|tomorrow)\b", days.week_on),
    ("day", rf"\b(?P<wd>{any_of(WEEKDAYS)}|today|tomorrow) week\b", days.week_on),
    ("range", rf"\bin (?:about |around )?(?P<n>an?|{SMALL}) (?P<unit>day|week|month)s?'?(?: time)?\b", days.within),
    ("range", rf"\b(?P<n>an?|{SMALL}) (?P<unit>day|week|month)s? from (?:now|today)\b", days.within),
    ("range", rf"\b(?:in|within|over|during)?(?: the)? ?(?:next|coming) (?P<n>{SMALL}) (?P<unit>day|week|month)s?\b"
              rf"|\bwithin (?:the )?(?P<n2>an?|{SMALL}) (?P<unit2>day|week|month)s?\b", days.ahead),
    ("day", r"\b(?:right now|immediately|this minute|(?<=come )now|(?<=come in )now|(?<=here )now|(?<=me )now"
            r"|^now(?=\W*$)|in (?:about |like )?(?:half an|an?|\d+) ?(?:hours?|hrs?|minutes?|mins?)"
            r"(?! (?:later|earlier|sooner)\b))\b", days.near),
    ("day", r"\b(?:the )?day after tomorrow\b|\btomorrow\b|\btoday\b|\bthis (?=morning|afternoon|arvo|evening)"
            r"|\bthe day before yesterday\b|\byesterday\b", days.near),
    ("all", r"\b(?:any |on |during )?(?:the )?(?:weekdays?|week days?|working days?|during the week|mid ?week)\b",
        days.some),
    ("range", rf"\b{PART}(?:(?:the )?(?P<after>week after next)|(?P<then>following week|week after)"
              r"|(?P<which>this coming|this|next|last|coming|the)"
              r" week\b(?! (?:of|commencing|beginning|starting|after(?! \d))))(?!end)", days.week),
    ("weekday", r"\b(?P<all>any |every |at |on )?(?:(?P<which>this coming|this|next|the|a) )?weekends?\b",
        days.weekend),
    ("range", rf"\b{PART}(?:(?P<which>this|next|the) month|(?<!\d ){LONE_MONTH}\b(?! \d\d?\b){YEAR})\b", days.month),
    ("day", rf"\b(?P<holiday>{any_of(HOLIDAYS)})\b", days.holiday),
    ("weekday", rf"\b(?:(?P<which>this coming|this past|this|next|coming|last|any|every|each|all|a|some|following) )?"
                rf"(?!(?<=the )sun\b|(?<=in )sun\b|(?<=i )sat\b)(?P<wd>{any_of(WEEKDAYS)})\b"
                r"(?! (?:damage|exposure|cream|screen|spots?|burn|tan|bed))", days.weekday),
    ("all", rf"\b(?:{SOONEST}|{ANY_TIME})\b", days.some),
]  # fmt: skip

RULES = [(kind, re.compile(pattern), read) for kind, pattern, read in _RULES]


def find_days(text: str, today: Today) -> Iterator[tuple[int, int, Days]]:
    """Yield where the text names days and which; what one rule has read, the later ones do not see."""
    for kind, pattern, read in RULES:
        for match in pattern.finditer(text):
            options = [option for option in read(match, today) if option]
            if options:
                text = mask(text, match, DAY_READ)
                yield match.start(), match.end(), Days(kind, tuple(map(tuple, options)))


def mask(text: str, match: days.Match, sign: str) -> str:
    """Return the text with the match made unreadable, at the same length."""
    return text[: match.start()] + sign * (match.end() - match.start()) + text[match.end() :]
