"""From a click to its effect in the page, measured inside the page."""

import statistics

from playwright.sync_api import Browser, BrowserContext, Page

from bench.servers import Server

WARM_UP = 4
EFFECT_WITHIN_MS = 15_000

_CLICK_TO_DOM = """
async ({ selectors, first, rounds, effect, most }) => {
  const done = new Function("at", `return ${effect}`);
  const times = [];
  for (let round = first; round < first + rounds; round += 1) {
    const at = round % selectors.length;
    const element = document.querySelector(selectors[at]);
    const before = document.querySelector("output")?.textContent;
    const check = () => (effect === "counter" ? document.querySelector("output").textContent !== before : done(at));
    const started = performance.now();
    await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`no effect of click ${round} on ${selectors[at]}`)), most);
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


class Clicks:
    """Clicks on one open page, some at a time: who is compared takes turns, so that a machine that drifts drifts for all."""

    def __init__(self, page: Page, selectors: list[str], effect: str) -> None:
        self._page, self._selectors, self._effect = page, selectors, effect
        self._clicked = 0
        self.times: list[float] = []
        """Milliseconds of every click that counts."""

    def click(self, rounds: int) -> None:
        """So many clicks; the first few warm up and don't count."""
        self.times += clicked(self._page, self._selectors, self._effect, rounds + WARM_UP, first=self._clicked)[WARM_UP:]
        self._clicked += rounds + WARM_UP

    @property
    def median(self) -> float:
        """In milliseconds."""
        return statistics.median(self.times)


def clicked(page: Page, selectors: list[str], effect: str, rounds: int = 1, *, first: int = 0) -> list[float]:
    """Clicks what the selectors name, one after the other from the first on; how long the effect of each took, in ms."""
    asked = {"selectors": selectors, "first": first, "rounds": rounds, "effect": effect, "most": EFFECT_WITHIN_MS}
    return page.evaluate(_CLICK_TO_DOM, asked)


def counter_clicks(browser: Browser, counter: Server) -> Clicks:
    """The yardstick: one number goes up."""
    page = browser.new_page()
    page.goto(counter.url)
    page.get_by_role("button", name="Add").click()
    page.get_by_text("1", exact=True).wait_for()
    return Clicks(page, ["button"], "counter")


def reading_clicks(browser: Browser, server: Server) -> Clicks:
    """A filter of the support requests: each click reads a page of them."""
    _context, page = signed_in(browser, server, "contoso", "Contoso — Global admin")
    page.goto(f"{server.url}/en/support")
    page.get_by_role("button", name="Closed").wait_for()
    page.evaluate("document.querySelectorAll('[aria-pressed]').forEach((one, at) => { one.id = `filter-${at}`; })")
    effect = "document.querySelector(`#filter-${1 - at}`).getAttribute('aria-pressed') === 'true'"
    return Clicks(page, ["#filter-1", "#filter-0"], effect)


def writing_clicks(browser: Browser, server: Server) -> Clicks:
    """The payment method in the dialog: each click is stored in the order."""
    _context, page = signed_in(browser, server, "fabrikam", "Fabrikam — Global admin")
    page.get_by_role("button", name="Renew subscription").click()
    page.get_by_label("Electronic bank transfer").wait_for()
    effect = "at === 0 ? document.querySelector('#field-contact_name') : !document.querySelector('#field-contact_name')"
    return Clicks(page, ["input[name=method][value=transfer]", "input[name=method][value=card]"], effect)


def buying(browser: Browser, server: Server) -> float:
    """Buy to confirmation in milliseconds, by a card, on a copy of its own."""
    context, page = signed_in(browser, server, "fabrikam", "Fabrikam — Global admin")
    page.get_by_role("button", name="Renew subscription").click()
    page.get_by_label("Credit card").check()
    page.get_by_label("Card number").fill("4242424242424242")
    page.get_by_label("Expiry date").fill("12/39")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Submit").click()
    page.get_by_label("Purchase order number").wait_for()
    effect = "document.querySelector('[role=dialog]').textContent.includes('Your order is confirmed')"
    (took,) = clicked(page, ["#checkout-buy button[type=submit]"], effect)
    context.close()
    return took


def signed_in(browser: Browser, server: Server, sample: str, person: str) -> tuple[BrowserContext, Page]:
    """Somebody of a fresh copy of a sample partner, on Membership offers."""
    partner = server.copy(sample)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/en/sign-in?partner={partner['id']}")
    page.get_by_role("button", name=person).click()
    page.get_by_role("heading", name="Next steps").wait_for()
    return context, page
