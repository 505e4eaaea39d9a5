"""`make bench-scale`: the engine of the year with a million subscriptions, on SQLite and on PostgreSQL."""

import argparse
import dataclasses
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, Found, at_least, at_most, times
from bench.report import report_of, row_of
from bench.scale.carrying import Carried, books, carry
from bench.scale.finding import compare, reading_of
from bench.scale.rows import Day, day_of, fill, make_due_again
from bench.stores import Stores, stores

WIDTH = 62
MOST_TIMES_AS_LONG = 1.2
"""Finding the day's due among a hundred times as many."""
LEAST_A_SECOND, CORES = 50, 2
"""Renewals that two cores carry."""
TAKE_OVER_SECONDS = 30
ABOUT = (
    "The engine of the year: what is due is found among few and among many, carried by one and by two workers, and survives one."
)


class Told:
    """What was printed so far."""

    def __init__(self) -> None:
        self.store = ""
        self.figures: list[Figure] = []


told = Told()


def main() -> None:
    """Prints a table for each database, and writes `bench/scale.md` after a whole run."""
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
            told.store = kind
            day = day_of(datetime.now(UTC))
            if options.only in {None, "finding"}:
                good &= finding(made, day, quick=options.quick)
            if options.only in {None, "carrying"}:
                good &= carrying(made, day, 1, quick=options.quick)
                good &= carrying(made, day, 2, quick=options.quick)
            if options.only in {None, "killing"}:
                good &= killing(made, day, quick=options.quick)
    if not (options.quick or options.store or options.only):
        print(report_of("scale", ABOUT, Found(told.figures)))
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
    row(Figure(f"claiming {due:,} due of {few:,} subscriptions", 1000 * base, "ms", 1.0))
    ratio = grown / base
    row(Figure(f"claiming {due:,} due of {many:,} subscriptions", 1000 * grown, "ms", ratio, times(MOST_TIMES_AS_LONG)))
    unit = "rows examined" if small.kind == "postgresql" else "steps of the virtual machine"
    for store, total in ((small, few), (large, many)):
        make_due_again(store.engine, day)
        read = reading_of(store.engine, now)
        row(Figure(f"one batch of {total:,}: {unit}", read.examined, "", note=f"by the index {read.index or 'none'}"))
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
    wanted = at_least(LEAST_A_SECOND) if workers == CORES else None  # a process's Python runs on one core
    row(Figure(f"{name}: {due:,} renewals", due / went.seconds, "a second", None, wanted))
    row(Figure(f"{name}: from start to end", went.whole_seconds, "s"))
    row(Figure(f"{name}: processor time, starting included", 1000 * went.processor_seconds / due, "ms a renewal"))
    for held in went.memory_mb:
        row(Figure(f"{name}: memory of a worker", held, "MB"))
    good = once_each(books(store), due)
    store.engine.dispose()
    return good and (wanted is None or due / went.seconds >= LEAST_A_SECOND)


def killing(made: Stores, day: Day, *, quick: bool) -> bool:
    """Two workers, of which one dies in the middle."""
    due = 300 if quick else 2_000
    store = made.new("killing")
    fill(store.engine, day, subscriptions=10 * due, due=due)
    say(f"two at work on {due:,}, one is killed")
    went: Carried = carry(store, 2, kill_after=due // 4)
    row(Figure("one of two killed: from its death to the last renewal", went.after_kill_seconds, "s"))
    pause = went.longest_pause_seconds
    row(Figure("one of two killed: the longest pause between renewals", pause, "s", None, at_most(TAKE_OVER_SECONDS)))
    good = once_each(books(store), due)
    store.engine.dispose()
    return good and pause <= TAKE_OVER_SECONDS


def once_each(counted: dict[str, tuple[int, int]], due: int) -> bool:
    """Whether each thing was done exactly once."""
    wrong = {name: pair for name, pair in counted.items() if pair != (due, due)}
    told_wrong = "; ".join(f"{name} {rows:,} about {different:,}" for name, (rows, different) in wrong.items())
    what = "orders, terms, invoices, notices, charges not made exactly once"
    row(Figure(what, len(wrong), "", None, at_most(0), told_wrong))
    return not wrong


def row(figure: Figure) -> None:
    """One line of the table."""
    what, value, ratio, target, _met = row_of(figure)
    print(f"{what:{WIDTH}}{value:>18}   {ratio} {target}".rstrip(), flush=True)
    told.figures.append(dataclasses.replace(figure, what=f"{told.store}: {figure.what}"))


def say(text: str) -> None:
    """Tells what takes long."""
    print(f"==> {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
