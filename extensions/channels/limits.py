"""Rate limits per session and per address, in memory: a sliding window over the last events of each key."""

import hmac
import re
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Optional, Union

from clinic.settings import Rate

MOST_KEYS = 10_000
UNKNOWN = "unknown"  # the key of all addresses that cannot be read
WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](:\d+)?|(?P<four>[^:]+)(:\d+)?")


class Limiter:
    """Allows at most `rate.count` events a key in any `rate.seconds`."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._events: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Count an event and return 0; or return the seconds to wait, and count nothing."""
        now = self._clock()
        seen = self._events.setdefault(key, deque())
        self._events.move_to_end(key)
        if len(self._events) > MOST_KEYS:
            self._events.popitem(last=False)
        while seen and seen[0] <= now - self._rate.seconds:
            seen.popleft()
        if len(seen) >= self._rate.count:
            return seen[0] + self._rate.seconds - now
        seen.append(now)
        return 0.0


def client_address(peer: str, forwarded_for: Sequence[str], trusted: Collection[str] = ()) -> str:
    """Return the key of whose request it is, from the lines of `X-Forwarded-For` where a proxy sent it.

    A proxy is this machine or an address in `trusted`. An IPv6 address stands for its /64, which one client has for
    itself; what cannot be read is `UNKNOWN`.
    """
    if forwarded_for and (is_loopback(peer) or read_address(peer) in map(read_address, trusted)):
        return key(forwarded_for[-1].split(",")[-1])
    return key(peer)


def key(text: str) -> str:
    """Return one spelling for all of an address, with or without a port."""
    address = read_address(text)
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address or UNKNOWN)


def read_address(text: str) -> Optional[Union[IPv4Address, IPv6Address]]:
    """Return the address of "::1", "[::1]:443" or "192.0.2.1:80", IPv4 where it is wrapped in IPv6; None for others."""
    text = text.strip()
    found = WITH_PORT.fullmatch(text)
    try:
        address = ip_address((found["six"] or found["four"]) if found else text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    read = read_address(address)
    return read is not None and read.is_loopback


def pseudonym(address: str, secret: str) -> str:
    """Return what stands for an address where it must be told from others but not be known."""
    return hmac.new(secret.encode(), address.encode(), "sha256").hexdigest()
