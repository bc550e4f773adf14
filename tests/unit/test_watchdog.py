"""A server that stands still is ended by the system, also while a pattern goes back and forth."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from extensions.runtime.watchdog import notify

SERVES = """
import asyncio, re
from extensions.runtime.watchdog import watch

async def main():
    watched = asyncio.create_task(watch(1.5))
    await asyncio.sleep(2)
    print("lives", flush=True)
    {stands}
    watched.cancel()
    await asyncio.sleep(0.1)
    import time; time.sleep(2)
    print("ends", flush=True)

asyncio.run(main())
"""


def run(stands: str) -> subprocess.CompletedProcess[str]:
    """Run a loop that is watched."""
    program = SERVES.format(stands=stands)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def test_a_standing_process_is_ended() -> None:
    """The pattern needs longer than anybody lives, holds the interpreter all the time, and its text is not logged."""
    ended = run('secret = "a" * 60 + "Zorblax"; re.fullmatch("(a+)+", secret)')
    assert ended.returncode == -signal.SIGALRM
    assert ended.stdout == "lives\n"
    assert "fullmatch" in ended.stderr and "Zorblax" not in ended.stderr


def test_a_living_process_is_left_alone() -> None:
    """Neither while it runs nor after it stopped watching."""
    ended = run("pass")
    assert (ended.returncode, ended.stdout) == (0, "lives\nends\n")


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it asks for a sign of life."""
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        notify("WATCHDOG=1")
        assert told.recv(100) == b"WATCHDOG=1"
