"""One measured figure, its bound, and the table of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A measured value in `unit`; `bound` is the most that it may be, None where nothing was promised."""

    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def verdict(self) -> str:
        """Return "ok", "over", or nothing where there is no bound."""
        if self.bound is None:
            return ""
        return "ok" if self.value <= self.bound else "over"

    def as_dict(self) -> dict[str, Any]:
        """Return the figure as JSON takes it."""
        return {**asdict(self), "value": round(self.value, 2), "verdict": self.verdict}


def table(figures: Iterable[Figure]) -> str:
    """Return one line a figure: name, value, unit, bound, verdict."""
    rows = [("figure", "value", "unit", "bound", "")]
    for figure in figures:
        bound = "" if figure.bound is None else f"{figure.bound:g}"
        rows.append((figure.name, f"{figure.value:.2f}", figure.unit, bound, figure.verdict))
    return "\n".join("{:<48}{:>9} {:<5}{:>6}  {}".format(*row).rstrip() for row in rows)
