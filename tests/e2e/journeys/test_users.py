"""Users and permissions (J13): invited by mail, in by a password, another role, out at once."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.outbox import Outbox
from tests.e2e.pages.account import AccountPage
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.invitation import InvitationPage, NewPasswordPage
from tests.e2e.pages.members import COMPANY, PASSWORD, joined, somebody_new
from tests.e2e.pages.offers import OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.sign_in import SignInPage
from tests.e2e.pages.users import UsersPage

OTHER_PASSWORD = "nine quiet lanterns drift"


@pytest.fixture
def outbox(served: dict[str, str]) -> Outbox:
    """The mails of our own server."""
    if "outbox" not in served:
        pytest.skip("mails of a server elsewhere can't be read")
    return Outbox(Path(served["outbox"]))


def test_from_an_invitation_to_the_last_click(door: Door, locale: str, outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    OffersPage(admin).validate_page()
    Frame(admin).entry("Users and permissions").click()
    users = UsersPage(admin).validate_page()
    expect(users.row_button(admin.words("You"), "Deactivate")).to_be_disabled()

    newcomer, email = somebody_new(door, admin)
    users.invite("Ada Reyes", email, "Billing admin")
    link = outbox.link(email, "/invitation")
    assert f"/{locale}/invitation" in link
    invitation = InvitationPage(newcomer, link).navigate()
    assert invitation.facts["Company"] == admin.partner.name
    assert invitation.facts["Role"] == admin.words("Billing admin")
    invitation.accept("Ada Reyes", "ada reyes 2026")
    expect(invitation.main).to_contain_text(
        admin.words("This is mostly your name, your address or your company. Please choose something of its own.")
    )
    expect(invitation.field("Your name")).to_have_value("Ada Reyes")
    invitation.accept("Ada Reyes", PASSWORD)
    newcomer.page.wait_for_url(f"**/{locale}/offers")
    expect(Frame(newcomer).entry("Invoices")).to_be_visible()
    expect(Frame(newcomer).entry("Users and permissions")).to_be_hidden()

    Frame(newcomer).sign_out()
    SignInPage(newcomer).validate_page().sign_in(email, PASSWORD)
    newcomer.page.wait_for_url(f"**/{locale}/offers")
    OffersPage(newcomer).validate_page()

    users.navigate().change_role("Ada Reyes", "User")
    Frame(newcomer).come_back()
    expect(Frame(newcomer).entry("Invoices")).to_be_hidden()

    users.deactivate("Ada Reyes")
    Frame(newcomer).entry("Support").click()
    SignInPage(newcomer).validate_page().sign_in(email, PASSWORD)
    expect(newcomer.page.get_by_role("main").get_by_role("alert").filter(visible=True)).to_contain_text(
        admin.words("The email address or the password is wrong, or the account is deactivated.")
    )
    expect(newcomer.page.get_by_label(admin.words("Email address"), exact=True)).to_have_value(email)


def test_an_invitation_that_was_taken_back_says_so(door: Door, locale: str, outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    newcomer, email = somebody_new(door, admin)
    users = UsersPage(admin).navigate()
    users.invite("Ada Reyes", email, "User")
    link = outbox.link(email, "/invitation")
    users.row_button(email, "invitation|Take back").click()
    expect(users.row(email)).to_have_count(0)
    newcomer.page.goto(link)
    expect(newcomer.page.get_by_role("main")).to_contain_text(admin.words("This invitation was taken back."))


def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(door: Door, locale: str) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    dialog = UsersPage(admin).navigate().begin_inviting()
    dialog.field("Name").fill("Ada Reyes")
    dialog.field("Email address").fill("no address")
    dialog.button("Send invitation").click()
    expect(dialog.root).to_contain_text(admin.words("Please enter an email address, such as name@example.com."))
    expect(dialog.field("Name")).to_have_value("Ada Reyes")
    expect(dialog.field("Email address")).to_have_value("no address")


def test_a_password_is_changed_and_a_forgotten_one_set_anew(door: Door, locale: str, outbox: Outbox) -> None:
    admin = door.enter(COMPANY[locale], "Global admin", locale)
    ada, email = joined(door, admin, outbox)
    account = AccountPage(ada).navigate()
    account.main.get_by_label(admin.words("Old password"), exact=True).fill(PASSWORD)
    account.main.get_by_label(admin.words("New password"), exact=True).fill(OTHER_PASSWORD)
    account.button("Change password").click()
    expect(account.main).to_contain_text(admin.words("Your password is changed. You are signed out everywhere else."))

    Frame(ada).sign_out()
    SignInPage(ada).validate_page().link("Forgot your password?").click()
    forgotten = NewPasswordPage(ada).validate_page()
    forgotten.ask(email)
    forgotten.choose(outbox.link(email, "/new-password"), "three copper pigeons wait")
    ada.page.wait_for_url(f"**/{locale}/offers")


def test_whoever_lowers_their_own_role_sees_what_the_new_one_may(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    users = UsersPage(admin).navigate()
    other, mine = users.first("Billing admin"), users.my_name
    users.change_role(other, "Global admin")
    users.choose_role(mine, "User")
    assert admin.words("Global admin") in Stop(admin).validate_forbidden()
    expect(users.row(other)).to_have_count(0)
    expect(Frame(admin).entry("Users and permissions")).to_be_hidden()
    expect(Frame(admin).entry("Invoices")).to_be_hidden()


@pytest.mark.parametrize("role", ["MPN partner admin", "Billing admin", "User"])
def test_only_a_global_admin_looks_after_users(door: Door, locale: str, role: str) -> None:
    somebody = door.enter("fabrikam", role, locale)
    expect(Frame(somebody).entry("Users and permissions")).to_be_hidden()
    somebody.page.goto(UsersPage(somebody).address)
    assert somebody.words("Global admin") in Stop(somebody).validate_forbidden()
