"""Asks a process over one database, and hears how long each answer took."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator

from bench.stores import ROOT, Store


@contextlib.contextmanager
def asking(store: Store, rows: int, module: str = "bench.lists.cases") -> Iterator["subprocess.Popen[str]"]:
    """A process that answers over one database."""
    command = [sys.executable, "-m", module, str(rows)]
    piped = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=store.environment, text=True, stdin=piped, stdout=piped) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process: "subprocess.Popen[str]", name: str) -> float:
    """Milliseconds of one question."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("nobody listens")
    process.stdin.write(f"{name}\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError(f"{name}: no answer")
    return float(answer)
