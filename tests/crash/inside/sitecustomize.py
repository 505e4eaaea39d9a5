"""Loaded by the server under test only: kills it, with all its processes, at the n-th boundary after it was armed.

A boundary is the moment before or after a commit of something written, ours or the durable work's, and before or after a
request to the payment provider. Nothing of this is in the product: the folder is put on PYTHONPATH by the harness.
"""

import contextlib
import itertools
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PLAN = Path(os.environ.get("CRASH_PLAN", "/nonexistent"))
_SEEN = Path(os.environ.get("CRASH_SEEN", "/dev/null"))
_count = itertools.count(1)
AT_WORK = ("asyncio", "outside", "dbos-executor")
"""Threads that serve somebody or carry a workflow; signs of life and polling are nobody's step."""
_armed = ""


def _is_told() -> bool:
    """Whether a notification of the provider's is being handled, which goes on beside the order: it dies at random instants."""
    from dbos import DBOS  # noqa: PLC0415 (only where there is a plan)

    return str(DBOS.workflow_id or "").startswith("event:")


def _boundary() -> None:
    global _armed, _count
    if not threading.current_thread().name.startswith(AT_WORK) or _is_told():
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


_written: dict[int, int] = {}


def _writes(connection: Any) -> bool:
    """Whether a transaction of SQLite's changed a row: whoever waits for something there looks again and again."""
    changes = getattr(connection, "total_changes", None)
    if changes is None:
        return True
    before, _written[id(connection)] = _written.get(id(connection), 0), changes
    return changes != before


def _always(_owner: Any) -> bool:
    return True


def _around(owner: object, name: str, counts: Callable[[Any], bool] = _always) -> None:
    inner = getattr(owner, name)

    def outer(*args: Any, **kwargs: Any) -> object:
        if not counts(args[-1]):
            return inner(*args, **kwargs)
        _boundary()
        done = inner(*args, **kwargs)
        _boundary()
        return done

    setattr(owner, name, outer)


def _install() -> None:
    import httpx  # noqa: PLC0415 (only where there is a plan)
    from sqlalchemy.engine.default import DefaultDialect  # noqa: PLC0415

    _around(DefaultDialect, "do_commit", _writes)
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
