"""What follows from findings by the clinic's rules: judged and asked about."""

from clinic.screening.judge import Judged, Verdict, assess
from clinic.screening.rules import Rules, load_rules

__all__ = ["Judged", "Rules", "Verdict", "assess", "load_rules"]
