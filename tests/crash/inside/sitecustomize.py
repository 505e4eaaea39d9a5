"""Loaded by the server under test only: kills it, with all its processes, at the n-th boundary after it was armed.

A boundary is the moment before or after a commit, of ours or of the durable work's, and before or after a request to the
payment provider. Nothing of this is in the product: the folder is put on PYTHONPATH by the harness.
"""

import contextlib
import itertools
import os
import signal
import threading
from pathlib import Path

_PLAN = Path(os.environ.get("CRASH_PLAN", "/nonexistent"))
_SEEN = Path(os.environ.get("CRASH_SEEN", "/dev/null"))
_count = itertools.count(1)
AT_WORK = ("asyncio", "outside", "dbos-executor")
"""Threads that serve somebody or carry a workflow; signs of life and polling are nobody's step."""
_armed = ""


def _boundary() -> None:
    global _armed, _count
    if not threading.current_thread().name.startswith(AT_WORK):
        return
    with contextlib.suppress(OSError, ValueError):
        plan = _PLAN.read_text()
        if not plan:
            return
        if plan != _armed:
            _armed, _count = plan, itertools.count(1)
        at = next(_count)
        with _SEEN.open("a") as seen:
            seen.write(f"{at}\n")
        if at == int(plan.split()[0]):
            os.killpg(os.getpgrp(), signal.SIGKILL)


def _around(owner: object, name: str) -> None:
    inner = getattr(owner, name)

    def outer(*args: object, **kwargs: object) -> object:
        _boundary()
        done = inner(*args, **kwargs)
        _boundary()
        return done

    setattr(owner, name, outer)


def _install() -> None:
    import httpx  # noqa: PLC0415 (only where there is a plan)
    from sqlalchemy.engine.default import DefaultDialect  # noqa: PLC0415

    _around(DefaultDialect, "do_commit")
    _around(httpx.Client, "send")


def _hurry() -> None:
    """What waits for people's patience in the product need not wait here."""
    from datetime import timedelta  # noqa: PLC0415

    from actionpack_app.workflows import upkeep  # noqa: PLC0415

    upkeep.EVERY_SECONDS = 0.5
    upkeep.LIES_AFTER = timedelta(seconds=2)
    upkeep.DEAD_AFTER = timedelta(seconds=3)
    upkeep.ROUNDS_BETWEEN_BANKS = 2


if "CRASH_PLAN" in os.environ:
    _install()
    _hurry()
