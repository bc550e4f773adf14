"""One message in its talk: what it adds to what is known, takes back, or leaves open."""

from clinic.consult.context import NOTHING_TOLD, Before, Told, of_both, of_other, told
from clinic.consult.history import is_history
from clinic.consult.symptoms import HEALING, PROBLEM, UNTREATED, Course, problem, symptoms_of
from clinic.consult.telling import (
    HINT,
    Clauses,
    asked_about,
    heard_between,
    is_guess,
    only_asks,
    only_in_passing,
    plainly_told,
    tells_problem,
)

__all__ = [
    "HEALING",
    "HINT",
    "NOTHING_TOLD",
    "PROBLEM",
    "UNTREATED",
    "Before",
    "Clauses",
    "Course",
    "Told",
    "asked_about",
    "heard_between",
    "is_guess",
    "is_history",
    "of_both",
    "of_other",
    "only_asks",
    "only_in_passing",
    "plainly_told",
    "problem",
    "symptoms_of",
    "tells_problem",
    "told",
]  # fmt: skip
