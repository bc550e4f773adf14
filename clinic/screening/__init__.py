"""What follows from findings and signs by the clinic's rules: judged, triaged, asked about. No word is read here."""

from clinic.screening import memory
from clinic.screening.check import Check, Question, load_check
from clinic.screening.judge import Judged, Verdict, assess
from clinic.screening.progress import Answer, Next, Progress, advance, chosen, conclude, missed
from clinic.screening.replay import Change, change
from clinic.screening.rules import Rules, load_rules
from clinic.screening.triage import is_sign, outweighs, triage

__all__ = [
    "Answer", "Change", "Check", "Judged", "Next", "Progress", "Question", "Rules", "Verdict", "advance", "assess",
    "change", "chosen", "conclude", "is_sign", "load_check", "load_rules", "memory", "missed", "outweighs", "triage",
]  # fmt: skip
