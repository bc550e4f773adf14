"""What follows from a message without a talk around it, in one letter, and the files of statements to read it from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path

from clinic import wiring
from clinic.consult import Disclosure, told
from clinic.findings import Outcome
from clinic.reading import Before, Reading, alarm, read
from clinic.reading.parts import Evidence
from clinic.reading.signs import is_after_treatment, signs_of
from clinic.screening import Verdict, assess, outweighs, triage

RULES, VOCABULARY = wiring.rules(), wiring.vocabulary()
NO_TALK = Before()

HERE = Path(__file__).parent
DAY = date(2026, 11, 24)  # a Tuesday; the dates in the files are counted from it
LETTERS = {
    "H": "thoughts of self-harm",
    "E": Outcome.EMERGENCY,
    "C": Outcome.CONTACT_TODAY,
    "N": Outcome.NOT_NOW,
    "R": Outcome.CLINICIAN_REVIEW,
    "I": Outcome.INFO,
    "S": Outcome.SELF_CARE,
    "O": Outcome.NO_FLAG,
    "G": "nothing was disclosed",
}
FLAGGED = frozenset("HECNR")
HARMLESS = frozenset("OG")  # with and without a statement: nothing follows


def statements(name: str) -> Iterator[tuple[str, str]]:
    """The lines `letter <tab> message` of a file."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            letter, text = line.split("\t")
            yield letter, text


def read_in(text: str, before: Before = NO_TALK, evidence: Evidence = (), day: date = DAY) -> Reading:
    """The reading of `text` at noon of `day`."""
    return wiring.reader().read(text, before, evidence, datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc))


def told_in(text: str, before: Before = NO_TALK, day: date = DAY) -> Disclosure:
    """What `text` adds to a talk."""
    reading = read_in(text, before, (), day)
    before = before if reading.other == before.other else before.turned()
    return told(reading, before, RULES, wiring.guided_check())


def verdict(text: str, day: date = DAY) -> Verdict:
    """The triage of a treated person's symptoms where it weighs more, else what was disclosed."""
    disclosed = assess(read(text, day, VOCABULARY), day, RULES)
    if is_after_treatment(text, VOCABULARY):
        problem = triage(signs_of(text, VOCABULARY), RULES)
        if problem.factors and not outweighs(disclosed, problem, RULES):
            return problem
    return disclosed


def letter_of(text: str, day: date = DAY) -> str:
    """The letter of what follows from `text`."""
    if raised := alarm(text, VOCABULARY):
        return "H" if raised.kind == "self_harm" else "E"
    outcome = verdict(text, day).outcome
    return next((letter for letter, meant in LETTERS.items() if meant is outcome), "G")


def is_right(wanted: str, got: str) -> bool:
    """True when `got` is what is wanted; "nothing found" and "nothing was said" are the same here."""
    return wanted == got or {wanted, got} <= HARMLESS


def is_unsafe(wanted: str, text: str) -> bool:
    """True when something had to be flagged and was neither flagged nor asked about."""
    return wanted in FLAGGED and letter_of(text) in HARMLESS and not verdict(text).ask
