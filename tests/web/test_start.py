"""Two servers cannot share an address or a SQLite file, and one that serves says so when it does."""

import socket
import subprocess
import sys

import pytest
import requests

from clinic.strict import StartError
from extensions.runtime.server import listening
from tests.server import Server


def refused(server: Server, **changes: str) -> str:
    """Start a second server like this one, but for the changes; return the line with which it gives up."""
    command = [sys.executable, "-W", "ignore", "-m", "extensions.runtime", "serve"]
    environment = {**server.environment, **changes}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_a_second_server_is_refused_by_port_or_by_database_and_the_first_goes_on(server: Server) -> None:
    assert f"PORT={server.port}" in refused(server)
    with socket.create_server(("127.0.0.1", 0)) as taken:  # a port that is free once this is closed
        other = str(taken.getsockname()[1])
    assert server.environment["DATABASE_URL"].removeprefix("sqlite:///") in refused(server, PORT=other)
    assert requests.get(f"{server.url}/health/ready", timeout=10).status_code == 200


def test_the_address_is_said_once_the_server_answers_there(server: Server) -> None:
    assert f"serving on {server.url}/" in server.output()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_this_machines_is_named(host: str) -> None:
    with pytest.raises(StartError, match=f"HOST={host}"):
        listening(host, 0)
