"""What all pytest-xdist workers of one run share: whoever comes first starts it, whoever leaves last ends it."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def shared(record: Path, start: Callable[[], dict[str, str]], stop: Callable[[dict[str, str]], None]) -> Iterator[dict[str, str]]:
    """Hands out what `start` returned, made once for all who ask with the same `record`; the last one to leave calls `stop`."""
    with _exclusive(record):
        kept = json.loads(record.read_text()) if record.exists() else {"users": 0, "made": start()}
        record.write_text(json.dumps(kept | {"users": kept["users"] + 1}))
    try:
        yield kept["made"]
    finally:
        with _exclusive(record):
            kept = json.loads(record.read_text())
            if kept["users"] > 1:
                record.write_text(json.dumps(kept | {"users": kept["users"] - 1}))
            else:
                record.unlink()
                stop(kept["made"])


@contextmanager
def _exclusive(record: Path) -> Iterator[None]:
    with record.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
