"""Deltas: what the websocket brings a page, for a company with a full history."""

import contextlib
import dataclasses
from typing import Any

from playwright.sync_api import Browser, Page, TimeoutError, WebSocket  # noqa: A004 (Playwright's own)

from actionpack_app import routes
from actionpack_app.actionpack_app import PAGES
from actionpack_app.db import make_engine
from bench.browser import chromium
from bench.figures import Figure, Found, Picture, at_most
from bench.harness import Run
from bench.servers import Server, product
from tests.integration.history import write_history

ABOUT = (
    "The largest message that the websocket brought while a page was loaded and clicked on (filters, tabs, paging), for a "
    "company with a full history. A load sends the states of all pages that the tab has opened so far, which is no event's "
    "delta; an event sends what it changed."
)
MOST_KB = 10.0
WHY = "a list is one var, which Reflex sends whole: each row with the words that it shows and where its links lead"
ROWS, QUICK_ROWS = 60, 30
SETTLES_MS = 250
CLICKS_A_PAGE = 6
CLICK_MS = 3_000
_CLICKABLE = "main [aria-pressed=false], main [role=tab][aria-selected=false], main nav button:enabled"
"""Filters, tabs and paging: they read, and what they change is what they show."""


@dataclasses.dataclass
class Heard:
    """The largest messages of one page, in bytes."""

    load: int = 0
    event: int = 0
    clicks: int = 0


class Ear:
    """Listens to a page's websocket."""

    def __init__(self, page: Page) -> None:
        self.largest = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, content: str | bytes) -> None:
        self.largest = max(self.largest, len(content.encode() if isinstance(content, str) else content))

    def take(self) -> int:
        """The largest since it was last asked."""
        found, self.largest = self.largest, 0
        return found


def measure(run: Run) -> Found:
    """Every page of the page table, as the Global admin or a desk admin."""
    rows = QUICK_ROWS if run.quick else ROWS
    run.step("starting the server", 0.0)
    heard: dict[str, Heard] = {}
    with chromium() as browser, product(run.folder) as server:
        partner = server.copy("contoso")
        run.step("writing a history", 0.1)
        engine = make_engine(f"sqlite:///{run.folder / 'actionpack.db'}")
        write_history(engine, partner["id"], range(rows))
        engine.dispose()
        pages = {"Global admin": _of(browser, server, partner["id"], "Contoso — Global admin")}
        pages["Desk admin"] = _at_the_desk(browser, server)
        for at, (route, _tree, title, *_rest) in enumerate(PAGES):
            run.step(title, 0.2 + 0.8 * at / len(PAGES))
            who = "Desk admin" if route.startswith(routes.DESK) else "Global admin"
            heard[f"{title} ({route})"] = _listened(
                pages[who], server, _address(route, partner["id"]), run.either(2, CLICKS_A_PAGE)
            )
    return _found(heard, rows)


def _found(heard: dict[str, Heard], rows: int) -> Found:
    ordered = sorted(heard.items(), key=lambda one: -max(one[1].load, one[1].event))
    figures = [
        Figure(
            "largest delta of an event", max(one.event for one in heard.values()) / 1000, "KB", None, at_most(MOST_KB), cause=WHY
        ),
        *(
            Figure(f"{name}: event", one.event / 1000, "KB", None, at_most(MOST_KB), cause=WHY)
            for name, one in ordered
            if one.clicks
        ),
        *(Figure(f"{name}: load", one.load / 1000, "KB") for name, one in ordered),
    ]
    series: dict[str, list[float | None]] = {
        "load": [one.load / 1000 for _name, one in ordered[:10]],
        "event": [one.event / 1000 for _name, one in ordered[:10]],
    }
    labels = [name.partition(" (")[0] for name, _one in ordered[:10]]
    words = [f"{rows} rows of everything beyond what the sample has; {sum(one.clicks for one in heard.values())} clicks."]
    return Found(figures, [Picture("largest", "The ten largest", "KB", labels, series)], words)


def _of(browser: Browser, server: Server, partner: str, person: str) -> tuple[Page, Ear]:
    page = browser.new_context().new_page()
    ear = Ear(page)
    page.goto(f"{server.url}/en/sign-in?partner={partner}")
    page.get_by_role("button", name=person).click()
    page.get_by_role("heading", name="Next steps").wait_for()
    return page, ear


def _at_the_desk(browser: Browser, server: Server) -> tuple[Page, Ear]:
    page = browser.new_context().new_page()
    ear = Ear(page)
    page.goto(f"{server.url}/en/sign-in")
    page.get_by_role("button", name="Desk — Desk admin").click()
    page.wait_for_url("**/en/desk**")
    return page, ear


def _listened(opened: tuple[Page, Ear], server: Server, path: str, clicks: int) -> Heard:
    """A page's load, then some clicks on it; each is over when nothing has come for a while."""
    page, ear = opened
    ear.take()
    page.goto(f"{server.url}/en{path}")
    _settle(page)
    heard = Heard(load=ear.take())
    for at in range(clicks):
        buttons = page.locator(_CLICKABLE).locator("visible=true")
        if not buttons.count():
            break
        with contextlib.suppress(TimeoutError):  # what is covered, or gone meanwhile
            buttons.nth(at % buttons.count()).click(timeout=CLICK_MS)
        _settle(page)
        heard.event, heard.clicks = max(heard.event, ear.take()), heard.clicks + 1
    return heard


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLES_MS)


def _address(route: str, partner: str) -> str:
    """A page's address, of the first rows of the history."""
    tag = f"{partner[:8]}-0"
    names: dict[str, Any] = {
        "[subscription_id]": f"sub-{tag}",
        "[order_number]": f"H{tag}",
        "[request_number]": f"q{tag}",
        "[partner_id]": partner,
    }
    for name, value in names.items():
        route = route.replace(name, value)
    return route
