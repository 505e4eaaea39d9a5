"""`make bench-lists`: pages, filters and searches of 1,000 and of 100,000 rows, on SQLite and on PostgreSQL."""

import argparse
import contextlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.lists.cases import cases
from bench.lists.rows import fill
from bench.stores import ROOT, Store, stores

FEW, MANY = 1_000, 100_000
MOST_TIMES_AS_LONG = 1.5
WARM_UP = 3


def main() -> None:
    """Prints a table for each database."""
    asked = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a few rounds only")
    asked.add_argument("--store", choices=("sqlite", "postgresql"), help="on one database only")
    options = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, medians in ms")
    worst = 0.0
    for kind in (options.store,) if options.store else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="ap-lists-") as name, stores(kind, Path(name)) as made:
            few, many = made.new("few"), made.new("many")
            started = time.monotonic()
            fill(few.engine, FEW)
            fill(many.engine, MANY)
            print(f"\n{kind}: {MANY:,} of each written in {time.monotonic() - started:.0f} s\n")
            worst = max(worst, compare(few, many, rounds=7 if options.quick else 31))
    print(f"\nat most {worst:.2f} × as long (at most {MOST_TIMES_AS_LONG})")
    sys.exit(0 if worst <= MOST_TIMES_AS_LONG else 1)


def compare(few: Store, many: Store, rounds: int) -> float:
    """Asks both in turn, so that a machine that drifts drifts for both; the largest ratio."""
    worst = 0.0
    print(f"{'':46}{FEW:>9,}{MANY:>10,}")
    with asking(few, FEW) as small, asking(many, MANY) as large:
        for name in cases(FEW):
            took = [(ask(small, name), ask(large, name)) for _ in range(WARM_UP + rounds)][WARM_UP:]
            base, grown = (statistics.median(times) for times in zip(*took, strict=True))
            worst = max(worst, grown / base)
            print(f"{name:46}{base:9.2f}{grown:10.2f}   {grown / base:.2f} ×")
    return worst


@contextlib.contextmanager
def asking(store: Store, rows: int) -> Iterator["subprocess.Popen[str]"]:
    """A process that answers over one database."""
    command = [sys.executable, "-m", "bench.lists.cases", str(rows)]
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


if __name__ == "__main__":
    main()
