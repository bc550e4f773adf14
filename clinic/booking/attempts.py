"""Failed look-ups of bookings: after so many in an hour nothing is looked up, so that no reference can be guessed."""

from collections.abc import Sequence
from datetime import datetime

from clinic.booking.limits import HOUR, count, exhausted, key
from clinic.booking.model import Booking, NotFound, TooMany
from clinic.booking.service import Bookings
from clinic.booking.store import Ledger, theirs


def look_up(
    bookings: Bookings, reference: str, contacts: Sequence[str], talk: str, now: datetime, visitor: str = ""
) -> Booking | NotFound | TooMany:
    """Return the booking with this reference and one of these contacts (phone as E.164, or e-mail).

    `visitor` stands for the internet address; empty: not known. `TooMany`: it, this conversation or one of the contacts
    has failed too often; whether there is a booking is not told.
    """
    keys = [key("talk", talk), *(key("contact", contact) for contact in contacts)]
    keys += [key("visitor", visitor)] if visitor else []
    with bookings.store.write() as ledger:
        most = bookings.diary.rules.failed_lookups_per_hour
        if any(exhausted(ledger.attempts(one), now, HOUR, most) for one in keys):
            return TooMany()
        if found := _first(ledger, reference, contacts):
            return found
        count(ledger, keys, now)
        return NotFound()


def _first(ledger: Ledger, reference: str, contacts: Sequence[str]) -> Booking | None:
    tried = (theirs(ledger, reference, contact) for contact in contacts)
    return next((found for found in tried if isinstance(found, Booking)), None)
