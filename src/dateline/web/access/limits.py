"""How often one address may ask: a bucket that fills evenly and is emptied by requests."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from dateline.web.problems import WebError

_MOST_ADDRESSES = 10_000


class Limiter:
    """Counts for each worker process by itself: with several, so many times as much is let through."""

    def __init__(self, a_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute, self._clock = a_minute, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, *, cost: float = 1.0) -> None:
        """Count a request.

        Raises:
            WebError: 429 (``web.too-many``), with the seconds to wait.
        """
        now = self._clock()
        left, before = self._buckets.pop(name, (float(self._a_minute), now))
        left = min(float(self._a_minute), left + (now - before) * self._a_minute / 60)
        if left < cost:
            self._buckets[name] = (left, now)
            raise WebError(
                429,
                f"more than {self._a_minute} requests a minute came from one place",
                remedy="Wait, then go on more slowly.",
                code="web.too-many",
                retry_after=max(1, round((cost - left) * 60 / self._a_minute)),
            )
        self._buckets[name] = (left - cost, now)
        if len(self._buckets) > _MOST_ADDRESSES:
            self._buckets.popitem(last=False)
