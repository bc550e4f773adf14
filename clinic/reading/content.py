"""The words that messages are read by, as they stand in YAML; unknown keys and values are refused."""

from collections.abc import Mapping

from clinic.strict import Strict


class ReadingWords(Strict):
    """Words by which statements are read: cues of negation, time and person, phrases to pass over, abbreviations."""

    cues: Mapping[str, tuple[str, ...]]
    asides: Mapping[str, tuple[str, ...]]
    ignore: tuple[str, ...]
    abbreviations: Mapping[str, str]
    relatives: Mapping[str, str]
    sites: Mapping[str, str]


class Shapes(Strict):
    """What a denial must look like to count, with cases of what denies and of what only looks like it."""

    through: frozenset[str]
    joints: frozenset[str]
    asking: frozenset[str]
    doubles: frozenset[str]
    aside: frozenset[str]
    addressed: frozenset[str]
    doubted: frozenset[str]
    results: frozenset[str]
    over: tuple[str, ...]
    denies: tuple[str, ...]
    holds: tuple[str, ...]


class Alarms(Strict):
    """The emergency layer: phrases by rule, and what takes an alarm back; <x> in a phrase stands for `words[x]`."""

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]
    self_harm: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    harmless: tuple[str, ...]
    hypothetical: tuple[str, ...]
    negation: tuple[str, ...]
    over: tuple[str, ...]
    present: tuple[str, ...]
    settled: tuple[str, ...]
    story: tuple[str, ...]
    asked: tuple[str, ...]
    nerves: tuple[str, ...]


class Aftercare(Strict):
    """How symptoms after a treatment are read."""

    after: tuple[str, ...]
    worse: tuple[str, ...]
    better: tuple[str, ...]
    ignore: tuple[str, ...]
    later: tuple[str, ...]
    again: tuple[str, ...]
    same_day: tuple[str, ...]
    beyond: tuple[str, ...]
    swelling: tuple[str, ...]


class Telling(Strict):
    """From which probability on (0 to 1), and from how many words on, a clause tells something; see net.yml."""

    least: float
    suspected: float
    trace: float
    plain: float
    sure: float
    few: int
    beside: float
    many: int
    plainly: float
    certain: float


class Net(Strict):
    """What the second, cautious reader goes by: frames such as "im on", what follows them harmlessly, endings."""

    takes: tuple[str, ...]
    has: tuple[str, ...]
    inner: tuple[str, ...]
    illness: tuple[str, ...]
    fillers: tuple[str, ...]
    endings: tuple[str, ...]
    unlike: tuple[str, ...]
    hints: tuple[str, ...]
    telling: Telling


class ReplyWords(Strict):
    """Short answers by kind, and how a message is meant beside them.

    `leads`: what an answer about a factor is read as if it began with, where that is not the first of its own words.
    """

    leads: Mapping[str, str]
    replies: Mapping[str, tuple[str, ...]]
    corrections: tuple[str, ...]
    corrects_person: tuple[str, ...]
    pressing: tuple[str, ...]
    waiting: tuple[str, ...]
    worried: tuple[str, ...]
    stopping: tuple[str, ...]
    medicine: tuple[str, ...]
    violence: tuple[str, ...]
    low: tuple[str, ...]
    denies: tuple[str, ...]
    foreign: tuple[str, ...]
    ignore: tuple[str, ...]
