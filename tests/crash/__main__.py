"""`python -m tests.crash --kills 500`: the crash test in full, embedded and on PostgreSQL with two processes."""

import argparse
import sys
from pathlib import Path

from tests.crash.runs import Report, crash


def main() -> int:
    """Runs both halves and prints what came of them."""
    asked = argparse.ArgumentParser(prog="crash")
    asked.add_argument("--kills", type=int, default=500, help="processes to kill, half of them on each store")
    asked.add_argument("--store", choices=("sqlite", "postgresql"), help="one store only")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--report", type=Path, help="a file for the summary")
    options = asked.parse_args()
    stores = (options.store,) if options.store else ("sqlite", "postgresql")
    reports: list[Report] = []
    for store in stores:
        reports.append(crash(store, options.kills // len(stores), options.seed, lambda line: print(line, flush=True)))
        print(reports[-1], *reports[-1].problems, sep="\n", flush=True)
    if options.report:
        options.report.write_text("\n".join(map(str, reports)) + "\n")
    return 0 if all(report.good for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main())
