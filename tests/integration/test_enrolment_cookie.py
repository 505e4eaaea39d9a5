"""The cookie of a draft: set by the server alone, before the page is there."""

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from actionpack_app.api.enrolment import ROUTES
from actionpack_app.services.enrolment.draft import Origin, keep_typed, read_draft
from actionpack_app.settings import get_settings
from tests.integration import http
from tests.integration.store import forget

HERE = "http://localhost:3000"
pytestmark = [pytest.mark.usefixtures("store"), pytest.mark.parametrize("store", ["sqlite"], indirect=True)]


PAGES = Route("/{path:path}", lambda _request: PlainTextResponse("the page"))


class Browser(http.Browser):
    """Somebody whom nobody knows."""

    def __init__(self, origin: str = HERE) -> None:
        super().__init__([*ROUTES, PAGES], origin)

    @property
    def draft(self) -> str:
        return self.cookies.get("enrolment") or ""

    def sends(self, form: dict[str, str], origin: str = "") -> httpx.Response:
        return self.post("/auth/enroll", form, {"Origin": origin or self.origin})


def test_whoever_comes_to_enrol_gets_a_cookie_that_scripts_can_not_read() -> None:
    browser = Browser()
    away = browser.get("/ko/enroll")
    assert (away.status_code, away.headers["location"]) == (302, "/auth/enroll?locale=ko")
    back = browser.get(away.headers["location"])
    assert (back.status_code, back.headers["location"]) == (303, "/ko/enroll?begun=1")
    assert {"HttpOnly", "SameSite=lax"} <= set(back.headers["set-cookie"].split("; "))
    assert len(browser.draft) == 43
    assert browser.get("/ko/enroll").text == "the page"
    kept = browser.draft
    again = browser.get("/auth/enroll?locale=en")
    assert (again.headers["location"], browser.draft) == ("/en/enroll", kept)


def test_with_https_the_cookie_is_bound_to_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://partners.example.com")
    get_settings.cache_clear()
    told = Browser("https://partners.example.com").get("/auth/enroll").headers["set-cookie"]
    assert told.startswith("__Host-enrolment=")
    assert "Secure" in told.split("; ")
    forget()


def test_a_browser_without_cookies_is_not_sent_in_circles() -> None:
    assert Browser().get("/en/enroll?begun=1").text == "the page"


def test_the_link_of_a_letter_needs_no_cookie() -> None:
    assert Browser().get("/en/enroll?token=x").text == "the page"


def test_the_network_page_is_open_and_no_language_leads_out_of_the_house() -> None:
    assert Browser().get("/en/network").text == "the page"
    assert Browser().get("/auth/enroll?locale=//evil.example").headers["location"].startswith("/en/enroll")


def test_a_cookie_that_we_did_not_draw_is_none() -> None:
    browser = Browser()
    browser.cookies.set("enrolment", "mine")
    assert browser.get("/en/enroll").status_code == 302


def test_nobody_elses_page_can_discard_or_take_a_draft() -> None:
    browser = Browser()
    browser.get("/auth/enroll")
    keep_typed(browser.draft, {"name": "Lamna"}, Origin())
    for form in ({"discard": "1"}, {"link": "x"}, {}):
        assert browser.sends(form, origin="https://evil.example").status_code == 403
    assert read_draft(browser.draft, Origin()).typed["name"] == "Lamna"


def test_discarding_takes_the_draft_and_the_cookie() -> None:
    browser = Browser()
    browser.get("/auth/enroll")
    token = browser.draft
    keep_typed(token, {"name": "Lamna"}, Origin())
    assert browser.sends({"discard": "1", "locale": "ko"}).headers["location"] == "/ko/network"
    assert browser.draft == ""
    assert "name" not in read_draft(token, Origin()).typed


def test_another_company_begins_with_another_cookie() -> None:
    browser = Browser()
    browser.get("/auth/enroll")
    before = browser.draft
    assert browser.sends({"another": "1"}).headers["location"] == "/en/enroll"
    assert browser.draft not in {"", before}


@pytest.mark.parametrize("link", ["", "x", "x" * 5000, "?a=b&c=d", "\ud83d".encode("utf-8", "replace").decode()])
def test_a_link_that_is_none_of_ours_leads_back_to_where_it_is_told(link: str) -> None:
    browser = Browser()
    answer = browser.sends({"link": link})
    assert answer.headers["location"].startswith("/en/enroll?token=")
    assert browser.draft == ""
