"""What a screen reader says by itself: texts that come into live regions which were in the page before."""

from playwright.sync_api import Page

from tests.e2e.infra.browser import PATIENCE_MS

_LISTEN = """() => {
    const LIVE = "[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]";
    const known = new WeakSet(), said = new Map();
    const shown = (region) => region.checkVisibility({ visibilityProperty: true });
    for (const region of [...document.querySelectorAll(LIVE)].filter(shown)) {
        known.add(region);
        said.set(region, region.textContent);
    }
    globalThis.heard = [];
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const region = (target instanceof Element ? target : target.parentElement)?.closest(LIVE);
            if (!region || !known.has(region) || !region.isConnected || said.get(region) === region.textContent) continue;
            said.set(region, region.textContent);
            if (region.textContent.trim()) globalThis.heard.push(region.textContent.trim());
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


class Ears:
    """Listens to a tab from now on; a region that comes with its words, or was hidden before, is one that many readers miss."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(_LISTEN)

    def hear(self, text: str) -> None:
        """Waits until the text was said."""
        self._page.wait_for_function("text => heard.some(said => said.includes(text))", arg=text, timeout=PATIENCE_MS)
