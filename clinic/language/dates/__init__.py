"""Words and clocks to stretches of time in the clinic's zone."""

from clinic.language.dates.model import Reading, Window
from clinic.language.dates.reading import leftover, parse

__all__ = ["Reading", "Window", "leftover", "parse"]
