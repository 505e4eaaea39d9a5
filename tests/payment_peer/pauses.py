"""Holds a request at an instant, so that a test can end the server under test exactly there."""

import threading
from dataclasses import dataclass
from pathlib import Path

from tests.payment_peer.answers import Json

PHASES = {"before", "after"}


@dataclass
class _Pause:
    operation: str
    phase: str
    notify: str | None


class Pauses:
    """Each pause holds the next request that fits; `resume` lets go of all."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._set: list[_Pause] = []
        self._waiting: list[Json] = []

    def add(self, operation: str, phase: str, notify: str | None = None) -> None:
        """`notify` is a file to which a line is appended when a request is held."""
        if phase not in PHASES:
            raise ValueError(f"no such phase: {phase}")
        with self._changed:
            self._set.append(_Pause(operation, phase, notify))

    def hold(self, operation: str, phase: str) -> None:
        """Returns at once, or when a test says so."""
        with self._changed:
            pause = next((one for one in self._set if one.phase == phase and one.operation in {"*", operation}), None)
            if pause is None:
                return
            self._set.remove(pause)
            held = {"operation": operation, "phase": phase}
            self._waiting.append(held)
            if pause.notify:
                with Path(pause.notify).open("a", encoding="utf-8") as told:
                    told.write(f"{operation} {phase}\n")
            self._changed.notify_all()
            self._changed.wait_for(lambda: not any(one is held for one in self._waiting))

    def waiting(self, seconds: float) -> list[Json]:
        """Who is held, as soon as anybody is or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting), seconds)
            return list(self._waiting)

    def resume(self) -> Json:
        """Nobody is held any more, nor will be."""
        with self._changed:
            resumed = len(self._waiting)
            self._set.clear()
            self._waiting.clear()
            self._changed.notify_all()
        return {"resumed": resumed}
