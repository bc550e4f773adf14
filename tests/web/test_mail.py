"""E-mails of a running server: after the delay, each once, none for an undo, and never at the cost of a chat."""

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from clinic import wiring
from clinic.booking.mail import compose, sender
from clinic.booking.postman import Postman, work
from clinic.booking.rules import load_rules
from clinic.booking.service import Bookings
from clinic.booking.setup import open_bookings
from clinic.settings import Smtp
from tests.inbox import Inbox, running
from tests.server import Server, Session, seconds

ANA, CLINIC, FROM = "ana@example.com", "hello@somaplastics.example", "book@soma.example"
PATIENCE = 60.0  # seconds, of a slow machine; a postman looks every five


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    """A mail server that runs."""
    with running() as inbox:
        yield inbox


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder of content in which e-mails leave at once, and one contact may have many bookings and mails."""
    copy = shutil.copytree("content", tmp_path_factory.mktemp("at_once") / "content")
    rules = copy / "booking.yml"
    text, found = re.subn(r"mail_delay_minutes: \d+", "mail_delay_minutes: 0", rules.read_text("utf-8"))
    assert found == 1
    text, found = re.subn(r"(open_per_contact|mails_per_day): \d+", r"\1: 100", text)
    assert found == 2
    rules.write_text(text, "utf-8")
    return str(copy)


def mailing(inbox: Inbox, **more: str) -> Server:
    """A server that sends e-mails."""
    smtp = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_FROM": FROM, "SMTP_TLS": "none"}
    return Server(**smtp, **more)


@pytest.fixture(scope="module")
def prompt(inbox: Inbox, at_once: str, model: object) -> Iterator[Server]:
    """A server whose e-mails leave at once."""
    with mailing(inbox, CLINIC_CONTENT=at_once) as server:
        yield server


@dataclass(frozen=True)
class Colleague:
    """What another server on the same database does: its diary, and its postman by a clock of its own."""

    bookings: Bookings
    postman: Postman

    @property
    def waiting(self) -> bool:
        """Whether anything is left to be sent by the postman's clock."""
        with self.bookings.store.read() as ledger:
            return ledger.due(self.postman.clock()) is not None


def colleague(server: Server, inbox: Inbox, after: timedelta) -> Colleague:
    """Work on the database of a server, so much later than the fixed clock."""
    bookings = open_bookings(server.environment["DATABASE_URL"], wiring.clinic(), load_rules(Path("content")), True)
    write = partial(compose, clinic=wiring.clinic(), texts=bookings.diary.rules.mail, from_=FROM)
    send = sender(Smtp("127.0.0.1", inbox.port, FROM, tls="none"))

    def clock() -> datetime:
        return wiring.clock() + after

    return Colleague(
        bookings, Postman(bookings.store, lambda b, n, now: write(b, n, now=now), send, clock, bookings.diary.rules)
    )


def book(chat: Session, when: str = "friday at 10") -> tuple[str, str]:
    """Book in the chat; return the reference and all that was said last."""
    assert chat.say(f"book {when}")["turn"]["booking"]["status"] == "held"
    chat.say(f"Ana Lopez, {ANA}")
    done = chat.say("yes")
    assert done["turn"]["booking"]["status"] == "confirmed"
    return done["turn"]["booking"]["reference"], "\n".join(message["text"] for message in done["messages"])


def wait(until: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not until() and time.monotonic() < end:
        time.sleep(0.05)
    assert until()


def of(inbox: Inbox, *references: str) -> list[str]:
    """Who got mails about these bookings, one entry a mail."""
    return sorted(str(mail["To"]) for mail in inbox.mails if any(one in mail.as_string() for one in references))


def test_a_booking_leads_to_one_mail_each_though_two_postmen_share_the_database(prompt: Server, inbox: Inbox) -> None:
    other, stop = colleague(prompt, inbox, timedelta()), threading.Event()
    worker = threading.Thread(target=work, args=(lambda: other.postman, stop, 0.01))
    worker.start()
    try:
        booked = [book(prompt.open_session(), when) for when in ("friday at 10", "friday at 2", "monday at 10")]
        references = [reference for reference, _ in booked]
        assert all(ANA in said for _, said in booked)  # it says that an e-mail comes, and where to
        wait(lambda: len(of(inbox, *references)) >= 6)
    finally:
        stop.set()
        worker.join()
    wait(lambda: not other.waiting)  # what must not come cannot come any more
    assert [of(inbox, reference) for reference in references] == [[ANA, CLINIC]] * 3
    mine = [mail for mail in inbox.mails if references[0] in mail.as_string()]
    assert all("appointment.ics" in [part.get_filename() for part in mail.walk()] for mail in mine)
    assert "Lopez" not in prompt.output()


def test_the_server_sends_by_itself_and_a_corrected_address_gets_the_mail(prompt: Server, inbox: Inbox) -> None:
    chat = prompt.open_session()
    reference, _ = book(chat, "tuesday at 10")
    wait(lambda: of(inbox, reference) == [ANA, CLINIC])
    said = chat.say("sorry, its anna@example.com")["messages"]
    assert said[-1]["text"].count("anna@example.com") == 2  # the change, and that an e-mail comes
    wait(lambda: of(inbox, reference) == [ANA, "anna@example.com", CLINIC])


def test_a_mail_server_that_is_down_costs_a_chat_nothing(prompt: Server, inbox: Inbox) -> None:
    usual = seconds(lambda: prompt.open_session().say("does it hurt?"))
    inbox.down = True
    chat = prompt.open_session()
    reference, _ = book(chat, "tuesday at 2")
    wait(lambda: "mail.failed" in prompt.output())
    assert seconds(lambda: chat.say("does it hurt?")) < 1 + 10 * usual
    assert ANA not in prompt.output() and "Lopez" not in prompt.output()
    inbox.down = False
    colleague(prompt, inbox, timedelta(minutes=10)).postman.deliver()  # when it is back and time has passed
    assert of(inbox, reference) == [ANA, CLINIC]


def test_mails_wait_for_the_delay_survive_a_crash_and_an_undo_sends_none(inbox: Inbox, model: object) -> None:
    with mailing(inbox) as server:
        stays, _ = book(server.open_session())
        chat = server.open_session()
        goes, _ = book(chat, "friday at 2")
        chat.say("cancel my appointment")
        assert chat.say("yes")["turn"]["booking"]["status"] == "cancelled"
        now, later = (colleague(server, inbox, timedelta(minutes=minutes)) for minutes in (0, 10))
        assert not now.waiting and later.waiting
        server.stop(kill=True)
    assert of(inbox, stays, goes) == []
    assert later.postman.deliver() == 2
    assert of(inbox, stays) == [ANA, CLINIC] and of(inbox, goes) == []
