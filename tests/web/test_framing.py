"""A head that two programs could read in two ways is refused, and the server goes on."""

import pytest

from tests.server import Server
from tests.web.raw import exchange, status

POST = b"POST /api/chat/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: -1\r\n",
        b"Content-Length: +2\r\n",
        b"Content-Length: ten\r\n",
        b"Content-Length: 0x2\r\n",
        b"Content-Length: 1_0\r\n",
        b"Content-Length:\r\n",
        b"Content-Length: 2, 2\r\n",
        b"Content-Length: \xb2\r\n",
        b"Content-Length: 2\r\nContent-Length: 2\r\n",
        b"Content-Length: 2\r\nContent-Length: 5\r\n",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Content-Length : 2\r\n",
        b"X-A: b\r\n Content-Length: 2\r\n",
        b"X-A: b\nContent-Length: 2\r\n",
        b"X-A: b\rContent-Length: 2\r\n",
        b"X-A: \x00\r\n",
        b"no colon\r\n",
        b": nameless\r\n",
    ],
)
@pytest.mark.parametrize("path", [b"/api/chat/sessions", b"/health/live", b"/nope"])
def test_a_length_or_field_that_can_be_read_in_two_ways_is_refused(server: Server, path: bytes, lines: bytes) -> None:
    assert status(server, b"POST " + path + b" HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n{}") == 400
    assert status(server, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n") == 200


@pytest.mark.parametrize("size", [b"-1", b"+2", b"2_0", b"", b"zz"])
def test_a_faulty_chunk_is_refused(server: Server, size: bytes) -> None:
    head = POST + b"Transfer-Encoding: chunked\r\n\r\n"
    assert status(server, head + size + b"\r\n{}\r\n0\r\n\r\n") in (400, 413)
    assert status(server, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n") == 200


def test_chunks_and_lengths_as_they_should_be_are_taken(server: Server) -> None:
    assert status(server, POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n") == 201
    assert status(server, POST + b"Content-Length: 2\r\n\r\n{}") == 201


@pytest.mark.parametrize("host", [b"Host: a", b"host:a:5005", b"HOST:  [::1]:80 ", b"Host: chat.example.com", b"Host:"])
def test_one_host_is_taken(server: Server, host: bytes) -> None:
    assert status(server, b"GET /health/live HTTP/1.1\r\n" + host + b"\r\n\r\n") == 200


@pytest.mark.parametrize(
    "hosts",
    [
        b"",
        b"Host : a\r\n",
        b"Host\t: a\r\n",
        b"Host: a\r\nHost: a\r\n",
        b"Host: a\r\nhOST: b\r\n",
        b"Host: a, b\r\n",
        b"Host: a/b\r\n",
        b"Host: b@a\r\n",
    ],
)
@pytest.mark.parametrize("path", [b"/health/live", b"/widget/chat.js", b"/nope"])
def test_no_host_or_more_than_one_is_refused_and_the_connection_ends(server: Server, path: bytes, hosts: bytes) -> None:
    second = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = exchange(server, b"GET " + path + b" HTTP/1.1\r\n" + hosts + b"\r\n" + second)
    assert answer.startswith(b"HTTP/1.1 400 ") and answer.count(b"HTTP/1.1 ") == 1


def test_the_older_protocol_needs_no_host(server: Server) -> None:
    assert status(server, b"GET /health/live HTTP/1.0\r\n\r\n") == 200


@pytest.mark.parametrize(
    "line",
    [
        b"GET  /health/live HTTP/1.1",
        b"GET /health/live HTTP/3.0",
        b"nonsense",
        b"GET /\xff HTTP/1.1",
    ],
)
def test_a_faulty_first_line_is_refused(server: Server, line: bytes) -> None:
    assert status(server, line + b"\r\nHost: x\r\n\r\n") == 400


@pytest.mark.parametrize(
    "lines",
    [
        "Content-Length: ٢\r\n".encode(),
        "Content-Length: \u00a02\r\n".encode(),
        b"Content-Length: 2\x0b\r\n",
        b"Content-Length: \x0c2\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
        "Transfer-Encoding: \u00a0chunked\r\n".encode(),
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"X-A: \x1b\r\n",
    ],
)
def test_other_digits_and_blanks_are_no_length(server: Server, lines: bytes) -> None:
    body = b"2\r\n{}\r\n0\r\n\r\n" if lines.startswith(b"T") else b"{}"
    assert status(server, POST + lines + b"\r\n" + body) == 400


@pytest.mark.parametrize("size", [b"0x2", b" 2", b"2\n", b"2 ", "٢".encode(), b"+2"])
def test_the_size_of_a_chunk_is_digits_only(server: Server, size: bytes) -> None:
    assert status(server, POST + b"Transfer-Encoding: chunked\r\n\r\n" + size + b"\r\n{}\r\n0\r\n\r\n") == 400


def test_blanks_around_a_length_and_names_of_chunks_are_taken(server: Server) -> None:
    assert status(server, POST + b"Content-Length:\t 02 \t\r\n\r\n{}") == 201
    assert status(server, POST + b"Transfer-Encoding: chunked\r\n\r\n02;a=b\r\n{}\r\n0\r\n\r\n") == 201


@pytest.mark.parametrize("line", [b"GET nope", b"GET http://[", b"GET http://:", b"CONNECT x:80", b"GET x\xff"])
def test_an_address_that_cannot_be_read_is_answered_and_not_logged(server: Server, line: bytes) -> None:
    before = len(server.output())
    assert status(server, line + b" HTTP/1.1\r\nHost: x\r\n\r\n") in (400, 404)
    assert "ERROR" not in server.output()[before:]
