"""A real mail server on this machine, for tests."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from icalendar import Calendar


class Inbox:
    """A mail server that keeps what it gets; `down` makes it refuse for now, `unknown` for ever."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.down = self.unknown = False
        self.port = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, env: Envelope, to: str, options: list[str]
    ) -> str:
        if self.down or self.unknown:
            return "450 later" if self.down else "550 unknown"
        env.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = email.message_from_bytes(envelope.content or b"", policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that this address got."""
        return [mail for mail in self.mails if mail["To"] == address]


@contextmanager
def running(controller: type[Controller] = Controller, **options: Any) -> Iterator[Inbox]:
    """Run a mail server on a free port; `options` are those of the controller."""
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        inbox.port = free.getsockname()[1]
    server = controller(inbox, hostname="127.0.0.1", port=inbox.port, **options)
    server.start()
    yield inbox
    server.stop()


def entry(mail: EmailMessage) -> Calendar:
    """The calendar entry of a mail."""
    attached = next(part for part in mail.walk() if part.get_filename() == "appointment.ics")
    return Calendar.from_ical(attached.get_payload(decode=True))
