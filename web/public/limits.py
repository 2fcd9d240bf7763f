"""How often one address may ask. Fails closed: whom we cannot count, we do not serve."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MAX_ADDRESSES = 50_000


class RateLimit:
    """A bucket of tokens for each address, refilled evenly; `per_minute` is also what a full bucket holds.

    Lives in this process: the public pages are one process. When more addresses ask than can be remembered, the newest
    are refused until older ones have been quiet for a minute.
    """

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._rate = per_minute / 60.0
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, address: str | None, cost: float = 1.0) -> bool:
        """Take `cost` tokens from the bucket of `address`; False, and nothing taken, when they are not there."""
        key = _network(address)
        if key is None:
            return False
        now = self._clock()
        with self._lock:
            self._forget_the_quiet(now)
            if key not in self._buckets and len(self._buckets) >= MAX_ADDRESSES:
                return False
            tokens, seen = self._buckets.pop(key, (self._size, now))
            tokens = min(self._size, tokens + (now - seen) * self._rate)
            allowed = tokens >= cost
            self._buckets[key] = (tokens - cost if allowed else tokens, now)
        return allowed

    def charge(self, address: str | None, cost: float) -> None:
        """Take tokens for what turned out dear, as far as there are any."""
        key = _network(address)
        if key is None:
            return
        with self._lock:
            tokens, seen = self._buckets.get(key, (self._size, self._clock()))
            self._buckets[key] = (max(0.0, tokens - cost), seen)

    def _forget_the_quiet(self, now: float) -> None:
        while self._buckets:
            key, (_, seen) = next(iter(self._buckets.items()))
            if now - seen < 60.0:
                return
            del self._buckets[key]


def _network(address: str | None) -> str | None:
    """One visitor: an IPv4 address, or an IPv6 /64, of which a household has one. None for what is no address."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
