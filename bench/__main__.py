"""`make bench`: clicks, first load and memory, beside a bare Reflex counter in the same run."""

import platform
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser
from psutil import Process

from bench.browser import chromium
from bench.clicks import (
    PRODUCT_URL,
    buying,
    counter_clicks,
    first_load_kb,
    reading_clicks,
    signed_in,
    writing_clicks,
)
from bench.servers import counter, product, resident_mb
from tests.integration.postgres import server as postgresql

SESSIONS = 20


def main() -> None:
    """Prints the table."""
    quick = "--quick" in sys.argv
    rounds = 20 if quick else 100
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        say("building the counter and starting both servers")
        with counter(folder), product(folder) as server:
            at_rest = resident_mb(server)
            print(f"\nPython {platform.python_version()}, Chromium {browser.version}, medians of {rounds} clicks\n")
            clicks(browser, rounds, quick=quick)
            loads(browser)
            print(f"{'server at rest, all processes':46}{at_rest:9.0f} MB   (at most 400)")
            sessions(browser, server)
        on_postgresql(browser, folder, quick=quick)


def on_postgresql(browser: Browser, folder: Path, *, quick: bool) -> None:
    """Buy to confirmation again, on a PostgreSQL server of its own."""
    say("buying on PostgreSQL")
    with postgresql() as address, product(folder / "postgresql", f"postgresql+psycopg://postgres@/postgres?{address}"):
        bought = buying(browser, 3 if quick else 20)
    print(f"{'Buy to confirmation, PostgreSQL':46}{bought:9.1f} ms   (at most 60, sandbox provider's time included)")


def clicks(browser: Browser, rounds: int, *, quick: bool) -> None:
    """Click to DOM, yardstick first and last: a machine that drifts shows itself."""
    say("clicking")
    first = counter_clicks(browser, rounds)
    read, write = reading_clicks(browser, rounds), writing_clicks(browser, rounds)
    bought = buying(browser, 3 if quick else 20)
    base = (first + counter_clicks(browser, rounds)) / 2
    print(f"{'counter, click to DOM':46}{base:9.1f} ms")
    print(f"{'reads the database (support filter)':46}{read:9.1f} ms   {read / base:.2f} × (at most 2)")
    print(f"{'writes the database (payment method)':46}{write:9.1f} ms   {write / base:.2f} × (at most 3)")
    print(f"{'Buy to confirmation, embedded':46}{bought:9.1f} ms   (at most 60, sandbox provider's time included)")


def loads(browser: Browser) -> None:
    """First load of the home page, compressed, with an empty cache."""
    say("loading")
    context, page = signed_in(browser, "fabrikam", "Fabrikam — Global admin")
    fresh = context.new_page()
    page.close()
    carried = first_load_kb(fresh, lambda: fresh.goto(f"{PRODUCT_URL}/en/offers"))
    print(f"{'first load of Membership offers':46}{carried:9.0f} KB   (at most 220)")
    context.close()


def sessions(browser: Browser, server: Process) -> None:
    """What one more signed-in browser costs the server."""
    say("signing in")
    before = resident_mb(server)
    opened = [signed_in(browser, "contoso", "Contoso — Global admin")[0] for _session in range(SESSIONS)]
    grown = resident_mb(server) - before
    print(f"{f'a signed-in session, mean of {SESSIONS}':46}{1000 * grown / SESSIONS:9.0f} KB   (at most 500)")
    for context in opened:
        context.close()


def say(text: str) -> None:
    """Tells what takes long."""
    print(f"==> {text}", file=sys.stderr)


main()
