"""Days with stretches of minutes, and the windows that they make."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from clinic.language.dates.model import Window, windows_of
from clinic.language.dates.times import MIDNIGHT, Span
from clinic.language.dates.today import ONE

Spans = list[tuple[date, Span]]


def without(spans: Spans, ruled_out: Spans) -> Spans:
    """Return what is left of the spans."""
    left = []
    for day, (start, end) in spans:
        pieces = [(start, end)]
        for _, (a, b) in (out for out in ruled_out if out[0] == day):
            pieces = [(x, y) for p, q in pieces for x, y in ((p, min(q, a)), (max(p, b), q)) if x < y]
        left += [(day, piece) for piece in pieces]
    return left


def windows(spans: Spans, zone: ZoneInfo) -> tuple[Window, ...]:
    """Return the stretches in order, those that touch or overlap as one."""
    found: list[Window] = []
    stretches = sorted(set(spans))
    for window in windows_of((_at(day, start, zone), _at(day, end, zone)) for day, (start, end) in stretches):
        starts_late = window.start.time() != time()
        whole = window.end - window.start == ONE and found and found[-1].start.time() == time()
        if found and (window.start < found[-1].end or (window.start == found[-1].end and (starts_late or whole))):
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return tuple(found)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + minute // MIDNIGHT * ONE, time(minute % MIDNIGHT // 60, minute % 60), zone)
