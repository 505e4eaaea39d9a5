"""Accounts of one's own: through the organization's provider, where somebody is signed in, and confirming who one is."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from tests.e2e.infra.outbox import Outbox
from tests.e2e.infra.server import start_server, stop_server
from tests.e2e.infra.sessions import signed_in_long_ago
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.account import AccountPage
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.invitation import InvitationPage
from tests.e2e.pages.members import COMPANY, PASSWORD, joined, somebody_new
from tests.e2e.pages.person import Door
from tests.e2e.pages.sign_in import SignInPage
from tests.e2e.pages.users import UsersPage
from tests.e2e.pages.view import Dialog


@pytest.fixture(scope="module")
def organization() -> Iterator[dict[str, Any]]:
    """An identity provider that isn't ours, and what it says of its one person."""
    claims: dict[str, Any] = {"email_verified": True}
    with run_server_in_thread(require_nonce=True, user_claims=[User(sub="ada", claims=claims)]) as provider:
        yield {"issuer": f"http://localhost:{provider.server_port}", "claims": claims}


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory, organization: dict[str, Any]) -> Iterator[dict[str, str]]:
    """A server whose database can be changed, and which knows the provider."""
    folder = tmp_path_factory.mktemp("accounts")
    provider = {
        "OIDC_ISSUER": organization["issuer"],
        "OIDC_CLIENT_ID": "partner-center",
        "OIDC_CLIENT_SECRET": "partner-center-secret",
    }
    started = start_server(folder, folder / "server.log", **provider)
    yield started
    stop_server(started)


@pytest.fixture
def served(own_server: dict[str, str]) -> dict[str, str]:
    """These tests' people reach it."""
    return own_server


@pytest.fixture
def outbox(served: dict[str, str]) -> Outbox:
    """Its mails."""
    return Outbox(Path(served["outbox"]))


def test_whoever_signed_in_a_while_ago_confirms_before_what_matters(
    door: Door, locale: str, served: dict[str, str], outbox: Outbox
) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    ada, email = joined(door, admin, outbox, "Global admin")
    users = UsersPage(ada).navigate().validate_page()
    signed_in_long_ago(served["database"], email)
    users.button("Invite user").click()
    dialog = Dialog(ada)
    expect(dialog.heading("Confirm that it is you")).to_be_visible()
    dialog.field("Your password").fill("something else entirely")
    dialog.button("Confirm").click()
    expect(dialog.field("Your password")).to_have_accessible_description(ada.words("This isn't your password."))
    dialog.field("Your password").fill(PASSWORD)
    dialog.button("Confirm").click()
    expect(dialog.heading("Invite user")).to_be_visible()

    signed_in_long_ago(served["database"], email)
    company = CompanyPage(ada).navigate().validate_page()
    company.button("Add a new card").click()
    expect(dialog.heading("Confirm that it is you")).to_be_visible()
    dialog.button("Not now").click()
    expect(dialog.root).to_be_hidden()
    expect(company.button("Add a new card")).to_be_visible()


def test_other_browsers_are_listed_and_signed_out(door: Door, locale: str, outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    ada, email = joined(door, admin, outbox)
    elsewhere = door.stand_before(admin.partner, "", locale)
    SignInPage(elsewhere).navigate().sign_in(email, PASSWORD)
    elsewhere.page.wait_for_url(f"**/{locale}/offers")

    account = AccountPage(ada).navigate().validate_page()
    expect(account.sessions).to_have_count(2)
    expect(account.sessions.first).to_contain_text(ada.words("This browser"))
    account.sessions.last.get_by_role("button").click()
    expect(account.main.get_by_text(ada.words("That browser is signed out."))).to_be_visible()
    expect(account.sessions).to_have_count(1)
    expect(account.button("Sign out everywhere else")).to_be_hidden()
    elsewhere.page.reload()
    SignInPage(elsewhere).validate_page()


def test_with_the_organizations_account(
    door: Door, locale: str, outbox: Outbox, served: dict[str, str], organization: dict[str, Any], watch: Watch
) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    _ada, email = joined(door, admin, outbox, "Global admin")
    somebody = door.stand_before(admin.partner, "", locale)
    somebody.page.route(re.compile(r"^https:"), lambda route: route.fulfill(content_type="text/css"))  # the provider's looks
    watch.tolerate(organization["issuer"])
    watch.tolerate("foreign request: GET https:")
    organization["claims"]["email"] = "nobody@example.com"
    sign_in = SignInPage(somebody).navigate()
    sign_in.go_to_organization()
    somebody.page.get_by_role("button", name="ada", exact=True).click()
    unknown = "Your organization's account isn't known here. Ask a Global admin of your company to invite its address."
    expect(sign_in.main.get_by_role("alert").filter(has_text=somebody.words(unknown))).to_be_visible()

    organization["claims"]["email"] = email
    sign_in.go_to_organization()
    somebody.page.get_by_role("button", name="ada", exact=True).click()
    somebody.page.wait_for_url(f"**/{locale}/offers")
    users = UsersPage(somebody).navigate().validate_page()
    signed_in_long_ago(served["database"], email)
    users.button("Invite user").click()
    dialog = Dialog(somebody)
    organization["claims"]["auth_time"] = int(time.time()) + 1
    dialog.link("Confirm with your organization").click()
    somebody.page.get_by_role("button", name="ada", exact=True).click()
    somebody.page.wait_for_url(f"**/{locale}/users")
    del organization["claims"]["auth_time"]
    expect(dialog.heading("Invite user")).to_be_visible()  # what was begun goes on
    with sqlite3.connect(served["database"]) as database:  # the same subject is somebody else in the next test
        database.execute("DELETE FROM provider_link")


def test_an_invitation_is_accepted_with_the_organizations_account(
    door: Door, locale: str, outbox: Outbox, served: dict[str, str], organization: dict[str, Any], watch: Watch
) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    newcomer, email = somebody_new(door, admin)
    UsersPage(admin).navigate().invite("Ada Reyes", email, "Billing admin")
    newcomer.page.route(re.compile(r"^https:"), lambda route: route.fulfill(content_type="text/css"))  # the provider's looks
    watch.tolerate(organization["issuer"])
    watch.tolerate("foreign request: GET https:")
    invitation = InvitationPage(newcomer, outbox.link(email, "/invitation")).navigate().validate_page()
    organization["claims"]["email"] = f"other.{email}"
    invitation.link("Accept with your organization's account").click()
    newcomer.page.get_by_role("button", name="ada", exact=True).click()
    other = "Your organization's account has another address than the invitation went to, or one that isn't verified."
    expect(newcomer.page.get_by_role("alert").filter(has_text=newcomer.words(other))).to_be_visible()

    organization["claims"]["email"] = email
    invitation.navigate().link("Accept with your organization's account").click()
    newcomer.page.get_by_role("button", name="ada", exact=True).click()
    newcomer.page.wait_for_url(f"**/{locale}/offers")
    account = AccountPage(newcomer).navigate().validate_page()
    assert account.facts["Email address"] == email
    expect(account.button("Change password")).to_be_hidden()
    expect(account.own_address).to_be_hidden()
    with sqlite3.connect(served["database"]) as database:  # the same subject is somebody else in the next test
        database.execute("DELETE FROM provider_link")


def test_codes_beside_the_password(door: Door, locale: str, outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    ada, email = joined(door, admin, outbox)
    account = AccountPage(ada).navigate().validate_page()
    secret = account.begin_codes()
    account.enter_code("000000", "Turn on")
    wrong = ada.words("This code isn't right, or was used already. The app shows a new one every 30 seconds.")
    expect(account.code_field).to_have_accessible_description(wrong)
    account.enter_code(pyotp.TOTP(secret).now(), "Turn on")
    expect(account.recovery_codes).to_have_count(10)
    first = account.recovery_codes.first.inner_text()
    account.codes.get_by_role("button", name=ada.words("I have kept them"), exact=True).click()
    expect(account.codes).to_contain_text(ada.words("On: signing in asks for a code."))

    elsewhere = door.stand_before(admin.partner, "", locale)
    sign_in = SignInPage(elsewhere).navigate()
    sign_in.sign_in(email, PASSWORD)
    sign_in.enter_code("123456")
    expect(sign_in.main.get_by_label(elsewhere.words("Code"), exact=True)).to_have_accessible_description(wrong)
    sign_in.enter_code(first)
    elsewhere.page.wait_for_url(f"**/{locale}/offers")

    account.navigate().validate_page()
    account.codes.get_by_role("button", name=ada.words("Turn off"), exact=True).click()
    account.enter_code(pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30)), "Turn off")
    expect(account.main.get_by_text(ada.words("Codes at sign-in are off."))).to_be_visible()


def test_another_address_to_sign_in_with(door: Door, locale: str, outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    ada, email = joined(door, admin, outbox)
    account, new = AccountPage(ada).navigate().validate_page(), f"new.{email}"
    account.ask_for_address("no address")
    field = account.own_address.get_by_label(ada.words("New email address"), exact=True)
    expect(field).to_have_accessible_description(ada.words("Please enter an email address, such as name@example.com."))
    expect(field).to_have_value("no address")
    account.navigate().validate_page().ask_for_address(new)
    expect(account.own_address.get_by_role("status").filter(visible=True)).to_be_visible()
    ada.page.goto(outbox.link(new, "/account"))
    account.validate_page()
    expect(account.own_address).to_contain_text(new)
    account.own_address.get_by_role("button", name=ada.words("Use the new address"), exact=True).click()
    taken = "You sign in with {email} from now on, and are signed out everywhere else."
    expect(account.own_address).to_contain_text(ada.words(taken).format(email=new))
    assert account.facts["Email address"] == new

    elsewhere = door.stand_before(admin.partner, "", locale)
    SignInPage(elsewhere).navigate().sign_in(new, PASSWORD)
    elsewhere.page.wait_for_url(f"**/{locale}/offers")


def test_all_that_is_kept_of_oneself_is_downloaded(door: Door, locale: str, served: dict[str, str], outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    ada, email = joined(door, admin, outbox)
    account = AccountPage(ada).navigate().validate_page()
    signed_in_long_ago(served["database"], email)
    assert ada.page.request.get("/api/personal-data.json").status == 403
    account.button("Download your data").click()
    dialog = Dialog(ada)
    dialog.field("Your password").fill(PASSWORD)
    with ada.page.expect_download() as download:
        dialog.button("Confirm").click()
    found = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [row["email"] for row in found["person"]] == [email]
    assert {"person", "sessions", "activity", "support_requests", "letters"} <= found.keys()


def test_an_admin_turns_off_lost_codes_and_erases_who_has_left(door: Door, locale: str, outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    ada, email = joined(door, admin, outbox)
    account = AccountPage(ada).navigate().validate_page()
    account.turn_on_codes()

    users = UsersPage(admin).navigate().validate_page()
    users.confirm("Ada Reyes", "Turn off codes", "Turn off codes")
    expect(users.row_button("Ada Reyes", "Turn off codes")).to_be_hidden()
    ada.page.reload()
    SignInPage(ada).validate_page().sign_in(email, PASSWORD)
    ada.page.wait_for_url(f"**/{locale}/**")
    account.navigate().validate_page()

    users.deactivate("Ada Reyes")
    users.confirm("Ada Reyes", "Erase data", "Erase for good")
    expect(users.done.filter(has_text=admin.words("The personal data is erased."))).to_be_visible()
    expect(users.row("Ada Reyes")).to_have_count(0)
    erased = users.row("@erased.invalid")
    expect(erased).to_contain_text(admin.words("Erased"))
    expect(erased.get_by_role("button")).to_have_count(0)
