"""How often something may be done, against abuse; the numbers stand in content/booking.yml."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from clinic.booking.model import Booking, Person
from clinic.booking.outbox import GONE, Note
from clinic.booking.rules import BookingRules
from clinic.booking.store import Ledger

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def key(kind: str, value: str) -> str:
    """Return what stands for a contact or a conversation in the table of attempts.

    A hash hides it from a look at the table, not from who tries all phone numbers; rows are kept for about a day.
    """
    return sha256(f"{kind}:{value}".encode()).hexdigest()


def exhausted(done: Iterable[datetime], now: datetime, span: timedelta, most: int) -> bool:
    """Tell whether no more may be done yet after what was done at these instants: `most` within `span`."""
    return sum(at > now - span for at in done) >= most


def count(ledger: Ledger, keys: Sequence[str], now: datetime) -> None:
    """Note what is limited under each key, and forget what is too old to count."""
    ledger.forget_attempts(now - DAY)
    ledger.put_attempts(keys, now)


def holds_enough(ledger: Ledger, visitor: str, now: datetime, rules: BookingRules) -> bool:
    """Tell whether this internet address has had as many holds as one may have; of an unknown one (empty) never."""
    span = timedelta(minutes=rules.hold_minutes)
    return bool(visitor) and exhausted(ledger.attempts(key("hold", visitor)), now, span, rules.holds_per_address)


def count_hold(ledger: Ledger, visitor: str, now: datetime) -> None:
    """Note a new hold of an internet address, where it is known."""
    if visitor:
        count(ledger, [key("hold", visitor)], now)


def has_enough(ledger: Ledger, person: Person, now: datetime, most: int) -> bool:
    """Tell whether `most` bookings that are still to come have the phone or the e-mail of this person."""
    return any(ledger.open_of(contact, now) >= most for contact in (person.phone, person.email) if contact)


def over(ledger: Ledger, booking: Booking, note: Note, now: datetime, rules: BookingRules) -> bool:
    """Tell whether a note would be one e-mail too many: about its booking, or to the visitor's address in a day."""
    if _mailed_enough(note, ledger.notes(note.reference), rules.mails_per_booking):
        return True
    return note.to == "visitor" and exhausted(ledger.attempts(mail_key(booking)), now, DAY, rules.mails_per_day)


def mail_key(booking: Booking) -> str:
    """Return what stands for the visitor's address in the table of attempts."""
    return key("mail", (booking.person and booking.person.email) or "")


def _mailed_enough(note: Note, notes: Sequence[Note], most: int) -> bool:
    """Tell whether the recipient has had `most` e-mails about the booking of `notes`; of its end they always hear."""
    return note.kind != "cancel" and sum(n.to == note.to and n.state in GONE for n in notes) >= most
