"""First load: what the network carries, and how soon a throttled phone shows something."""

import json
import statistics
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench.browser import chromium
from bench.clicks import signed_in
from bench.figures import Figure, Found, Picture, at_most
from bench.harness import Run
from bench.servers import counter, product

ABOUT = (
    "Membership offers with an empty cache, beside a bare Reflex counter: everything that the network carried, compressed, "
    "headers included; and on a throttled phone (processor 4 × slower, 1.6 Mbit/s, 150 ms a round trip) the median time until "
    "the tiles show, the counter's number beside it. Chromium doesn't throttle websockets: both sides' data come over one."
)
MOST_KB, MOST_SECONDS = 190.0, 2.0
WHY_LATE = (
    "on this line the scripts take most of it; then React begins, the socket opens and React gets ready, one after the other, "
    "and only then is it asked what the tiles show"
)
CPU_TIMES_SLOWER, ROUND_TRIP_MS, BYTES_A_SECOND = 4, 150, 1.6e6 / 8
LOOKS, LOOKS_EVERY_MS = 600, 100
TILES, SKELETON, NUMBER = "article h2", ".skeleton", "output"

_WATCH = """
window.shown = {};
new MutationObserver(() => {
  for (const [name, selector] of Object.entries(%s)) {
    const found = document.querySelector(selector);
    if (found && (name !== "number" || found.textContent) && !(name in window.shown)) window.shown[name] = performance.now();
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure(run: Run) -> Found:
    """Both pages, carried and shown."""
    rounds = run.either(1, 7)
    run.step("starting both servers", 0.0)
    with chromium() as browser, counter(run.folder) as bare, product(run.folder / "own") as server:
        context, _page = signed_in(browser, server, "fabrikam", "Fabrikam — Global admin")
        session = context.cookies()
        offers = f"{server.url}/en/offers"
        run.step("loading", 0.2)
        own_kb, bare_kb = carried_kb(browser, offers, session), carried_kb(browser, bare.url, [])
        shown: list[dict[str, float]] = []
        counted: list[dict[str, float]] = []
        for turn in range(rounds):
            run.step("loading on a phone", 0.3 + 0.7 * turn / rounds)
            shown.append(on_a_phone(browser, offers, session, {"tiles": TILES, "skeleton": SKELETON}, "tiles"))
            counted.append(on_a_phone(browser, bare.url, [], {"number": NUMBER}, "number"))
    tiles, number = _median(shown, "tiles"), _median(counted, "number")
    paint, bare_paint = _median(shown, "paint"), _median(counted, "paint")
    loads = f"{rounds} loads"
    figures = [
        Figure("the counter, compressed", bare_kb, "KB", 1.0),
        Figure("Membership offers, compressed", own_kb, "KB", own_kb / bare_kb, at_most(MOST_KB)),
        Figure("phone: the counter's number shows", number, "s", 1.0, note=loads),
        Figure("phone: the tiles show", tiles, "s", tiles / number, at_most(MOST_SECONDS), loads, WHY_LATE),
        Figure("phone: first paint of the counter", bare_paint, "s", 1.0),
        Figure("phone: first paint of Membership offers", paint, "s", paint / bare_paint),
    ]
    skeletons = [found["skeleton"] / 1000 for found in shown if "skeleton" in found]
    words = [f"The skeleton was in the page in {len(skeletons)} of {rounds} loads, at the median {_at(skeletons, paint)}."]
    series: dict[str, list[float | None]] = {"first paint": [bare_paint, paint], "content": [number, tiles]}
    picture = Picture("phone", "On a throttled phone", "seconds", ["counter", "Membership offers"], series)
    return Found(figures, [picture], words)


def _at(skeletons: list[float], paint: float) -> str:
    if not skeletons:
        return "never"
    middle = statistics.median(skeletons)
    return f"at {middle:.2f} s, {'before' if middle <= paint else 'after'} the first paint at {paint:.2f} s"


def carried_kb(browser: Browser, address: str, cookies: list[Any]) -> float:
    """What the network carried for one page, headers and all, in KB (compressed)."""
    context = _fresh(browser, cookies)
    page = context.new_page()
    session: Any = context.new_cdp_session(page)  # its messages have no types
    session.send("Network.enable")
    carried: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        carried.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(carried) / 1000


def on_a_phone(browser: Browser, address: str, cookies: list[Any], watched: dict[str, str], last: str) -> dict[str, float]:
    """When each thing was in the page, in ms from the beginning of the load, and the first paint."""
    context = _fresh(browser, cookies)
    page = context.new_page()
    session: Any = context.new_cdp_session(page)
    session.send("Network.enable")
    network = {"offline": False, "latency": ROUND_TRIP_MS}
    rates = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", network | rates)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_TIMES_SLOWER})
    page.add_init_script(_WATCH % json.dumps(watched))
    page.goto(address)
    shown: dict[str, float] = {}
    for _look in range(LOOKS):  # waiting inside the page is refused by its content policy
        if last in (shown := page.evaluate("window.shown")):
            break
        page.wait_for_timeout(LOOKS_EVERY_MS)
    shown["paint"] = page.evaluate(_PAINT) or 0.0
    context.close()
    return shown


def _fresh(browser: Browser, cookies: list[Any]) -> BrowserContext:
    """Somebody who has seen nothing yet, on a phone's screen."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    if cookies:
        context.add_cookies(cookies)
    return context


def _median(found: list[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in found) / 1000
