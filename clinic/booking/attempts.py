"""Failed look-ups of bookings: after so many in an hour nothing is looked up, so that no reference can be guessed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from clinic.booking.model import Booking, NotFound, TooMany
from clinic.booking.service import Bookings, theirs
from clinic.booking.store import Ledger

WHILE = timedelta(hours=1)
"""How long a failed look-up counts."""


def look_up(
    bookings: Bookings, reference: str, contacts: Sequence[str], talk: str, now: datetime
) -> Booking | NotFound | TooMany:
    """Return the booking with this reference and one of these contacts (phone as E.164, or e-mail).

    `TooMany`: this conversation or one of the contacts has failed too often; whether there is a booking is not told.
    """
    keys = [key("talk", talk), *(key("contact", contact) for contact in contacts)]
    with bookings.store.write() as ledger:
        if any(exhausted(ledger.attempts(one), now, bookings.diary.rules.failed_lookups_per_hour) for one in keys):
            return TooMany()
        if found := _first(ledger, reference, contacts):
            return found
        ledger.forget_attempts(now - WHILE)
        ledger.put_attempts(keys, now)
        return NotFound()


def exhausted(failed: Iterable[datetime], now: datetime, most: int) -> bool:
    """Tell whether nobody may try again yet who has failed at these instants."""
    return sum(at > now - WHILE for at in failed) >= most


def key(kind: str, value: str) -> str:
    """Return what stands for a contact or a conversation in the table of attempts; neither can be read there."""
    return sha256(f"{kind}:{value}".encode()).hexdigest()


def _first(ledger: Ledger, reference: str, contacts: Sequence[str]) -> Booking | None:
    tried = (theirs(ledger, reference, contact) for contact in contacts)
    return next((found for found in tried if isinstance(found, Booking)), None)
