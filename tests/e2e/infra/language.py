"""In which language a page's texts are read out, and where its Korean lines break."""

from playwright.sync_api import Page

_FAULTS = """locale => {
    const english = /^English$| — (Global admin|MPN partner admin|Billing admin|User|Support agent|Finance|Desk admin)$/;
    const hangul = /[\\uac00-\\ud7a3]/;
    const faults = [];
    if (document.documentElement.lang !== locale) faults.push(`the page says that it is in ${document.documentElement.lang}`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement, text = texts.currentNode.textContent.trim();
        if (!text || !element.checkVisibility() || element.closest("[aria-hidden=true]")) continue;
        const read = element.closest("[lang]").lang;
        // the desk sees names of companies everywhere: proper names are in no language (WCAG 2.2, 3.1.2)
        const foreign = locale === "en" && hangul.test(text) && !location.pathname.startsWith("/en/desk");
        if (foreign && read !== "ko") faults.push(`“${text}” is read as ${read}`);
        if (locale === "ko" && english.test(text) && read !== "en") faults.push(`“${text}” is read as ${read}`);
        const { wordBreak, overflowWrap } = getComputedStyle(element);
        if (locale === "ko" && wordBreak !== "keep-all") faults.push(`“${text}” breaks within words`);
        if (locale === "ko" && overflowWrap === "normal") faults.push(`“${text}” can't break where a word is too long`);
    }
    return faults;
}"""


def language_faults(page: Page, locale: str) -> list[str]:
    """What is read in the wrong language, or, in Korean, would break in the middle of a word."""
    return list(page.evaluate(_FAULTS, locale))
