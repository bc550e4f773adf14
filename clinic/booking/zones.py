"""Time-zone data must be recent: countries change their clocks, and stale data books people an hour wrong."""

import zoneinfo

import tzdata

from clinic.strict import ContentError


def check_zone_data(oldest: str) -> str:
    """Return the IANA release of the zone data in use; raise `ContentError` when it is not the package's or too old."""
    if zoneinfo.TZPATH:
        raise ContentError(f"time-zone data would come from {zoneinfo.TZPATH[0]}; set PYTHONTZPATH to an empty value")
    if oldest > tzdata.IANA_VERSION:
        raise ContentError(
            f"time-zone data: the tzdata package has {tzdata.IANA_VERSION}, {oldest} is needed; update it"
        )
    return str(tzdata.IANA_VERSION)
