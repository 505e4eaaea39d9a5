"""An attack in a process of its own, so that its work doesn't count as the bystander's waiting."""

import asyncio
import multiprocessing
from multiprocessing.connection import Connection

from bench.hostile.attacks import ATTACKS
from bench.hostile.wire import Target

BEGINS_WITHIN_SECONDS = 60
ENDS_WITHIN_SECONDS = 90
"""After its time is over: what it has asked last may take a while."""


class Attacker:
    """One attack; it has begun once this is made."""

    def __init__(self, name: str, target: Target, seconds: float) -> None:
        fresh = multiprocessing.get_context("spawn")
        self._heard, told = fresh.Pipe(duplex=False)
        self._process = fresh.Process(target=_attack, args=(name, target, seconds, told))
        self._process.start()
        told.close()
        if self._heard.poll(BEGINS_WITHIN_SECONDS):
            self._heard.recv()
        self._patience = seconds + ENDS_WITHIN_SECONDS

    def result(self) -> tuple[str, bool]:
        """What came of it, in words, and whether it got in or broke."""
        try:
            return self._heard.recv() if self._heard.poll(self._patience) else ("it never ended", True)
        except EOFError:
            return "the attacker broke down", True
        finally:
            self._process.kill()
            self._process.join()


def _attack(name: str, target: Target, seconds: float, told: Connection) -> None:
    told.send("begun")
    try:
        told.send((asyncio.run(ATTACKS[name](target, seconds)), False))
    except Exception as failed:  # noqa: BLE001 (whatever it was, it belongs into the table)
        told.send((f"{type(failed).__name__}: {failed}", True))
