"""How often each caller may ask, told in the RateLimit fields of every answer (draft-ietf-httpapi-ratelimit-headers-10).

Counted in the memory of this process: of several processes each counts for itself.
"""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from app.errors import Problem


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a rate, and for how many seconds that holds."""

    policy: str
    quota: int
    window: int
    left: int
    reset: int
    exceeded: bool

    def headers(self) -> dict[str, str]:
        """The fields that tell it."""
        fields = {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.reset}',
        }
        return fields | ({"Retry-After": str(self.reset)} if self.exceeded else {})

    def check(self) -> None:
        """Raise a `Problem` if there is nothing left."""
        if self.exceeded:
            detail = f"at most {self.quota} requests in {self.window} seconds; try again in {self.reset} seconds"
            raise Problem(429, "rate-limited", detail, **{"violated-policies": [self.policy]})


class Rates:
    """Counts the requests of each caller."""

    def __init__(self, by_key: str, by_address: str) -> None:
        self._by_key = parse(by_key)
        self._by_address = parse(by_address)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._own: dict[str, RateLimitItem] = {}

    def of_key(self, key_id: str, rate: str | None) -> Allowance:
        """Count a request made with a key, which may have a rate of its own."""
        return self._hit("key", self._parsed(rate) if rate else self._by_key, key_id)

    def of_address(self, address: str) -> Allowance:
        """Count a request made without a key."""
        return self._hit("address", self._by_address, address)

    def _parsed(self, rate: str) -> RateLimitItem:
        if rate not in self._own:
            self._own[rate] = parse(rate)
        return self._own[rate]

    def _hit(self, policy: str, item: RateLimitItem, caller: str) -> Allowance:
        exceeded = not self._limiter.hit(item, policy, caller)
        stats = self._limiter.get_window_stats(item, policy, caller)
        reset = max(1, math.ceil(stats.reset_time - time.time()))
        return Allowance(policy, item.amount, item.get_expiry(), max(0, stats.remaining), reset, exceeded)
