"""Who sends how much to this process: rates and open places by sender, by the monotonic clock, in bounded memory."""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from actionpack_app.domain.rates import Bucket, Rate
from actionpack_app.logs import log
from actionpack_app.metrics import LIMITED

MOST_SENDERS = 50_000
"""Remembered at once, at a few hundred bytes each: a flood from ever new addresses can't take more than that."""


class Rates:
    """A bucket for each sender; the one that was quiet for longest is forgotten first."""

    def __init__(self, rate: Rate, most: int = MOST_SENDERS, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most, self._now = rate, most, now
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, sender: str) -> float:
        """Seconds until the sender may send one more; 0 where it may now, and has."""
        bucket = self._buckets.get(sender)
        if bucket is None:
            bucket = self._buckets[sender] = Bucket(self._rate)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(sender)
        return bucket.take(self._now())

    def __len__(self) -> int:
        return len(self._buckets)


class Tells:
    """Lines about senders that are held back: one a minute for each, so that a flood doesn't fill the log."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._rates = Rates(Rate(1, 1 / 60), now=now)

    def limited(self, sender: str, what: str) -> None:
        """Logs that a sender met a limit."""
        if not self._rates.take(sender):
            LIMITED.labels(what).inc()
            log.warning("limited", sender=sender, what=what)


class Places:
    """How many things of a sender are open at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    def enter(self, sender: str) -> bool:
        """Whether there was a place; it is taken until `leave`."""
        if self._taken[sender] >= self._most:
            return False
        self._taken[sender] += 1
        return True

    def leave(self, sender: str) -> None:
        """Gives a place back; senders without any are forgotten."""
        self._taken[sender] -= 1
        if self._taken[sender] <= 0:
            del self._taken[sender]

    def __len__(self) -> int:
        return len(self._taken)
