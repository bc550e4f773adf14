"""One message in its talk: what it adds to what is known, takes back, or leaves open."""

from clinic.consult.before import before_of, reading_of
from clinic.consult.context import NOTHING_DISCLOSED, Disclosure, told
from clinic.consult.disclosure import (
    HINT,
    asked_about,
    heard_between,
    is_guess,
    only_asks,
    only_in_passing,
    plainly_told,
    tells_problem,
)
from clinic.consult.history import is_history
from clinic.consult.symptoms import PROBLEM, TRIAGE_TOPICS, UNTREATED, Course, problem, symptoms_of

__all__ = [
    "HINT",
    "NOTHING_DISCLOSED",
    "PROBLEM",
    "TRIAGE_TOPICS",
    "UNTREATED",
    "Course",
    "Disclosure",
    "asked_about",
    "before_of",
    "heard_between",
    "is_guess",
    "is_history",
    "only_asks",
    "only_in_passing",
    "plainly_told",
    "problem",
    "reading_of",
    "symptoms_of",
    "tells_problem",
    "told",
]  # fmt: skip
