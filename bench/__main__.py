"""`make bench`: everything that is measured, in one report (`bench/report.md`)."""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.harness import KEPT, Keeper, Part, Run, measured, progress
from bench.machine import commit
from bench.parts import clicks, deltas, growth, loads, processes, sessions, stores
from bench.report import HERE, Section, write_report

TITLE = "Measured"
ABOUT = (
    "Written by `make bench`. Ratios are to something measured in the same run: a bare Reflex counter, the smallest amount of "
    "data, one process. Absolute figures hold for this machine only. The raw figures stand in `report.json`."
)

PARTS = (
    Part("clicks", "Clicks", clicks.ABOUT, clicks.measure),
    Part("loads", "First load", loads.ABOUT, loads.measure),
    Part("deltas", "Deltas", deltas.ABOUT, deltas.measure),
    Part("growth", "Growth", growth.ABOUT, growth.measure),
    Part("sessions", "Sessions", sessions.ABOUT, sessions.measure),
    Part("stores", "SQLite and PostgreSQL", stores.ABOUT, stores.measure),
    Part("processes", "One web process and two", processes.ABOUT, processes.measure),
)


def main() -> None:
    """Runs what isn't kept yet, and writes the report."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="small numbers; the report goes to a temporary place")
    asked.add_argument("--fresh", action="store_true", help="begins anew, whatever is kept of an earlier run")
    asked.add_argument("--only", choices=[part.name for part in PARTS], help="measures one part anew; the rest as it is kept")
    options = asked.parse_args()
    keeper = Keeper(commit(), quick=options.quick)
    if options.fresh:
        keeper.forget()
    sections = run_all(keeper, options.only, quick=options.quick)
    page = (KEPT / "quick" if options.quick else HERE) / "report.md"
    write_report(page, TITLE, ABOUT, sections)
    print(page.read_text(encoding="utf-8") if options.quick else f"{page} is written")
    sys.exit(1 if any(section.found.failed for section in sections) else 0)


def run_all(keeper: Keeper, only: str | None, *, quick: bool) -> list[Section]:
    """Each part, from what is kept or measured now."""
    sections: list[Section] = []
    with progress([part.name for part in PARTS]) as tell, tempfile.TemporaryDirectory(prefix="ap-bench-") as name:
        for part in PARTS:
            found = None if part.name == only else keeper.kept(part, older=only is not None)
            if found is not None:
                tell(part.name, "kept", 1.0)
            elif only in {None, part.name}:
                folder = Path(name) / part.name
                folder.mkdir()
                found = measured(part, Run(folder, quick=quick, tell=lambda text, share, own=part.name: tell(own, text, share)))
                keeper.keep(part, found)
                tell(part.name, f"failed: {found.failed}" if found.failed else "done", 1.0)
            if found is not None:
                sections.append(Section(part.name, part.title, part.about, found))
    return sections


if __name__ == "__main__":
    main()
