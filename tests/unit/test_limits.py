"""Who is counted as one, how often, and what the environment may say of it."""

import pytest

from clinic.settings import Rate, SettingsError, read_rate, read_settings, session_secret
from extensions.channels.errors import error_response
from extensions.channels.limits import UNKNOWN, Limiter, client_address, is_loopback


def test_a_limit_counts_each_key_alone_and_forgets() -> None:
    now = [0.0]
    limiter = Limiter(Rate(2, 10), lambda: now[0])
    assert [limiter.wait("a"), limiter.wait("a"), limiter.wait("b")] == [0, 0, 0]
    assert limiter.wait("a") == pytest.approx(10)
    now[0] = 10.1
    assert limiter.wait("a") == 0


@pytest.mark.parametrize(
    ("text", "rate"),
    [("20/10s", Rate(20, 10)), ("60/min", Rate(60, 60)), ("5/h", Rate(5, 3600)), ("3/2m", Rate(3, 120))],
)
def test_rates_are_read(text: str, rate: Rate) -> None:
    assert read_rate("LIMIT", text) == rate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "x/s",
        "20/",
        "20/10y",
        "0/10s",
        "-5/10s",
        "5/0s",
        "5/-1s",
        "5/nans",
        "5/infs",
        "5/1e3s",
        "+5/s",
        "5/0min",
    ],
)
def test_a_faulty_rate_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="LIMIT"):
        read_rate("LIMIT", text)


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["1.2.3.4, 5.6.7.8"], "5.6.7.8"),
        (["1.2.3.4", "5.6.7.8"], "5.6.7.8"),
        (["203.0.113.8:1000"], "203.0.113.8"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["[::ffff:203.0.113.9]:80"], "203.0.113.9"),
        (["[2001:db8::1]:443"], "2001:db8::"),
        (["2001:DB8:0:0:1::7 "], "2001:db8::"),
        (["2001:db8:0:1::7"], "2001:db8:0:1::"),
        (["fe80::1%eth0"], "fe80::"),
        (["unknown"], UNKNOWN),
        (["1.2.3.4, _hidden"], UNKNOWN),
        (["1.2.3.4,"], UNKNOWN),
        (["1.2.3.04"], UNKNOWN),
        ([""], UNKNOWN),
        ([], "127.0.0.1"),
    ],
)
def test_the_last_entry_of_the_last_line_counts_in_one_spelling(lines: list[str], address: str) -> None:
    assert client_address("127.0.0.1", lines) == address


def test_only_this_machine_and_named_proxies_speak_for_others() -> None:
    assert client_address("::1", ["5.6.7.8"]) == "5.6.7.8"
    assert client_address("9.9.9.9", ["127.0.0.1"]) == "9.9.9.9"
    assert client_address("9.9.9.9", ["5.6.7.8"], ("9.9.9.9",)) == "5.6.7.8"
    assert client_address("::ffff:9.9.9.9", ["5.6.7.8"], ("9.9.9.9",)) == "5.6.7.8"
    assert client_address("", ["5.6.7.8"], ("9.9.9.9",)) == UNKNOWN


def test_a_trusted_ipv6_proxy_is_the_address_itself_not_its_network() -> None:
    assert client_address("2001:db8::1", ["5.6.7.8"], ("2001:DB8:0::1",)) == "5.6.7.8"
    assert client_address("2001:db8::2", ["5.6.7.8"], ("2001:db8::1",)) == "2001:db8::"


@pytest.mark.parametrize(("address", "own"), [("127.0.0.2", True), ("::1", True), ("::2", False), ("x", False)])
def test_what_is_this_machine(address: str, own: bool) -> None:
    assert is_loopback(address) == own


def test_named_proxies_are_read() -> None:
    assert read_settings({"TRUSTED_PROXIES": "192.0.2.1, ::2,"}).trusted_proxies == ("192.0.2.1", "::2")
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        read_settings({"TRUSTED_PROXIES": "proxy.example.com"})


@pytest.mark.parametrize("secret", ["x" * 32, "abcdefg" * 6])
def test_a_secret_of_few_different_characters_is_refused(secret: str) -> None:
    with pytest.raises(SettingsError, match="SESSION_SECRET") as error:
        session_secret({"SESSION_SECRET": secret})
    assert secret not in str(error.value)


@pytest.mark.parametrize(("seconds", "told"), [(0.1, "1"), (1.0, "1"), (1.01, "2"), (2.6, "3")])
def test_the_seconds_to_wait_are_rounded_up(seconds: float, told: str) -> None:
    assert error_response(429, seconds).headers["Retry-After"] == told
