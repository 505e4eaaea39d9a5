"""From a click to its effect in the page, measured inside the page."""

import json
import statistics
import urllib.request
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from bench.servers import COUNTER_PORT, PRODUCT_PORT, STAGING_KEY

COUNTER_URL = f"http://localhost:{COUNTER_PORT}"
PRODUCT_URL = f"http://localhost:{PRODUCT_PORT}"

_CLICK_TO_DOM = """
async ({ selectors, rounds, effect }) => {
  const done = new Function("at", `return ${effect}`);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const at = round % selectors.length;
    const element = document.querySelector(selectors[at]);
    const before = document.querySelector("output")?.textContent;
    const check = () => (effect === "counter" ? document.querySelector("output").textContent !== before : done(at));
    const started = performance.now();
    await new Promise((resolve) => {
      const watcher = new MutationObserver(() => {
        if (check()) {
          watcher.disconnect();
          resolve();
        }
      });
      watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      element.click();
    });
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return times;
}
"""


def median_ms(page: Page, selectors: list[str], effect: str, rounds: int) -> float:
    """The median of `rounds` clicks, in milliseconds; the first few warm up and don't count."""
    asked = {"selectors": selectors, "rounds": rounds + 4, "effect": effect}
    times: list[float] = page.evaluate(_CLICK_TO_DOM, asked)
    return statistics.median(times[4:])


def counter_clicks(browser: Browser, rounds: int) -> float:
    """The yardstick: one number goes up."""
    page = browser.new_page()
    page.goto(COUNTER_URL)
    page.get_by_role("button", name="Add").click()
    page.get_by_text("1", exact=True).wait_for()
    found = median_ms(page, ["button"], "counter", rounds)
    page.close()
    return found


def reading_clicks(browser: Browser, rounds: int) -> float:
    """A filter of the support requests: each click reads a page of them."""
    context, page = signed_in(browser, "contoso", "Contoso — Global admin")
    page.goto(f"{PRODUCT_URL}/en/support")
    page.get_by_role("button", name="Closed").wait_for()
    page.evaluate("document.querySelectorAll('[aria-pressed]').forEach((one, at) => { one.id = `filter-${at}`; })")
    effect = "document.querySelector(`#filter-${at}`).getAttribute('aria-pressed') === 'true'"
    found = median_ms(page, ["#filter-1", "#filter-0"], effect.replace("${at}", "${1 - at}"), rounds)
    context.close()
    return found


def writing_clicks(browser: Browser, rounds: int) -> float:
    """The payment method in the dialog: each click is stored in the order."""
    context, page = signed_in(browser, "fabrikam", "Fabrikam — Global admin")
    page.get_by_role("button", name="Renew subscription").click()
    page.get_by_label("Electronic bank transfer").wait_for()
    effect = "at === 0 ? document.querySelector('#field-contact_name') : !document.querySelector('#field-contact_name')"
    found = median_ms(page, ["input[name=method][value=transfer]", "input[name=method][value=card]"], effect, rounds)
    context.close()
    return found


def buying(browser: Browser, rounds: int) -> float:
    """Buy to confirmation, by a saved card, on a copy of its own each time."""
    times = [_buy_once(browser) for _round in range(rounds)]
    return statistics.median(times)


def _buy_once(browser: Browser) -> float:
    context, page = signed_in(browser, "fabrikam", "Fabrikam — Global admin")
    page.get_by_role("button", name="Renew subscription").click()
    page.get_by_label("Credit card").check()
    page.get_by_label("Card number").fill("4242424242424242")
    page.get_by_label("Expiry date").fill("12/39")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Submit").click()
    page.get_by_label("Purchase order number").wait_for()
    effect = "document.querySelector('[role=dialog]').textContent.includes('Your order is confirmed')"
    asked = {"selectors": ["#checkout-buy button[type=submit]"], "rounds": 1, "effect": effect}
    times: list[float] = page.evaluate(_CLICK_TO_DOM, asked)
    context.close()
    return times[0]


def signed_in(browser: Browser, sample: str, person: str) -> tuple[BrowserContext, Page]:
    """Somebody of a fresh copy of a sample partner, on Membership offers."""
    partner = _copy(sample)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{PRODUCT_URL}/en/sign-in?partner={partner['id']}")
    page.get_by_role("button", name=person).click()
    page.get_by_role("heading", name="Next steps").wait_for()
    return context, page


def first_load_kb(page: Page, go: Callable[[], object]) -> float:
    """What the network carried for one page, headers and all, in KB (compressed)."""
    session: Any = page.context.new_cdp_session(page)  # its messages have no types
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    carried: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        carried.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    go()
    page.wait_for_load_state("networkidle")
    return sum(carried) / 1000


def _copy(sample: str) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{PRODUCT_URL}/api/staging/partners",
        data=json.dumps({"sample": sample}).encode(),
        headers={"Authorization": f"Bearer {STAGING_KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)
