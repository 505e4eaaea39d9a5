"""Signing in with an identity provider that isn't ours, over HTTP: who gets in, as whom, and which answers are refused."""

import json
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from oidc_provider_mock import User, run_server_in_thread

from actionpack_app.api import provider as exchange
from actionpack_app.api.provider import ROUTES
from actionpack_app.cli import cli
from actionpack_app.db import transaction
from actionpack_app.domain.accounts import Means
from actionpack_app.domain.rights import Role
from actionpack_app.models import ActivityEntry, Invitation, LoginSession, Person, ProviderLink
from actionpack_app.services.people.accept_with_provider import accept_with_provider
from actionpack_app.services.people.invite import InviteForm, invite
from actionpack_app.services.people.letter import invitation_link
from actionpack_app.services.sessions.open import NOWHERE, hash_of
from actionpack_app.services.sessions.sign_in import find_visitor, session_lives
from actionpack_app.services.sessions.with_provider import ProvenIdentity
from actionpack_app.settings import get_settings
from tests.integration import http
from tests.integration.companies import Company
from tests.integration.desk import change
from tests.integration.people import Member, member, token_in
from tests.integration.rows import all_of, at_once, of

HERE = "http://localhost:3000"
ADA = "ada.reyes@fabrikam.example.com"
pytestmark = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)


class Organization:
    """The provider, and one person whom it knows."""

    def __init__(self, port: int, claims: dict[str, object]) -> None:
        self.issuer = f"http://localhost:{port}"
        self.claims = claims


@pytest.fixture
def organization(fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organization]:
    """Runs beside the test, which has an empty database of its own."""
    claims: dict[str, object] = {"email": ADA, "email_verified": True, "name": "Ada Reyes"}
    with run_server_in_thread(require_nonce=True, user_claims=[User(sub="ada", claims=claims)]) as server:
        organization = Organization(server.server_port, claims)
        monkeypatch.setenv("OIDC_ISSUER", organization.issuer)
        monkeypatch.setenv("OIDC_CLIENT_ID", "partner-center")
        monkeypatch.setenv("OIDC_CLIENT_SECRET", "partner-center-secret")
        get_settings.cache_clear()
        yield organization
    assert fabrikam.id
    get_settings.cache_clear()


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


@pytest.fixture
def ada(fabrikam: Company) -> Member:
    return member(fabrikam, ADA, Role.BILLING_ADMIN)


class Browser(http.Browser):
    """Before the addresses that lead to the provider, and back."""

    def __init__(self) -> None:
        super().__init__(ROUTES, HERE)

    @property
    def session(self) -> str:
        return self.cookies.get("session") or ""


def answer_of(organization: Organization, sent: httpx.Response, subject: str = "ada") -> str:
    """What the provider sends the browser back to, once the person has signed in there."""
    there = sent.headers["location"]
    assert there.startswith(f"{organization.issuer}/oauth2/authorize?")
    return str(httpx.post(there, data={"sub": subject}).headers["location"]).removeprefix(HERE)


def through(organization: Organization, browser: Browser, query: str = "locale=en", subject: str = "ada") -> httpx.Response:
    """The whole way there and back."""
    return browser.get(answer_of(organization, browser.get(f"/auth/provider?{query}"), subject))


def refused(answer: httpx.Response, why: str, locale: str = "en") -> None:
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{locale}/sign-in?provider={why}")


class TestComingIn:
    def test_the_verified_address_finds_the_account_and_the_subject_finds_it_again(
        self, fabrikam: Company, organization: Organization, ada: Member
    ) -> None:
        browser = Browser()
        answer = through(organization, browser, "locale=ko&next=/ko/invoices")
        assert (answer.status_code, answer.headers["location"]) == (303, "/ko/invoices")
        visitor = find_visitor(browser.session, "")
        assert visitor is not None
        assert (visitor.actor.person_id, visitor.means, visitor.actor.proved) == (ada.id, Means.PROVIDER, True)
        assert [row.action for row in of(ActivityEntry, fabrikam)].count("provider_linked") == 1
        organization.claims["email"] = "ada.married@fabrikam.example.com"
        again = Browser()
        assert through(organization, again).headers["location"] == "/en/"
        found = find_visitor(again.session, "")
        assert found is not None
        assert found.actor.person_id == ada.id
        assert len(all_of(ProviderLink)) == 1

    def test_what_goes_there_is_a_code_request_with_pkce_nonce_and_state(self, organization: Organization) -> None:
        sent = Browser().get("/auth/provider?locale=en")
        asked = {name: value[0] for name, value in parse_qs(urlsplit(sent.headers["location"]).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["redirect_uri"] == f"{HERE}/auth/provider/callback"
        assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20
        assert "HttpOnly" in sent.headers["set-cookie"]
        assert organization.issuer in sent.headers["location"]

    def test_a_new_session_takes_the_place_of_the_one_that_was_there(self, organization: Organization, ada: Member) -> None:
        browser = Browser()
        through(organization, browser)
        before = hash_of(browser.session)
        through(organization, browser)
        assert not session_lives(before)
        assert session_lives(hash_of(browser.session))
        assert [row.person_id for row in all_of(LoginSession) if row.means is Means.PROVIDER] == [ada.id]


class TestStayingOut:
    @pytest.mark.usefixtures("ada")
    @pytest.mark.parametrize(
        "said", [{"email_verified": False}, {"email_verified": "true"}, {"email": "x@example.com"}, {"email": ""}]
    )
    def test_addresses_that_nobody_verified_or_nobody_has(self, said: dict[str, object], organization: Organization) -> None:
        organization.claims.update(said)
        browser = Browser()
        refused(through(organization, browser), "unknown")
        assert browser.session == ""
        assert all_of(ProviderLink) == []

    def test_deactivated_people(self, organization: Organization, ada: Member) -> None:
        change(Person, ada.id, active=False)
        refused(through(organization, Browser()), "unknown")
        change(Person, ada.id, active=True)
        through(organization, Browser())
        change(Person, ada.id, active=False)
        browser = Browser()
        refused(through(organization, browser), "unknown")
        assert browser.session == ""

    def test_sample_people_are_nobodys_account(self, fabrikam: Company, organization: Organization) -> None:
        organization.claims["email"] = fabrikam.admin.email
        refused(through(organization, Browser()), "unknown")


@pytest.mark.usefixtures("ada")
class TestAnswers:
    def test_one_is_good_once_and_in_the_browser_that_was_sent_away(self, organization: Organization) -> None:
        browser = Browser()
        answer = answer_of(organization, browser.get("/auth/provider?locale=en"))
        refused(Browser().get(answer), "away")
        assert browser.get(answer).headers["location"] == "/en/"
        refused(browser.get(answer), "away")

    def test_another_browsers_answer_signs_nobody_in_here(self, organization: Organization) -> None:
        """Otherwise a victim could be signed in as the attacker, and type into the attacker's company."""
        attacker, victim = Browser(), Browser()
        theirs = answer_of(organization, attacker.get("/auth/provider?locale=en"))
        victim.get("/auth/provider?locale=en")
        refused(victim.get(theirs), "away")
        assert victim.session == ""

    @pytest.mark.parametrize("spoilt", ["code", "state", "error"])
    def test_spoilt_ones_lead_back(self, spoilt: str, organization: Organization) -> None:
        browser = Browser()
        told = dict(
            part.split("=") for part in answer_of(organization, browser.get("/auth/provider")).partition("?")[2].split("&")
        )
        told[spoilt] = "access_denied"
        refused(browser.get("/auth/provider/callback?" + "&".join(f"{name}={value}" for name, value in told.items())), "away")
        assert browser.session == ""

    def test_a_forged_or_old_cookie_is_none(self, organization: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = Browser()
        answer = answer_of(organization, browser.get("/auth/provider"))
        forged = Browser()
        forged.cookies.set("provider", "x" + (browser.cookies.get("provider") or ""))
        refused(forged.get(answer), "away")
        late = time.time() + 601
        monkeypatch.setattr(exchange, "_now", lambda: exchange.datetime.fromtimestamp(late, exchange.UTC))
        refused(browser.get(answer), "away")

    def test_a_token_for_another_product_is_refused(self, organization: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
        """The provider knows many products; what it says to one isn't said to another."""
        browser = Browser()
        answer = answer_of(organization, browser.get("/auth/provider"))
        monkeypatch.setenv("OIDC_CLIENT_ID", "another-product")
        get_settings.cache_clear()
        refused(browser.get(answer), "away")

    def test_no_answer_leads_out_of_the_house(self, organization: Organization) -> None:
        for page in ("https://evil.example.com/en/", "//evil.example.com/en", "/\\evil.example.com", "javascript:alert(1)"):
            assert through(organization, Browser(), f"locale=en&next={page}").headers["location"] == "/en/"

    def test_a_provider_that_is_away_or_calls_itself_otherwise(
        self, organization: Organization, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for issuer in ("http://localhost:1", organization.issuer.replace("localhost", "127.0.0.1") + "/"):
            monkeypatch.setenv("OIDC_ISSUER", issuer)
            get_settings.cache_clear()
            refused(Browser().get("/auth/provider?locale=ko"), "away", "ko")


class TestProvingAgain:
    def test_a_fresh_authentication_counts_an_old_one_does_not(self, organization: Organization, ada: Member) -> None:
        organization.claims["auth_time"] = int(time.time()) - 3600
        browser = Browser()
        through(organization, browser)
        (row,) = [row for row in all_of(LoginSession) if row.means is Means.PROVIDER]
        first = row.proved_at
        refused(through(organization, browser, "again=1&next=/en/users"), "away")
        organization.claims["auth_time"] = int(time.time())
        sent = browser.get("/auth/provider?again=1&next=/en/users")
        assert "prompt=login" in sent.headers["location"]
        assert "max_age=0" in sent.headers["location"]
        assert browser.get(answer_of(organization, sent)).headers["location"] == "/en/users"
        (row,) = [row for row in all_of(LoginSession) if row.means is Means.PROVIDER]
        assert row.proved_at is not None
        assert first is not None
        assert row.proved_at > first
        assert row.person_id == ada.id

    def test_somebody_elses_is_none(self, fabrikam: Company, organization: Organization, ada: Member) -> None:
        other = member(fabrikam, "bo.lind@fabrikam.example.com", Role.USER, "Bo Lind")
        organization.claims["auth_time"] = int(time.time())
        browser = Browser()
        through(organization, browser)
        with transaction() as session:  # as if the subject were another person
            session.execute(sa.update(ProviderLink).values(person_id=other.id))
        refused(through(organization, browser, "again=1&next=/en/users"), "unknown")
        assert ada.id != other.id


def test_without_a_provider_there_is_no_way_there(fabrikam: Company) -> None:
    assert fabrikam.id
    assert Browser().get("/auth/provider?locale=en").headers["location"] == "/en/sign-in"
    refused(Browser().get("/auth/provider/callback?code=x&state=y"), "away")


class TestAcceptingAnInvitation:
    def test_the_invited_address_comes_in_without_a_password(self, fabrikam: Company, organization: Organization) -> None:
        token = invited(fabrikam)
        browser = Browser()
        answer = through(organization, browser, f"locale=ko&invitation={quote(token)}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/ko/")
        visitor = find_visitor(browser.session, "")
        assert visitor is not None
        assert (visitor.actor.role, visitor.actor.name, visitor.actor.partner_id) == (
            Role.BILLING_ADMIN,
            "Ada Reyes",
            fabrikam.id,
        )
        assert [row.action for row in of(ActivityEntry, fabrikam)].count("invitation_accepted") == 1
        again = Browser()
        assert through(organization, again).headers["location"] == "/en/"
        found = find_visitor(again.session, "")
        assert found is not None
        assert found.actor.person_id == visitor.actor.person_id
        led = through(organization, Browser(), f"locale=en&invitation={quote(token)}").headers["location"]
        assert led.startswith("/en/invitation?token=")
        data = CliRunner().invoke(cli, ["account", "export", ADA.upper()])
        assert json.loads(data.stdout)["person"][0]["id"] == visitor.actor.person_id

    @pytest.mark.parametrize("said", [{"email_verified": False}, {"email": "x@example.com"}, {"email": ""}])
    def test_no_other_address_does(self, said: dict[str, object], fabrikam: Company, organization: Organization) -> None:
        token, people = invited(fabrikam), len(all_of(Person))
        organization.claims.update(said)
        browser = Browser()
        refused(through(organization, browser, f"locale=en&invitation={quote(token)}"), "other")
        assert (browser.session, len(all_of(Person)), all_of(ProviderLink)) == ("", people, [])

    def test_an_account_that_is_there_stays_the_only_one(self, fabrikam: Company, organization: Organization) -> None:
        token = invited(fabrikam)
        elsewhere = member(None, ADA, Role.FINANCE)
        refused(through(organization, Browser(), f"locale=en&invitation={quote(token)}"), "known")
        assert [row.id for row in all_of(Person) if row.email == ADA] == [elsewhere.id]

    def test_a_forged_link_is_no_invitation(self, organization: Organization) -> None:
        refused(through(organization, Browser(), "locale=en&invitation=forged"), "unknown")

    def test_of_two_at_once_one_is_made(self, fabrikam: Company, organization: Organization) -> None:
        token = invited(fabrikam)
        proven = ProvenIdentity(organization.issuer, "ada", ADA, email_verified=True, name="", authenticated_at=None)
        results = at_once([lambda: accept_with_provider(token, proven, NOWHERE)] * 3)
        assert sorted(type(result).__name__ for result in results) == ["LinkOver", "LinkOver", "str"]
        assert len([row for row in all_of(Person) if row.email == ADA]) == 1


def invited(company: Company) -> str:
    """The token of an invitation's link."""
    invite(company.admin, InviteForm("Ada Reyes", ADA, Role.BILLING_ADMIN), company.clock)
    (row,) = [row for row in of(Invitation, company) if row.email == ADA]
    return token_in(invitation_link("en", row.id))
