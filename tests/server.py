"""The server as a process of its own on a free port of this machine, for tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

START_SECONDS = 90


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes; compare it with another figure of the same machine."""
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


class Server:
    """A running assistant with a database of its own; a context manager.

    It runs the checkout in `folder` by that one's own Python, this one by ours without it.
    """

    def __init__(self, folder: Path | None = None, **environment: str) -> None:
        self.folder = folder or Path()
        self.python = str(folder / ".venv/bin/python") if folder else sys.executable
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "PORT": str(self.port),
            "DATABASE_URL": f"sqlite:///{tempfile.mkdtemp()}/server.db",
            **environment,
        }
        self.log = tempfile.TemporaryFile("w+")
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> float:
        """Start and wait until ready; return the seconds it took."""
        begin = time.monotonic()
        # The newest model, not the current one: nothing is trained while a test waits.
        model = max((self.folder / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
        command = [self.python, "-m", "extensions.runtime", "serve", str(model)]
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=self.log, stderr=self.log
        )
        while time.monotonic() - begin < START_SECONDS:
            if self.process.poll() is not None:
                break
            try:
                if requests.get(f"{self.url}/health/ready", timeout=2).status_code == 200:
                    return time.monotonic() - begin
            except requests.ConnectionError:
                time.sleep(0.1)
        self.stop(kill=True)
        raise AssertionError(f"the server did not start:\n{self.output()}")

    def stop(self, kill: bool = False) -> None:
        """Stop; with `kill` as a crash would."""
        if self.process:
            (self.process.kill if kill else self.process.terminate)()
            self.process.wait(20)

    def output(self) -> str:
        """Return what the server printed and logged so far."""
        self.log.seek(0)
        return self.log.read()

    def open_session(self) -> Session:
        """Start a chat."""
        answer = requests.post(f"{self.url}/api/chat/sessions", json={}, timeout=30)
        assert answer.status_code == 201, answer.text
        return Session(self, answer.json())


class Session:
    """One chat over HTTP."""

    def __init__(self, server: Server, opened: dict[str, Any]) -> None:
        self.server, self.opened, self.token = server, opened, opened["token"]
        self.connection = requests.Session()  # kept open, as a browser does

    @property
    def headers(self) -> dict[str, str]:
        """The header that proves whose chat it is."""
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, body: Any) -> requests.Response:
        """Send a message body as it is."""
        return self.connection.post(f"{self.server.url}/api/chat/messages", json=body, headers=self.headers, timeout=30)

    def say(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        """Send a text and return the answer's body."""
        answer = self.post({"client_message_id": message_id or str(uuid.uuid4()), "text": text})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def press(self, choice: str) -> requests.Response:
        """Press a button by its id."""
        return self.post({"client_message_id": str(uuid.uuid4()), "choice": choice})

    def history(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the messages after a seq."""
        answer = self.connection.get(
            f"{self.server.url}/api/chat/messages", params={"after": after}, headers=self.headers, timeout=30
        )
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])
