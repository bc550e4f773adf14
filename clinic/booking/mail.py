"""E-mails about bookings: what they say, and handing them to an SMTP server."""

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from clinic.booking.invite import invite
from clinic.booking.model import Booking
from clinic.booking.outbox import Note
from clinic.booking.rules import Mail
from clinic.booking.spoken import spoken
from clinic.content import Clinic
from clinic.settings import Smtp

Send = Callable[[EmailMessage], None]
TIMEOUT = 20
"""Seconds after which a silent mail server counts as down."""


def sender(smtp: Smtp) -> Send:
    """Return a function that hands one message to the server; it raises `OSError` or `SMTPException` when it cannot.

    The server's certificate must be valid: an e-mail never goes to somebody who only claims to be the server.
    """

    def send(message: EmailMessage) -> None:
        with _connect(smtp) as server:
            if smtp.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if smtp.password:
                server.login(smtp.user, smtp.password)
            server.send_message(message)

    return send


def _connect(smtp: Smtp) -> smtplib.SMTP:
    if smtp.tls == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT)


def compose(booking: Booking, note: Note, clinic: Clinic, texts: Mail, from_: str, now: datetime) -> EmailMessage:
    """Return the e-mail of a note with its calendar entry; the Message-ID is the same for every try."""
    said = spoken(note.starts_at, ZoneInfo(clinic.time_zone), clinic.clock)
    words = {
        "name": booking.person.name if booking.person else "", "clinic": clinic.name, "address": clinic.address,
        "phone": clinic.phone, "reference": booking.reference, "date": said.date, "time": said.time, "zone": said.zone,
    }  # fmt: skip
    text = getattr(texts, note.kind if note.to == "visitor" else f"staff_{note.kind}").format(**words)
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = from_
    message["To"] = (booking.person.email if booking.person else None) if note.to == "visitor" else clinic.email
    message["Subject"] = title = texts.subject.format(**words)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{note.id}@{from_.rpartition('@')[2]}>"
    message.set_content(text)
    if note.kind != "reminder":
        entry, method = invite(booking, note, clinic, title, now), "CANCEL" if note.kind == "cancel" else "REQUEST"
        message.add_alternative(entry.decode(), subtype="calendar", params={"method": method})
        message.add_attachment(entry, maintype="application", subtype="ics", filename="appointment.ics")
    return message
