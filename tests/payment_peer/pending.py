"""Counts what is still to happen by itself, so that a test can wait for quiet instead of for time."""

import threading


class Pending:
    """A count that can be waited for to reach nothing."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def begin(self) -> None:
        """One more."""
        with self._changed:
            self._count += 1

    def end(self) -> None:
        """One less."""
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Whether it became quiet within the time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)
