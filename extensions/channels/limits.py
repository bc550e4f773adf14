"""Rate limits per session and per address, in memory: a sliding window over the last events of each key."""

import hmac
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import ip_address

from clinic.settings import Rate

MOST_KEYS = 10_000


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


def client_address(peer: str, forwarded_for: str) -> str:
    """Return whose request it is; only a proxy on this machine may speak for somebody else."""
    if is_loopback(peer) and forwarded_for:
        return forwarded_for.split(",")[-1].strip()
    return peer


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def pseudonym(address: str, secret: str) -> str:
    """Return what stands for an address where it must be told from others but not be known."""
    return hmac.new(secret.encode(), address.encode(), "sha256").hexdigest()
