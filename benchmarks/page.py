"""The evaluation as one readable page with a picture of what is confused with what."""

from __future__ import annotations

from html import escape
from typing import Any

CELL = 14  # pixels
STYLE = "body{font:15px/1.5 system-ui;margin:2rem;max-width:70rem}td{padding:.1rem .6rem}svg{font:9px system-ui}"


def html(report: dict[str, Any]) -> str:
    """Return the page."""
    found = report["cross_validation"]
    figures = {name: value for name, value in found.items() if isinstance(value, (int, float))}
    parts = [
        f"<!doctype html><meta charset=utf-8><title>Understanding</title><style>{STYLE}</style><h1>Understanding</h1>",
        "<h2>Cross-validation on the training examples</h2>",
        rows(figures.items()),
        "<h2>Development messages</h2>",
        rows((name, value) for name, value in report.get("development", {}).items() if isinstance(value, float)),
        "<h2>Topics, weakest first</h2>",
        rows(sorted(found["topics"].items(), key=lambda one: one[1])),
        "<h2>Confused most</h2>",
        rows((f"{a} read as {b}", n) for a, b, n in found["confused"]),
        "<h2>What (row) is read as what (column)</h2>",
        picture(found["matrix"]),
    ]
    return "\n".join(parts)


def rows(pairs: Any) -> str:
    """Return a table of names and values."""
    return "<table>" + "".join(f"<tr><td>{escape(str(a))}<td>{b}" for a, b in pairs) + "</table>"


def picture(matrix: dict[str, dict[str, int]]) -> str:
    """Return the confusions as a square of squares, the darker the more."""
    topics, left = sorted(matrix), 150
    side = left + CELL * len(topics)
    drawn = [f'<svg viewBox="0 0 {side} {side}" width="{side}" role="img" aria-label="confusion picture">']
    for i, topic in enumerate(topics):
        y, total = left + CELL * i, sum(matrix[topic].values())
        drawn.append(f'<text x="{left - 4}" y="{y + 10}" text-anchor="end">{escape(topic)}</text>')
        drawn.append(f'<text transform="translate({y + 10} {left - 4}) rotate(-90)">{escape(topic)}</text>')
        for k, other in enumerate(topics):
            if n := matrix[topic].get(other, 0):
                colour = "20,110,90" if topic == other else "200,60,30"
                strength = 0.15 + 0.85 * min(1.0, n / total * (1 if topic == other else 5))
                place = f'x="{left + CELL * k}" y="{y}" width="{CELL - 1}" height="{CELL - 1}"'
                told = escape(f"{topic} read as {other}: {n}")
                drawn.append(f'<rect {place} fill="rgba({colour},{strength:.2f})"><title>{told}</title></rect>')
    return "".join(drawn) + "</svg>"
