"""Words and clocks to stretches of time in the clinic's zone."""

from clinic.dates.model import Reading, Window
from clinic.dates.reading import leftover, parse

__all__ = ["Reading", "Window", "leftover", "parse"]
