"""Bytes over a socket: what no HTTP library would send."""

from __future__ import annotations

import socket

from tests.server import Server


def exchange(server: Server, sent: bytes) -> bytes:
    """Return everything that the server answers until it closes or says nothing for half a second."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as raw:
        raw.sendall(sent)
        try:
            while part := raw.recv(65536):
                answer += part
                raw.settimeout(0.5)
        except TimeoutError:
            pass
    return answer


def status(server: Server, sent: bytes) -> int:
    """Return the status of the first answer."""
    return int(exchange(server, sent).split(b" ", 2)[1])
