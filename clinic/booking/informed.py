"""Who learns what of a booking that stands: the visitor by e-mail, the clinician what was disclosed since."""

from collections.abc import Sequence
from dataclasses import replace

from clinic.booking.limits import over
from clinic.booking.model import Booked, NotFound, Status
from clinic.booking.outbox import announced_soon
from clinic.booking.service import Bookings


def announces(bookings: Bookings, reference: str) -> bool:
    """Tell whether the visitor will get an e-mail about the last change of a booking."""
    with bookings.store.read() as ledger:
        note, booking = announced_soon(ledger.notes(reference)), ledger.get(reference)
        if not (bookings.mailing and note and booking):
            return False
        return not over(ledger, booking, note, note.due_at, bookings.diary.rules)


def add_flags(bookings: Bookings, reference: str, flags: Sequence[str], planning: bool) -> Booked | NotFound:
    """Add to what the clinician is told of a standing booking; nothing is taken away and nobody gets an e-mail."""
    with bookings.store.write() as ledger:
        old = ledger.get(reference)
        if old is None or old.status is not Status.CONFIRMED:
            return NotFound()
        told = tuple(dict.fromkeys((*old.flags, *flags)))
        changed = replace(old, flags=told, planning=old.planning or planning)
        if changed != old:
            ledger.put(changed)
        return Booked(changed, changed == old)
