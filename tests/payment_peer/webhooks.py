"""Tells the product what happened: signed events, sent by a thread of their own, again until they are taken.

Modes: `normal` one after another; `duplicate` each twice at the same time; `shuffle` in another order; `late` after a while;
`never` not at all. What is held back goes out at `flush`.
"""

import heapq
import math
import random
import threading
import time
from dataclasses import dataclass, field
from itertools import count

from tests.payment_peer.answers import Json
from tests.payment_peer.pending import Pending
from tests.payment_peer.posting import post

RETRY_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5, 3, 4, 5, 5, 5, 5)
"""Thirty seconds, in which a server that was ended has come back."""
MODES = {"normal", "duplicate", "shuffle", "late", "never"}
_order = count()


@dataclass(frozen=True)
class Target:
    """Where events go, and how."""

    url: str | None = None
    secret: str = "whsec_peer"
    mode: str = "normal"
    late_seconds: float = 1.0


@dataclass(order=True)
class _Delivery:
    due: float
    number: int
    event: Json = field(compare=False)
    mode: str = field(compare=False)
    attempts: int = field(default=0, compare=False)

    @property
    def held(self) -> bool:
        """Nobody waits for what is held back."""
        return self.attempts == 0 and self.mode in {"shuffle", "late", "never"}


class Webhooks:
    """The queue and its thread."""

    def __init__(self, pending: Pending) -> None:
        self.target = Target()
        self.deliveries: list[Json] = []
        self._pending = pending
        self._changed = threading.Condition()
        self._queue: list[_Delivery] = []
        self._chance = random.Random(0)
        threading.Thread(target=self._run, daemon=True).start()

    def configure(self, target: Target) -> None:
        """Later events follow the new mode; all go to the new address."""
        if target.mode not in MODES:
            raise ValueError(f"no such mode: {target.mode}")
        with self._changed:
            self.target = target
            self._changed.notify_all()

    def publish(self, event: Json) -> None:
        """Queues an event."""
        with self._changed:
            mode = self.target.mode
            if self.target.url is None and mode != "never":
                return
            self._push(_Delivery(time.monotonic() + self._wait(mode), next(_order), event, mode))

    def flush(self) -> Json:
        """What is held back goes out now, the shuffled ones still in their order."""
        with self._changed:
            held = sorted(one for one in self._queue if one.held)
            self._queue = [one for one in self._queue if not one.held]
            heapq.heapify(self._queue)
            for one in held:
                self._push(_Delivery(0.0, next(_order), one.event, "normal"))
        return {"flushed": len(held)}

    def send(self, event: Json, secret: str | None = None, age_seconds: int = 0) -> Json:
        """Sends one event at once and says how it was answered."""
        if self.target.url is None:
            raise ValueError("there is no address to send to")
        status = post(self.target.url, secret or self.target.secret, event, age_seconds)
        self._note(event, status)
        return {"event": event["id"], "status": status}

    def _wait(self, mode: str) -> float:
        match mode:
            case "shuffle":
                return self._chance.uniform(0, self.target.late_seconds)
            case "late":
                return self.target.late_seconds
            case "never":
                return math.inf
            case _:
                return 0.0

    def _push(self, delivery: _Delivery) -> None:
        if not delivery.held:
            self._pending.begin()
        heapq.heappush(self._queue, delivery)
        self._changed.notify_all()

    def _next(self) -> _Delivery:
        with self._changed:
            while not self._queue or self._queue[0].due > time.monotonic():
                due = self._queue[0].due - time.monotonic() if self._queue else math.inf
                self._changed.wait(None if due == math.inf else max(due, 0))
            delivery = heapq.heappop(self._queue)
            if delivery.held:
                self._pending.begin()
            return delivery

    def _run(self) -> None:
        while True:
            delivery = self._next()
            if not self._taken(delivery) and delivery.attempts < len(RETRY_PAUSES):
                with self._changed:
                    delivery.due = time.monotonic() + RETRY_PAUSES[delivery.attempts]
                    delivery.attempts += 1
                    self._push(delivery)
            self._pending.end()

    def _taken(self, delivery: _Delivery) -> bool:
        """Whether each copy was answered with 2xx."""
        target = self.target
        if target.url is None:
            return True
        statuses: list[int | None] = []

        def one(url: str) -> None:
            statuses.append(post(url, target.secret, delivery.event))

        copies = [threading.Thread(target=one, args=(target.url,)) for _ in range(2 if delivery.mode == "duplicate" else 1)]
        for thread in copies:
            thread.start()
        for thread in copies:
            thread.join()
        for status in statuses:
            self._note(delivery.event, status)
        return all(status is not None and 200 <= status < 300 for status in statuses)

    def _note(self, event: Json, status: int | None) -> None:
        self.deliveries.append({"event": event["id"], "type": event["type"], "status": status})
