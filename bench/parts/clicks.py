"""Clicks: from a click to its effect in the page, beside a bare Reflex counter."""

import statistics

from playwright.sync_api import Browser

from bench.browser import chromium
from bench.clicks import Clicks, buying, counter_clicks, reading_clicks, writing_clicks
from bench.figures import Figure, Found, Picture, times
from bench.harness import Run
from bench.servers import Server, counter, product
from tests.integration.postgres import server as postgresql

ABOUT = (
    "Medians from a click to its effect in the page, measured inside the page. Whoever is compared clicks in turns. "
    "A read filters the support requests; a write stores the payment method of an order; Buy ends at “Your order is confirmed”, "
    "the sandbox provider's time included."
)
READS, WRITES, DURABLE = 1.5, 3.0, 5.0
WHY_READS = (
    "the counter asks no database, and changes one word; a read is who acts, a transaction of five questions in a thread, and a "
    "list that React compares row by row"
)
WHY_WRITES = (
    "the counter writes nothing; a write is who acts, a transaction in a thread that keeps the choice and reads the dialog back, "
    "and a form that is drawn anew"
)
WHY_DURABLE = (
    "nine transactions, each committed before the next begins, so that a crash between any two of them loses nothing: the order, "
    "the workflow's record and its steps', the payment's name, the provider's two, the settlement, and the order as it is then"
)


def measure(run: Run) -> Found:
    """Clicks on both servers, then Buy on both databases."""
    turns, rounds, orders = run.either(2, 8), run.either(8, 25), run.either(3, 20)
    run.step("building the counter", 0.0)
    with chromium() as browser:
        with counter(run.folder) as bare, product(run.folder / "sqlite") as server:
            base, read, write = taking_turns(run, browser, bare, server, turns, rounds)
            run.step("buying, embedded", 0.4)
            embedded = _bought(browser, server, orders)
        run.step("buying, PostgreSQL", 0.7)
        with postgresql() as address, product(run.folder / "postgresql", _url(address)) as server:
            served = _bought(browser, server, orders)
    clicks = f"{turns * rounds} clicks"
    figures = [
        Figure("the counter", base.median, "ms", 1.0, note=clicks),
        Figure("reads the database", read.median, "ms", read.median / base.median, times(READS), clicks, WHY_READS),
        Figure("writes the database", write.median, "ms", write.median / base.median, times(WRITES), clicks, WHY_WRITES),
        Figure(
            "Buy: a durable workflow, embedded",
            embedded,
            "ms",
            embedded / base.median,
            times(DURABLE),
            f"{orders} orders",
            WHY_DURABLE,
        ),
        Figure("Buy: a durable workflow, PostgreSQL", served, "ms", served / base.median, None, f"{orders} orders"),
    ]
    labels = ["counter", "read", "write", "Buy, embedded", "Buy, PostgreSQL"]
    medians: list[float | None] = [figure.value for figure in figures]
    return Found(figures, [Picture("medians", "Click to effect in the page, median", "ms", labels, {"median": medians})])


def taking_turns(
    run: Run, browser: Browser, bare: Server, server: Server, turns: int, rounds: int
) -> tuple[Clicks, Clicks, Clicks]:
    """The counter, a read and a write, some clicks of each in turn."""
    all_three = counter_clicks(browser, bare), reading_clicks(browser, server), writing_clicks(browser, server)
    for turn in range(turns):
        run.step("clicking", 0.1 + 0.3 * turn / turns)
        for clicks in all_three:
            clicks.click(rounds)
    for context in browser.contexts:
        context.close()
    return all_three


def _bought(browser: Browser, server: Server, orders: int) -> float:
    return statistics.median(buying(browser, server) for _order in range(orders))


def _url(address: str) -> str:
    return f"postgresql+psycopg://postgres@/postgres?{address}"
