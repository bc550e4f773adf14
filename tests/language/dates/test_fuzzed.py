"""Twenty thousand phrases about time: none fails, and none means a stretch that ends before it begins."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.booking.state import State
from actions.booking.times import only_time, with_time
from actions.booking.told import BookingInput, Place
from clinic.language.dates import Reading, Window, leftover, parse
from clinic.language.dates.words import HOLIDAYS, MONTHS, PERIODS, WEEKDAYS
from clinic.screening import assess
from clinic.wiring import rules
from tests.consult.verdicts import told_in

PHRASES = 20_000
PARTS = 8  # so many tests share the phrases: what fails is found sooner
ZONE = ZoneInfo("America/New_York")
NOWS = [
    datetime(2026, 11, 24, 15, 0, tzinfo=ZONE),
    datetime(2026, 12, 31, 23, 59, tzinfo=ZONE),
    datetime(2027, 1, 1, 0, 0, tzinfo=ZONE),
    datetime(2028, 2, 29, 12, 0, tzinfo=ZONE),
    datetime(2027, 3, 13, 22, 0, tzinfo=ZONE),  # the night in which the clocks go forward
    datetime(2026, 10, 31, 23, 30, tzinfo=ZONE),  # and back
]
"""A plain day, the ends of a year, a leap day, and the days before the clocks change."""

Chance = random.Random
AROUND = (  # noqa: SIM905
    "on at in by from to until till before after around about between and or not except since for within next last "
    "this the coming every any early late mid of - , / . ? please can I come book had move it push it back a an"
).split()
WORDS = (  # noqa: SIM905
    "accutane botox pregnant finished im born aged years old week weekend month year today tomorrow yesterday tonight "
    "now asap midnight noon half quarter past couple few fortnight decade summer winter earlier later sooner same time "
    "day onwards end start first"
).split()
UNITS = ["minutes", "hour", "hours", "day", "days", "weeks", "week", "months", "month", "years", "decades"]


def number(chance: Chance) -> str:
    """Return a number: mostly small, now and then one that no calendar holds."""
    large = [
        "0",
        "00",
        "29",
        "30",
        "31",
        "32",
        "99",
        "999",
        "1000",
        "1,000",
        "9999",
        "99999999999",
        "9" * 40,
        "7" * 999,
    ]
    return chance.choice([str(chance.randrange(13)), str(chance.randrange(60)), chance.choice(large)])


def clock(chance: Chance) -> str:
    """Return a time of day, or what looks like one."""
    hour, minute = chance.choice([number(chance), str(chance.randrange(25))]), chance.randrange(62)
    return chance.choice([hour, f"{hour}:{minute:02}", f"{hour}.{minute:02}"]) + chance.choice(
        ["", "am", " pm", "h", "ish"]
    )


def dated(chance: Chance) -> str:
    """Return a date in figures."""
    year = chance.choice(["", "26", "2026", "2027", "0001", "1985", "9999", "99999", "2099-12-31"])
    sign = chance.choice("/.-")
    return sign.join([str(chance.randrange(40)), str(chance.randrange(40)), *([year] if year else [])])


def between(chance: Chance) -> str:
    """Return two of a kind, from the one to the other."""
    kind = chance.choice([clock, number, dated, lambda _: chance.choice(list(WEEKDAYS)), written])
    return chance.choice(["{}-{}", "{} to {}", "between {} and {}", "from {} until {}"]).format(
        kind(chance), kind(chance)
    )


def written(chance: Chance) -> str:
    """Return a day with its month, and perhaps a weekday and a year."""
    day = number(chance) + chance.choice(["", "st", "th", "rd"])
    parts = [chance.choice(list(MONTHS)), day][:: chance.choice([1, -1])]
    weekday = [chance.choice(list(WEEKDAYS))] if chance.random() < 0.3 else []
    return " ".join([*weekday, *parts, *chance.choice([[], [], ["2026"], ["2099"], ["20000"]])])


def amount(chance: Chance) -> str:
    """Return a stretch of time, as seen from now."""
    how = ["in {}", "{} ago", "{} from now", "within {}", "the next {}", "{} later", "push it back {}", "for {}"]
    return chance.choice(how).format(f"{number(chance)} {chance.choice(UNITS)}")


def named(chance: Chance) -> str:
    """Return a word of the calendar."""
    return chance.choice(chance.choice([list(WEEKDAYS), list(MONTHS), list(HOLIDAYS), list(PERIODS), WORDS]))


def misspelt(text: str, chance: Chance) -> str:
    """Return the text with two neighbours swapped, or with a letter less."""
    place = chance.randrange(len(text))
    return text[:place] + text[place : place + 2][::-1] + text[place + chance.choice([2, 3]) :]


KINDS: list[Callable[[Chance], str]] = [number, clock, dated, between, written, amount, named, named]


def phrase(chance: Chance) -> str:
    """Return a phrase about time."""
    pieces = [chance.choice(KINDS)(chance) for _ in range(chance.randrange(1, 5))]
    glued = " ".join(f"{chance.choice(AROUND)} {piece}" if chance.random() < 0.6 else piece for piece in pieces)
    return misspelt(glued, chance) if chance.random() < 0.15 else glued


def faults(windows: Sequence[Window]) -> list[str]:
    """Return which stretches are empty, end before they begin, or lie where no calendar reaches."""
    ends = [(w.start.timestamp(), w.end.timestamp()) for w in windows]
    found = [f"{w.start} to {w.end}" for w, (start, end) in zip(windows, ends, strict=True) if start >= end]
    return found + [f"{w.start} is far" for w in windows if not 1900 <= w.start.year <= w.end.year <= 2200]


def read_all(reading: Reading) -> list[Window]:
    """Return the stretches of all that a reading may mean."""
    return [*reading.windows, *(window for option in reading.options for window in option)]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_phrase_fails_and_every_stretch_begins_before_it_ends(part: int) -> None:
    chance, wrong = random.Random(part), []
    for turn in range(PHRASES // PARTS):
        text, now = phrase(chance), chance.choice(NOWS)
        said = chance.choice([None, now + timedelta(hours=chance.randrange(-1000, 9000))])
        try:
            found = faults(read_all(parse(text, now, ZONE, said=said)))
            leftover(text, now, ZONE, said)
            if turn % 4 == 0:  # these read the same words, and cost more
                _heard_in_a_booking(text, now, chance)
                _heard_by_screening(text, now)
        except Exception as error:
            found = [repr(error)]
        wrong += [(text, str(now), str(said), one) for one in found]
    assert wrong == []


def _heard_in_a_booking(text: str, now: datetime, chance: Chance) -> None:
    at = now + timedelta(days=chance.randrange(1, 40))
    state = State(
        task=chance.choice(["book", "move"]),
        asked=chance.choice(["when", "which", "confirm", "day"]),
        offered=(at, at + timedelta(hours=1)),
        at=chance.choice([None, at]),
        wanted=(Window(at, at + timedelta(days=2)),),
    )
    place = Place(now, ZONE, "US", "either", "212", "SP")
    only_time(text, state, place)
    heard = with_time(BookingInput(), text, state, place)
    assert faults(read_all(heard.reading)) == []


def _heard_by_screening(text: str, now: datetime) -> None:
    heard = told_in(f"accutane {text}", day=now.date())
    assess(heard.new, now.date(), rules())


@pytest.mark.parametrize(
    "text",
    ["in 99999999999 days", "within 9999999 weeks", "9" * 1000, f"in {'9' * 900} days", "push it back 99999999 weeks",
     "12/31/9999", "by 12/31/9999", "in 1,000,000 days", "1,000 days from now", "5000 weeks time"],
)  # fmt: skip
def test_what_no_calendar_holds_is_no_date(text: str) -> None:
    assert parse(text, NOWS[0], ZONE, said=NOWS[0]).kind == "nothing"


@pytest.mark.parametrize("text", ["thursday january 14 5-7", "january 14 5 to 7", "between 5 and 7 on 14 january"])
def test_both_ends_of_a_range_lie_in_the_same_half_of_the_day(text: str) -> None:
    (window,) = parse(text, NOWS[0], ZONE).windows
    assert (window.start.hour, window.end.hour) == (17, 19)
