"""How far a share may lie from the figure that was measured, on another machine or after a harmless change."""

from math import sqrt


def margin(figure: float, of: int) -> float:
    """Return two standard errors of a share of `of` rows; where all or none are right, those of a share one row off."""
    least = 1 / of
    figure = min(max(figure, least), 1 - least)
    return 2 * sqrt(figure * (1 - figure) / of)


def floor(figure: float, of: int) -> float:
    """Return the least share that is as good as `figure`, a share of `of` rows."""
    return figure - margin(figure, of)


def ceiling(figure: float, of: int) -> float:
    """Return the greatest share that is as good as `figure`, where less is better."""
    return figure + margin(figure, of)
