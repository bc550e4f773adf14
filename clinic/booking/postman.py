"""Sends the notes that are due, each once, and tries again when the mail server cannot be reached."""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from threading import Event

from clinic.booking.limits import count, mail_key, over
from clinic.booking.mail import Send
from clinic.booking.model import Booking
from clinic.booking.outbox import BACK_OFF, LEASE, Note, stale
from clinic.booking.rules import BookingRules
from clinic.booking.store import Ledger, Store

log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks at what is due."""


@dataclass(frozen=True)
class Postman:
    """Takes notes out of the store. Several may work at once; a note that one has taken over is left to it."""

    store: Store
    compose: Callable[[Booking, Note, datetime], EmailMessage]
    send: Send
    clock: Callable[[], datetime]
    rules: BookingRules

    def deliver(self) -> int:
        """Send all that is due now and return how many messages went out; raise `StoreDown`."""
        count = 0
        while taken := self._take():
            booking, note = taken
            done = self._try(booking, note)
            with self.store.write() as ledger:
                ledger.save_note(done)
            count += done.state == "sent"
        return count

    def _take(self) -> tuple[Booking, Note] | None:
        """Take over the next note that is due and still true; what has been overtaken is dropped."""
        with self.store.read() as ledger:  # mostly there is nothing, and looking must not hold up those who book
            if ledger.due(self.clock()) is None:
                return None
        with self.store.write() as ledger:
            now = self.clock()
            while note := ledger.due(now):
                booking = ledger.get(note.reference)
                if booking is None or stale(note, booking, now):
                    _drop(ledger, note)
                elif note.attempts == 0 and over(ledger, booking, note, now, self.rules):
                    log.warning("mail.over kind=%s to=%s", note.kind, note.to)
                    ledger.save_note(replace(note, state="over"))
                else:
                    return booking, _taken(ledger, booking, note, now)
        return None

    def _try(self, booking: Booking, note: Note) -> Note:
        try:
            self.send(self.compose(booking, note, self.clock()))
            return replace(note, state="sent", due_at=self.clock())
        except Exception as error:  # whatever is wrong with one message, the others still leave
            refused = isinstance(error, smtplib.SMTPRecipientsRefused) and all(
                code >= 500 for code, _ in error.recipients.values()
            )
            dead = refused or note.attempts > len(BACK_OFF)
            log.warning("mail.failed kind=%s to=%s attempt=%d dead=%s", note.kind, note.to, note.attempts, dead)
            if dead:
                return replace(note, state="dead")
            return replace(note, state="waiting", due_at=self.clock() + BACK_OFF[note.attempts - 1])


def _taken(ledger: Ledger, booking: Booking, note: Note, now: datetime) -> Note:
    """Take a note over, and count its first try."""
    if note.attempts == 0 and note.to == "visitor":
        count(ledger, [mail_key(booking)], now)
    taken = replace(note, state="sending", due_at=now + LEASE, attempts=note.attempts + 1)
    ledger.save_note(taken)
    return taken


def work(postman: Callable[[], Postman], stop: Event, every: float = EVERY) -> None:
    """Deliver every so many seconds until `stop` is set; outlives whatever fails, also the opening of the store."""
    while not stop.is_set():
        try:
            postman().deliver()
        except Exception as error:  # its words may be a person's
            log.warning("mail.round_failed error=%s", type(error).__name__)
        stop.wait(every)


def _drop(ledger: Ledger, note: Note) -> None:
    ledger.put_notes(note.reference, [other for other in ledger.notes(note.reference) if other.id != note.id])
