"""A part that fails alone: the rest goes on, and the log gets one line with type and place, without words."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

logger = logging.getLogger(__name__)
Given = TypeVar("Given")
Otherwise = TypeVar("Otherwise")


def attempt(part: Callable[[], Given], otherwise: Otherwise) -> Given | Otherwise:
    """Return what `part` gives; `otherwise` when it raises, which is logged."""
    try:
        return part()
    except Exception as error:
        log_failure(error)
        return otherwise


def log_failure(error: BaseException) -> None:
    """Write one ERROR line: the first cause's type and where it was raised; what it says may be a patient's words."""
    while error.__cause__:
        error = error.__cause__
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("%s at %s.%s:%s", type(error).__name__, Path(place.filename).stem, place.name, place.lineno)
