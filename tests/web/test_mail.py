"""E-mails of a running server: after the delay, each once, none for an undo, and never at the cost of a chat."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.inbox import Inbox, running
from tests.server import Server, Session

ANA, CLINIC = "ana@example.com", "hello@somaplastics.example"
LATER = "2026-11-24T15:10:00-05:00"  # ten minutes after the clock of the tests
ROUND = 6.0  # seconds; a postman looks every five


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A mail server that runs."""
    with running() as inbox:
        yield inbox


def mailing(inbox: Inbox, **more: str) -> dict[str, str]:
    """The environment of a server that sends e-mails."""
    smtp = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_FROM": "book@soma.example"}
    return {**smtp, "SMTP_TLS": "none", **more}


@pytest.fixture
def at_once(tmp_path: Path) -> str:
    """A folder of content in which e-mails leave at once."""
    copy = shutil.copytree("content", tmp_path / "content")
    rules = copy / "booking.yml"
    text, found = re.subn(r"mail_delay_minutes: \d+", "mail_delay_minutes: 0", rules.read_text("utf-8"))
    assert found == 1
    rules.write_text(text, "utf-8")
    return str(copy)


def book(chat: Session, when: str = "friday at 10") -> tuple[str, str]:
    """Book in the chat; return the reference and all that was said last."""
    assert chat.say(f"book {when}")["turn"]["booking"]["status"] == "held"
    chat.say(f"Ana Lopez, {ANA}")
    done = chat.say("yes")
    assert done["turn"]["booking"]["status"] == "confirmed"
    return done["turn"]["booking"]["reference"], "\n".join(message["text"] for message in done["messages"])


def wait(until: Callable[[], bool], seconds: float = 3 * ROUND) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not until() and time.monotonic() < end:
        time.sleep(0.1)
    assert until()


def recipients(inbox: Inbox) -> list[str]:
    """Who got mails, one entry a mail."""
    return sorted(str(mail["To"]) for mail in inbox.mails)


def test_a_booking_leads_to_one_mail_each_though_two_servers_share_the_database(
    inbox: Inbox, at_once: str, model: object
) -> None:
    with ExitStack() as stack:
        one = stack.enter_context(Server(**mailing(inbox, CLINIC_CONTENT=at_once)))
        same = mailing(inbox, CLINIC_CONTENT=at_once, DATABASE_URL=one.environment["DATABASE_URL"])
        two = stack.enter_context(Server(**same))
        reference, said = book(one.open_session())
        assert ANA in said  # it says that an e-mail comes, and where to
        book(two.open_session(), "friday at 2")
        wait(lambda: len(inbox.mails) >= 4)
        time.sleep(ROUND)  # for what must not come
        assert recipients(inbox) == [ANA, ANA, CLINIC, CLINIC]
        mine = [mail for mail in inbox.mails if reference in mail.as_string()]
        assert all("appointment.ics" in [part.get_filename() for part in mail.walk()] for mail in mine)
        assert len(mine) == 2 and "Lopez" not in one.output() + two.output()


def test_mails_wait_for_the_delay_survive_a_restart_and_an_undo_sends_none(inbox: Inbox, model: object) -> None:
    with Server(**mailing(inbox)) as server:
        stays, _ = book(server.open_session())
        chat = server.open_session()
        goes, _ = book(chat, "friday at 2")
        chat.say("cancel my appointment")
        assert chat.say("yes")["turn"]["booking"]["status"] == "cancelled"
        time.sleep(ROUND)
        assert inbox.mails == []
        server.stop(kill=True)
        server.environment["CLINIC_NOW"] = LATER
        server.start()
        wait(lambda: len(inbox.mails) >= 2)
        time.sleep(ROUND)
        assert recipients(inbox) == [ANA, CLINIC]
        everything = "".join(mail.as_string() for mail in inbox.mails)
        assert stays in everything and goes not in everything


def test_a_mail_server_that_is_down_costs_a_chat_nothing(inbox: Inbox, at_once: str, model: object) -> None:
    gone = mailing(inbox, CLINIC_CONTENT=at_once, SMTP_PORT="1")
    with Server(**gone) as server:
        chat = server.open_session()
        book(chat)
        wait(lambda: "mail.failed" in server.output())
        begin = time.monotonic()
        assert chat.say("does it hurt?")["turn"]["understood"] == ["pain"]
        assert time.monotonic() - begin < 1
        assert ANA not in server.output() and "Lopez" not in server.output()


def test_without_a_mail_server_no_mail_is_promised(server: Server) -> None:
    _, said = book(server.open_session(), "monday at 10")
    assert ANA not in said
