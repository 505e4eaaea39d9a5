"""What every answer tells the browser, and that the browser keeps to it."""

import re

import httpx
import pytest
from playwright.sync_api import Page

import actionpack_app.actionpack_app as composition
from actionpack_app.routes import NETWORK, OFFERS, PUBLIC_PROFILES, SIGN_IN
from actionpack_app.serving.content_policy import inline_hashes
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.offers import OffersPage
from tests.e2e.pages.person import Door

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PLAIN_ROUTES = sorted({page[0] for page in (*composition.PAGES, *composition.PUBLIC_PAGES) if "[" not in page[0]})


def session_of(page: Page) -> dict[str, str]:
    return {str(cookie.get("name")): str(cookie.get("value")) for cookie in page.context.cookies()}


def test_every_page_s_own_lines_are_allowed_and_no_others(door: Door, locale: str, base_url: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    with httpx.Client(base_url=base_url, cookies=session_of(admin.page), follow_redirects=True) as client:
        for route in (*PLAIN_ROUTES, "/orders/ORD-2026-000001", f"{PUBLIC_PROFILES}1234567", "/no-such-page"):
            answer = client.get(f"/{locale}{route}")
            policy = answer.headers["content-security-policy"]
            scripts = next(part for part in policy.split("; ") if part.startswith("script-src ")).split()[1:]
            assert set(scripts) == {"'self'", *inline_hashes(answer.text)}, route
            assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "path", ["/healthz", "/auth/sign-out", "/api/invoices.csv", "/en/offers", "/en/sign-in", "/assets/none.js"]
)
def test_every_answer_has_its_walls(base_url: str, path: str) -> None:
    answer = httpx.get(f"{base_url}{path}")
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "strict-transport-security" not in answer.headers  # by http, which browsers would ignore anyway


def test_only_what_is_everybody_s_may_be_listed_by_search_engines(base_url: str, locale: str) -> None:
    listed = {
        path: "x-robots-tag" not in httpx.get(f"{base_url}/{locale}{path}", follow_redirects=False).headers
        for path in (NETWORK, f"{PUBLIC_PROFILES}1234567", SIGN_IN, OFFERS)
    }
    assert listed == {NETWORK: True, f"{PUBLIC_PROFILES}1234567": True, SIGN_IN: False, OFFERS: False}


def test_private_pages_are_kept_by_nobody(door: Door, base_url: str) -> None:
    admin = door.enter("fabrikam", "Global admin", "en")
    with httpx.Client(base_url=base_url, cookies=session_of(admin.page)) as client:
        assert client.get("/en/offers").headers["cache-control"] == "no-cache"  # it holds no data, and is asked for anew
        assert client.get("/api/invoices.csv").headers["cache-control"] == "private, no-store"
        script = re.search(r"/assets/[\w.-]+\.js", client.get("/en/offers").text)
        assert script is not None
        assert client.get(script[0]).headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_browser_runs_nothing_that_was_slipped_in(door: Door, watch: Watch) -> None:
    watch.tolerate("Content Security Policy")
    page = OffersPage(door.enter("fabrikam", "Global admin", "en")).validate_page().page
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.slipped = 1";
        document.body.append(script);
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.slipped = 2");
        document.body.append(button);
        button.click();
    }""")
    assert page.evaluate("() => window.slipped") is None
    refused = page.evaluate("""() => new Promise((told) => setTimeout(() => {
        try { told(window.eval("1")) } catch (error) { told(error.name) }
    }))""")  # later, when it is no longer the test that runs, whose hands aren't bound
    assert refused == "EvalError"
