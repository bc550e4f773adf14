"""The pre-check: read what a person discloses, judge it by the clinic's rules, and hear emergencies first."""

from clinic.screening.emergency import alarm, is_nerves, is_story
from clinic.screening.history import is_history
from clinic.screening.judge import Judged, Verdict, assess
from clinic.screening.model import Alarm, Finding, Outcome, Status, Time, TimeKind
from clinic.screening.reader import read
from clinic.screening.rules import Rules, load_rules
from clinic.screening.triage import is_after_treatment, outweighs, triage

__all__ = [
    "Alarm", "Finding", "Judged", "Outcome", "Rules", "Status", "Time", "TimeKind", "Verdict", "alarm", "assess",
    "is_after_treatment",
    "is_history", "is_nerves", "is_story", "load_rules", "outweighs", "read", "triage",
]  # fmt: skip
