"""`python -m tests.chaos --people 100`: every outage in the midst of so many people, with the times in which pages came back."""

import argparse
import statistics
import sys
from pathlib import Path

from bench.figures import Figure, Found, at_most
from bench.report import report_of
from tests.chaos.runs import Report, chaos

BACK_WITHIN_SECONDS = 10.0
LASTS_SECONDS = 4.0
ABOUT = "Outages of PostgreSQL and Valkey, each while people renew by card at two servers; then all books are compared."


def figures_of(report: Report) -> list[Figure]:
    """What came of it; pages count from the end of an outage until they show the order again and no message, by themselves."""
    never, soon = at_most(0), at_most(BACK_WITHIN_SECONDS)
    found = [
        Figure("people", report.people, "", note=f"in {report.seconds:.0f} s"),
        Figure("payments in our books", report.paid, ""),
        Figure("payments and charges in the provider's ledger differ by", abs(report.paid - report.charged), "", None, never),
        Figure("gaps in the invoices' numbers", len(report.gaps), "", None, never),
        Figure("anything untrue", len(report.problems), "", None, never),
    ]
    for name, seconds in report.came_back.items():
        found.append(Figure(f"{name}: pages are back, median", statistics.median(seconds), "s"))
        found.append(Figure(f"{name}: pages are back, the last one", max(seconds), "s", None, soon))
    return found


def main() -> int:
    """Runs it and prints what came of it."""
    asked = argparse.ArgumentParser(prog="chaos")
    asked.add_argument("--people", type=int, default=100, help="who pay at once, in each outage")
    asked.add_argument("--report", type=Path, help="a folder for chaos.md, with what came of it in a table")
    options = asked.parse_args()
    report = chaos(options.people, LASTS_SECONDS, lambda line: print(line, flush=True))
    print(report, *report.problems, sep="\n")
    if options.report:
        print(report_of("chaos", ABOUT, Found(figures_of(report), words=report.problems), options.report))
    late = [name for name, seconds in report.came_back.items() if max(seconds) > BACK_WITHIN_SECONDS]
    if late:
        print(f"later than {BACK_WITHIN_SECONDS:.0f} s: {', '.join(late)}")
    good = not report.problems and report.paid == report.charged and not report.gaps and not late
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
