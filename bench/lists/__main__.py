"""`make bench-lists`: pages, filters and searches of 1,000 and of 100,000 rows, on SQLite and on PostgreSQL."""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import Figure, Found, times
from bench.lists.asking import ask, asking
from bench.lists.cases import cases
from bench.lists.rows import fill
from bench.report import report_of
from bench.stores import Store, stores

FEW, MANY = 1_000, 100_000
MOST_TIMES_AS_LONG = 1.5
WARM_UP = 3
ABOUT = f"Medians of each question among {MANY:,} rows; the ratio is to the same question among {FEW:,}."


def main() -> None:
    """Prints a table for each database, and writes `bench/lists.md`."""
    asked = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a few rounds only")
    asked.add_argument("--store", choices=("sqlite", "postgresql"), help="on one database only")
    options = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, medians in ms")
    worst, figures = 0.0, list[Figure]()
    for kind in (options.store,) if options.store else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="ap-lists-") as name, stores(kind, Path(name)) as made:
            few, many = made.new("few"), made.new("many")
            started = time.monotonic()
            fill(few.engine, FEW)
            fill(many.engine, MANY)
            print(f"\n{kind}: {MANY:,} of each written in {time.monotonic() - started:.0f} s\n")
            found = compare(few, many, rounds=7 if options.quick else 31)
            worst = max(worst, *(figure.ratio or 0.0 for figure in found))
            figures += found
    print(f"\nat most {worst:.2f} × as long (at most {MOST_TIMES_AS_LONG})")
    if not options.quick:
        print(report_of("lists", ABOUT, Found(figures)))
    sys.exit(0 if worst <= MOST_TIMES_AS_LONG else 1)


def compare(few: Store, many: Store, rounds: int) -> list[Figure]:
    """Asks both in turn, so that a machine that drifts drifts for both."""
    figures: list[Figure] = []
    print(f"{'':46}{FEW:>9,}{MANY:>10,}")
    with asking(few, FEW) as small, asking(many, MANY) as large:
        for name in cases(FEW):
            took = [(ask(small, name), ask(large, name)) for _ in range(WARM_UP + rounds)][WARM_UP:]
            base, grown = (statistics.median(times) for times in zip(*took, strict=True))
            what = f"{few.kind}: {name}, among {MANY:,}"
            figures.append(Figure(what, grown, "ms", grown / base, times(MOST_TIMES_AS_LONG)))
            print(f"{name:46}{base:9.2f}{grown:10.2f}   {grown / base:.2f} ×")
    return figures


if __name__ == "__main__":
    main()
