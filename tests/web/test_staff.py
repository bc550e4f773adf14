"""The team's commands beside a running server: they see what the chat books, and the chat sees what they block."""

import csv
import io
import subprocess
import sys

from icalendar import Calendar

from tests.server import Server

MONDAY = "2026-11-30"
THURSDAY = "2026-12-03"  # a day that no other talk with this server books
AT_TEN = f"booking_at_{THURSDAY}T10:00"


def staff(server: Server, *command: str) -> tuple[int, str]:
    """Run a command of the team over the server's database; return its exit code and what it printed."""
    line = [sys.executable, "-m", "clinic", *command]
    done = subprocess.run(line, env=server.environment, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.returncode, done.stdout


def fields(shown: str) -> dict[str, str]:
    """Read what `show` prints."""
    return {line[:10].strip(): line[11:].strip() for line in shown.splitlines()}


def test_the_team_sees_and_changes_what_the_chat_books(server: Server) -> None:
    chat = server.open_session()
    chat.say("book monday at 11")
    chat.say("Ana Lopez, 212 555 0184")
    reference = chat.say("yes")["turn"]["booking"]["reference"]
    chat.say("i have diabetes")
    assert not any(word in server.output() for word in ("diabet", "Ana", "Lopez", "0184"))

    _, listed = staff(server, "list")
    row = next(line for line in listed.splitlines() if reference in line)
    assert MONDAY in row and "11:00" in row and "Ana Lopez" in row and "+12125550184" in row
    shown = fields(staff(server, "show", reference.lower())[1])
    assert shown["status"] == "confirmed" and shown["flags"] == "diabetes"
    exported = {row["reference"]: row for row in csv.DictReader(io.StringIO(staff(server, "export")[1]))}
    assert exported[reference]["name"] == "Ana Lopez"
    feed = Calendar.from_ical(staff(server, "feed")[1])
    assert reference in [str(event["SUMMARY"]) for event in feed.events] and "Ana" not in str(feed.to_ical())

    code, cancelled = staff(server, "cancel", reference)
    assert code == 0 and fields(cancelled)["status"] == "cancelled"
    assert reference not in staff(server, "list")[1]
    turn = chat.say("when is my appointment")["turn"]
    assert turn["booking"] == {**turn["booking"], "reference": reference, "status": "cancelled"}
    assert staff(server, "show", "SP-000000")[0] == 1


def test_what_the_team_blocks_is_no_longer_offered_until_it_is_given_free(server: Server) -> None:
    def offered() -> list[str]:
        chat = server.open_session()
        turn = chat.say("book thursday december 3 at 10")
        chat.say("stop")
        return [AT_TEN] if turn["turn"]["booking"] else [button["id"] for button in turn["messages"][-1]["buttons"]]

    assert offered() == [AT_TEN]
    code, blocked = staff(server, "block", f"{THURSDAY}T10:00", f"{THURSDAY}T10:30")
    assert code == 0
    instead = offered()
    assert instead and AT_TEN not in instead
    assert staff(server, "cancel", blocked.split()[3])[0] == 0
    assert offered() == [AT_TEN]
