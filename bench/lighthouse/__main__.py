"""`make lighthouse`: the median score of each category, for the home page and for the page that strangers come to."""

import argparse
import dataclasses
import platform
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from bench.browser import chromium
from bench.clicks import signed_in
from bench.figures import Figure, Found, at_least
from bench.lighthouse.audit import CATEGORIES, Score, WrongPageError, audit
from bench.lighthouse.visitors import looking
from bench.report import report_of
from bench.servers import Server, product

HEAD, COLUMN = 34, 18


@dataclasses.dataclass(frozen=True)
class View:
    """A page on a kind of machine, and the least that its categories should score; those without a number are only told."""

    name: str
    path: str
    desktop: bool
    least: dict[str, int]
    visitor: bool = False
    """Whether Fabrikam's Global admin looks at it, or nobody."""


OFFERS = {"accessibility": 100, "best-practices": 100}
NETWORK = {**OFFERS, "seo": 100}

VIEWS = (
    View("Membership offers, desktop", "/en/offers", desktop=True, least={"performance": 95, **OFFERS}, visitor=True),
    View("Membership offers, mobile", "/en/offers", desktop=False, least={"performance": 90, **OFFERS}, visitor=True),
    View("Partner network, desktop", "/en/network", desktop=True, least=NETWORK),
    View("Partner network, mobile", "/en/network", desktop=False, least=NETWORK),
)


def main() -> None:
    """Prints the table, and what costs points; exits with 1 where a category scores less than it should."""
    asked = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__)
    asked.add_argument("--runs", type=int, default=5, help="runs for each median")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ap-lighthouse-") as name, product(Path(name)) as server:
        session = signed_in_session(server)
        with sync_playwright() as playwright:
            scores = [(view, runs_of(view, options.runs, playwright, Path(name), session, server.url)) for view in VIEWS]
    print(f"\nPython {platform.python_version()}, medians of {options.runs} runs (at least)\n")
    print(" " * HEAD + "".join(f"{category:>{COLUMN}}" for category in CATEGORIES))
    reached = [row(view, found) for view, found in scores]
    print()
    for view, found in scores:
        tell_short(view, found)
    figures = [figure for view, found in scores for figure in figures_of(view, found)]
    print(report_of("lighthouse", f"Medians of {options.runs} runs on the production build.", Found(figures)))
    sys.exit(0 if all(reached) else 1)


def signed_in_session(server: Server) -> str:
    """The session of Fabrikam's Global admin, signed in through the page."""
    with chromium() as browser:
        context, _page = signed_in(browser, server, "fabrikam", "Fabrikam — Global admin")
        return next(str(cookie.get("value")) for cookie in context.cookies() if cookie.get("name") == "session")


def runs_of(view: View, runs: int, playwright: Playwright, folder: Path, session: str, url: str) -> list[Score]:
    """As many runs, each in a browser that has seen nothing yet."""
    found: list[Score] = []
    for run in range(runs):
        print(f"==> {view.name}, {run + 1} of {runs}", file=sys.stderr)
        with (
            tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile,
            looking(playwright, Path(profile), session if view.visitor else "", url) as port,
        ):
            found.append(audit_again(url + view.path, port, folder, desktop=view.desktop))
    return found


def audit_again(address: str, port: int, folder: Path, *, desktop: bool) -> Score:
    """An audit; once more where it measured no page: now and then none begins for it (NO_NAVSTART). Raises as `audit`."""
    try:
        return audit(address, port, folder, desktop=desktop)
    except WrongPageError as wrong:
        print(f"==> once more: {wrong}", file=sys.stderr)
        return audit(address, port, folder, desktop=desktop)


def row(view: View, found: list[Score]) -> bool:
    """Prints a line of the table; whether every category reaches what it should."""
    medians = {category: round(statistics.median(score.points[category] for score in found)) for category in CATEGORIES}
    cells = [f"{medians[category]}" + (f" ({view.least[category]})" if category in view.least else "") for category in CATEGORIES]
    print(f"{view.name:{HEAD}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells))
    return all(medians[category] >= least for category, least in view.least.items())


def figures_of(view: View, found: list[Score]) -> list[Figure]:
    """The median of each category."""
    figures: list[Figure] = []
    for category in CATEGORIES:
        median = round(statistics.median(score.points[category] for score in found))
        target = at_least(view.least[category]) if category in view.least else None
        figures.append(Figure(f"{view.name}: {category}", median, "", None, target))
    return figures


def tell_short(view: View, found: list[Score]) -> None:
    """What costs points, as the last run found it."""
    for category, audits in found[-1].short.items():
        if audits:
            print(f"{view.name}, {category}: {'; '.join(audits)}")


main()
