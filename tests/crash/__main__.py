"""`python -m tests.crash --kills 500`: the crash test in full, embedded and on PostgreSQL with two processes."""

import argparse
import sys
from pathlib import Path

from bench.figures import Figure, Found, at_most
from bench.report import report_of
from tests.crash.runs import Report, crash

ABOUT = "Servers killed in the middle of orders, and all books compared afterwards."


def figures_of(report: Report) -> list[Figure]:
    """What came of one store's half."""
    name, never = report.store, at_most(0)
    return [
        Figure(f"{name}: kills", report.kills, "", note=f"in {report.seconds:.0f} s"),
        Figure(f"{name}: payments in our books", report.paid, ""),
        Figure(
            f"{name}: payments and charges in the provider's ledger differ by", abs(report.paid - report.charged), "", None, never
        ),
        Figure(f"{name}: gaps in the invoices' numbers", len(report.gaps), "", None, never),
        Figure(f"{name}: invalid requests to the provider", report.invalid, "", None, never),
        Figure(f"{name}: anything untrue afterwards", len(report.problems), "", None, never),
    ]


def main() -> int:
    """Runs both halves and prints what came of them."""
    asked = argparse.ArgumentParser(prog="crash")
    asked.add_argument("--kills", type=int, default=500, help="processes to kill, half of them on each store")
    asked.add_argument("--store", choices=("sqlite", "postgresql"), help="one store only")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--report", type=Path, help="a folder for crash.md, with what came of it in a table")
    options = asked.parse_args()
    stores = (options.store,) if options.store else ("sqlite", "postgresql")
    reports: list[Report] = []
    for store in stores:
        reports.append(crash(store, options.kills // len(stores), options.seed, lambda line: print(line, flush=True)))
        print(reports[-1], *reports[-1].problems, sep="\n", flush=True)
    if options.report:
        figures = [figure for report in reports for figure in figures_of(report)]
        print(report_of("crash", ABOUT, Found(figures, words=[str(report) for report in reports]), options.report))
    return 0 if all(report.good for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main())
