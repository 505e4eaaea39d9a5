"""`make bench-scale`: the engine of the year with a million subscriptions, on SQLite and on PostgreSQL."""

import argparse
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.scale.carrying import Carried, books, carry
from bench.scale.finding import compare, reading_of
from bench.scale.rows import Day, day_of, fill, make_due_again
from bench.stores import Stores, stores

WIDTH = 62
MOST_TIMES_AS_LONG = 1.2
"""Finding the day's due among a hundred times as many."""
LEAST_A_SECOND = 50


def main() -> None:
    """Prints a table for each database."""
    asked = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a tenth of everything")
    asked.add_argument("--store", choices=("sqlite", "postgresql"), help="on one database only")
    asked.add_argument("--only", choices=("finding", "carrying", "killing"), help="one part only")
    options = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    good = True
    for kind in (options.store,) if options.store else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="ap-scale-") as name, stores(kind, Path(name)) as made:
            print(f"\n{kind}")
            day = day_of(datetime.now(UTC))
            if options.only in {None, "finding"}:
                good &= finding(made, day, quick=options.quick)
            if options.only in {None, "carrying"}:
                good &= carrying(made, day, 1, quick=options.quick)
                good &= carrying(made, day, 2, quick=options.quick)
            if options.only in {None, "killing"}:
                good &= killing(made, day, quick=options.quick)
    sys.exit(0 if good else 1)


def finding(made: Stores, day: Day, *, quick: bool) -> bool:
    """The day's due ones among few and among many."""
    few, many, due, rounds = (1_000, 100_000, 100, 5) if quick else (10_000, 1_000_000, 1_000, 11)
    small, large = made.new("small"), made.new("large")
    started = time.monotonic()
    fill(small.engine, day, subscriptions=few, due=due)
    fill(large.engine, day, subscriptions=many, due=due)
    say(f"{few + many:,} subscriptions written in {time.monotonic() - started:.0f} s")
    now = datetime.now(UTC)
    base, grown = compare(small.engine, large.engine, day, now, due=due, rounds=rounds)
    row(f"claiming {due:,} due of {few:,} subscriptions", f"{1000 * base:.1f} ms")
    row(
        f"claiming {due:,} due of {many:,} subscriptions",
        f"{1000 * grown:.1f} ms",
        f"{grown / base:.2f} × (at most {MOST_TIMES_AS_LONG})",
    )
    unit = "rows examined" if small.kind == "postgresql" else "steps of the virtual machine"
    for store, total in ((small, few), (large, many)):
        make_due_again(store.engine, day)
        read = reading_of(store.engine, now)
        row(f"one batch of {total:,}: {unit}, by the index", f"{read.examined:,}", read.index or "none")
    small.engine.dispose()
    large.engine.dispose()
    return grown / base <= MOST_TIMES_AS_LONG


def carrying(made: Stores, day: Day, workers: int, *, quick: bool) -> bool:
    """Renewals a second, and what each worker held."""
    due = 300 if quick else 2_000
    store = made.new(f"carrying-{workers}")
    fill(store.engine, day, subscriptions=10 * due, due=due)
    say(f"{workers} at work on {due:,}")
    went = carry(store, workers)
    name = "one worker" if workers == 1 else f"{workers} workers side by side"
    row(f"{name}: {due:,} renewals", f"{due / went.seconds:.0f} a second", f"(at least {LEAST_A_SECOND})")
    row(f"{name}: from start to end", f"{went.whole_seconds:.1f} s")
    row(f"{name}: processor time, starting included", f"{1000 * went.processor_seconds / due:.1f} ms a renewal")
    row(f"{name}: memory", " + ".join(f"{held:.0f}" for held in went.memory_mb) + " MB")
    good = told(books(store), due)
    store.engine.dispose()
    return good and due / went.seconds >= LEAST_A_SECOND


def killing(made: Stores, day: Day, *, quick: bool) -> bool:
    """Two workers, of which one dies in the middle."""
    due = 300 if quick else 2_000
    store = made.new("killing")
    fill(store.engine, day, subscriptions=10 * due, due=due)
    say(f"two at work on {due:,}, one is killed")
    went: Carried = carry(store, 2, kill_after=due // 4)
    row("one of two killed: from its death to the last renewal", f"{went.after_kill_seconds:.1f} s")
    row("one of two killed: the longest pause between renewals", f"{went.longest_pause_seconds:.1f} s", "(take-over within 30)")
    good = told(books(store), due)
    store.engine.dispose()
    return good


def told(counted: dict[str, tuple[int, int]], due: int) -> bool:
    """Whether each thing was done exactly once; what wasn't is printed."""
    wrong = {name: pair for name, pair in counted.items() if pair != (due, due)}
    for name, (rows, different) in wrong.items():
        row(f"  {name}", f"{rows:,}", f"about {different:,}, expected {due:,}")
    row("  orders, terms, invoices, notices, charges", "each exactly once" if not wrong else "WRONG")
    return not wrong


def row(name: str, value: str, note: str = "") -> None:
    """One line of the table."""
    print(f"{name:{WIDTH}}{value:>18}   {note}".rstrip(), flush=True)


def say(text: str) -> None:
    """Tells what takes long."""
    print(f"==> {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
