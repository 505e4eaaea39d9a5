"""`python -m tests.chaos --people 100`: every outage in the midst of so many people, with the times in which pages came back."""

import argparse
import sys
from pathlib import Path

from tests.chaos.runs import chaos

BACK_WITHIN_SECONDS = 10.0
LASTS_SECONDS = 4.0


def main() -> int:
    """Runs it and prints what came of it."""
    asked = argparse.ArgumentParser(prog="chaos")
    asked.add_argument("--people", type=int, default=100, help="who pay at once, in each outage")
    asked.add_argument("--report", type=Path, help="a file for the summary")
    options = asked.parse_args()
    report = chaos(options.people, LASTS_SECONDS, lambda line: print(line, flush=True))
    print(report, *report.problems, sep="\n")
    if options.report:
        options.report.write_text(f"{report}\n")
    late = [name for name, seconds in report.came_back.items() if max(seconds) > BACK_WITHIN_SECONDS]
    if late:
        print(f"later than {BACK_WITHIN_SECONDS:.0f} s: {', '.join(late)}")
    good = not report.problems and report.paid == report.charged and not report.gaps and not late
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
