"""Words and clocks to stretches of time in the clinic's zone."""

from clinic.language.dates.model import Reading, Window, windows_of
from clinic.language.dates.reading import leftover, parse
from clinic.language.dates.words import MONTHS, PERIODS, WEEKDAYS, any_of

__all__ = ["MONTHS", "PERIODS", "WEEKDAYS", "Reading", "Window", "any_of", "leftover", "parse", "windows_of"]
