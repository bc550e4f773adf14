"""What a message says: alarms first, then what it tells of a person's health, and what it answers."""

from clinic.reading.emergency import alarm, is_nerves, is_story
from clinic.reading.reader import read
from clinic.reading.triage import is_after_treatment, outweighs, triage

__all__ = ["alarm", "is_after_treatment", "is_nerves", "is_story", "outweighs", "read", "triage"]
