"""What a commit's server makes of given scripts, asked from outside: its web API, and its own database afterwards."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.sayings import Line, Script
from tests.server import Server

NOW = "2026-11-24T15:00:00-05:00"
RANDOM = re.compile(r"([A-Z]{2})-[0-9]{9}(?![0-9])")
"""What differs between two runs of the same code: the references of bookings."""

Turn = dict[str, Any]


def record(folder: Path | None, scripts: Sequence[Script]) -> list[list[Turn]]:
    """Return for each script, for each of its lines, what the checkout in `folder` gives (this one without it).

    Each script is held in a conversation of its own, with an empty diary. A turn holds `understood`, `outcome`,
    `factors`, `flow` and `booking` as the web API gives them, `responses` and their `parts` by key, the `findings`
    that are kept, the `buttons`, the `texts`, the `stored` bookings after the last line, and the HTTP `status`.
    """
    name = folder.name if folder else "this checkout"
    with (
        Server(folder, CLINIC_NOW=NOW, LIMIT_LOOPBACK="", SMTP_HOST="") as server,
        closing(database_of(server)) as database,
    ):
        recorded = []
        for number, script in enumerate(scripts):
            if number % 500 == 0:
                print(f"  {name}: {number} of {len(scripts)}", file=sys.stderr, flush=True)
            turns = Visitor(server, script.name).hold(script.lines, database)
            recorded.append(masked([*turns[:-1], turns[-1] | {"stored": emptied(database)}]))
    return recorded


def database_of(server: Server) -> sqlite3.Connection:
    """Return a connection to the database that a server works with."""
    return sqlite3.connect(server.environment["DATABASE_URL"].partition("///")[2], timeout=10)


class Visitor:
    """One conversation over HTTP; the ids of its messages are made of the name, and the same in every run."""

    def __init__(self, server: Server, name: str, opened: dict[str, Any] | None = None) -> None:
        """Open a chat, or go on with one that was opened before."""
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.name, self.token, self.buttons = name, "", list[dict[str, str]]()
        self.opened = opened or self.post("sessions", {})
        self.token = self.opened["token"]

    def hold(self, lines: Sequence[Line], database: sqlite3.Connection) -> list[Turn]:
        """Say all lines and return what each gave."""
        turns = [self.say(number, line) for number, line in enumerate(lines)]
        self.connection.close()
        kept = dict(events(database, self.opened["session_id"]))
        return [turn | kept.get(self.message_id(number), {}) for number, turn in enumerate(turns)]

    def say(self, number: int, line: Line) -> Turn:
        """Send a line and return the web API's side of the turn; an emergency is waited for until it is stored."""
        body = {"client_message_id": self.message_id(number), **self.typed(line)}
        answer = self.post("messages", body)
        while any(message["seq"] is None for message in answer.get("messages", [])):
            answer = self.post("messages", body)
        said = answer.get("messages", [])
        self.buttons += [button for message in said for button in message["buttons"]]
        return {
            "status": answer["status"],
            **answer.get("turn", {}),
            "buttons": [button["id"] for message in said for button in message["buttons"]],
            "texts": [message["text"] for message in said],
        }

    def typed(self, line: Line) -> dict[str, str]:
        """Return a line as the web API takes it; where no button's title fits a pattern, a choice that is none."""
        if isinstance(line, str):
            return {"text": line}
        if "button" in line:
            return {"choice": line["button"]}
        fit = [one["id"] for one in reversed(self.buttons) if re.search(line["press"], one["title"], re.I)]
        return {"choice": (fit or ["none"])[0]}

    def message_id(self, number: int) -> str:
        """Return the id of the message with that number."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.name} {number}"))

    def post(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a body and return the answer's, with its status."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        self.connection.request("POST", f"/api/chat/{name}", json.dumps(body), headers)
        answer = self.connection.getresponse()
        return {"status": answer.status, **json.loads(answer.read())}


def events(database: sqlite3.Connection, session: str) -> Iterator[tuple[str, Turn]]:
    """Yield for each message of a conversation its id and the keys that answered it, with what is found till then."""
    query = "SELECT data FROM conversation_event WHERE conversation = ? ORDER BY seq"
    message, turn, findings = "", dict[str, Any](), None
    for event in (json.loads(data) for (data,) in database.execute(query, (session,))):
        said = event.get("metadata") or {}
        if event["event"] == "user":
            message, turn = said.get("client_message_id", ""), {"responses": [], "parts": [], "findings": findings}
            yield message, turn
        elif event["event"] == "bot" and turn:
            turn["responses"].append(said.get("utter_action"))
            turn["parts"] += said.get("parts") or [said.get("utter_action")]
        elif event["event"] == "slot" and event["name"] == "findings":
            findings = turn["findings"] = event["value"]


def emptied(database: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the stored bookings, and forget them with all that hangs on them: the next talk meets an empty diary."""
    with database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = database.execute("SELECT * FROM booking ORDER BY starts_at, status")
        stored = [dict(zip([column[0] for column in rows.description], row, strict=True)) for row in rows]
        for name in names:
            if name.startswith("booking") and not name.endswith("_version"):
                database.execute(f"DELETE FROM {name}")
    return [{key: value for key, value in row.items() if key not in ("talk", "key")} for row in stored]


def masked(turns: list[Turn]) -> list[Turn]:
    """Return the turns with what is random in them made alike."""
    return list(json.loads(RANDOM.sub(r"\1-0", json.dumps(turns))))
