"""What goes wrong on request: the line, the provider, or only the time that they take.

Faults meet the calls of our server; those of a browser only when a fault says so.
"""

import random
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.payment_peer.answers import Json

KINDS = {
    "timeout_after_success",
    "drop_before",
    "drop_after_success",
    "error_500_before",
    "error_500_after_success",
    "rate_limit_429",
    "slow",
}


@dataclass
class Fault:
    """`times` counts down; None is for always. `probability` is decided by its own seeded chance, so that a run repeats."""

    operation: str
    kind: str
    seconds: float = 5.0
    times: int | None = 1
    probability: float = 1.0
    seed: int = 0
    browser: bool = False
    chance: random.Random = field(init=False)
    cleared: threading.Event = field(init=False, default_factory=threading.Event)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}")
        self.chance = random.Random(self.seed)

    def sleep(self) -> None:
        """Keeps a request waiting, until the time is over or the faults are cleared."""
        self.cleared.wait(self.seconds)

    def meets(self, operation: str, *, browser: bool, replay: bool) -> bool:
        """A replay executes nothing, so that nothing can break after it but the line."""
        if self.times == 0 or self.operation not in {"*", operation} or (browser and not self.browser):
            return False
        if replay and self.kind == "error_500_after_success":
            return False
        return self.chance.random() < self.probability


class Faults:
    """Those that are set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set: list[Fault] = []

    def add(self, **wanted: Any) -> Json:
        """Raises ValueError or TypeError for what is no fault."""
        with self._lock:
            self._set.append(Fault(**wanted))
        return {"set": len(self._set)}

    def clear(self) -> None:
        """All is well again, for those too that are being kept waiting."""
        with self._lock:
            for fault in self._set:
                fault.cleared.set()
            self._set.clear()

    def take(self, operation: str, *, browser: bool, replay: bool) -> Fault | None:
        """The fault that meets this request, used up by it."""
        with self._lock:
            for fault in self._set:
                if fault.meets(operation, browser=browser, replay=replay):
                    fault.times = None if fault.times is None else fault.times - 1
                    return fault
        return None
