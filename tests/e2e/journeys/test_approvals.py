"""A second admin approves orders above an amount (J16): asked in the checkout, answered in the app or by mail, then paid."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.outbox import Outbox
from tests.e2e.pages.account import AccountPage
from tests.e2e.pages.approvals import ApprovalsPage, MailedPage
from tests.e2e.pages.checkout import CheckoutDialog
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door, Person

NOBODY = (
    "Nobody could approve what somebody else asks for: your company needs another Global admin, or an MPN partner admin who "
    "asks for approval."
)


@pytest.fixture
def outbox(run_folder: Path, pytestconfig: pytest.Config) -> Outbox:
    """Where our own server leaves its mails; another one keeps them to itself."""
    if pytestconfig.getoption("--base-url"):
        pytest.skip("the mails of a deployed preview can't be read from here")
    return Outbox(run_folder / "e2e-server" / "outbox")


def two_admins(door: Door, locale: str, amount: str = "400") -> tuple[Person, Person]:
    """Fabrikam's Global admin, who has made the rule, and its MPN partner admin, who wants to buy."""
    partner = door.copy("fabrikam")
    admin = door.enter_as(partner, "Global admin", locale)
    rule = ApprovalsPage(admin).navigate()
    rule.set_rule(amount)
    expect(rule.main).to_contain_text(admin.words("Orders above {amount} need a second admin's approval.", amount="$400.00"))
    return admin, door.enter_as(partner, "MPN partner admin", locale)


def asks(buyer: Person, message: str) -> tuple[CheckoutDialog, str]:
    """Goes through the checkout, and asks for approval where Buy would be."""
    dialog = OffersPage(buyer).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose_new_card()
    dialog.fill_card("4242424242424242")
    dialog.submit()
    expect(dialog.button("Request approval")).to_be_enabled()
    expect(dialog.button("Buy")).to_be_hidden()
    dialog.field("Message to those who are asked").fill(message)
    dialog.button("Request approval").click()
    expect(dialog.button("Withdraw request")).to_be_visible()
    expect(dialog.root).to_contain_text("Grace Abbott")
    return dialog, dialog.order_under_way


def test_asked_in_the_checkout_approved_in_the_app_then_paid(door: Door, locale: str) -> None:
    admin, buyer = two_admins(door, locale)
    dialog, number = asks(buyer, "Before the window closes")
    buyer.page.reload()  # the same order waits, whoever looks
    expect(dialog.button("Withdraw request")).to_be_visible()

    approvals = ApprovalsPage(admin).navigate()
    expect(approvals.row(number)).to_contain_text("Before the window closes")
    expect(approvals.row(number)).to_contain_text("$475.00")
    approvals.approve(number)
    expect(approvals.row_button(number, "Approve")).to_be_hidden()

    dialog.validate_review()  # by itself, while the dialog is open
    dialog.buy()
    dialog.validate_confirmed()
    dialog.close()
    expect(OffersPage(buyer).tile(ACTION_PACK)).to_contain_text(buyer.words("Active"))


def test_approved_from_the_mail_without_signing_in(door: Door, outbox: Outbox, locale: str) -> None:
    admin, buyer = two_admins(door, locale)
    if locale == "ko":
        account = AccountPage(admin).navigate()
        account.language("한국어").check()
        account.validate_saved()
    dialog, number = asks(buyer, "<b>Please</b> & thanks")
    dialog.dismiss()
    expect(OffersPage(buyer).tile(ACTION_PACK)).to_contain_text("Grace Abbott")

    stranger = door.stand_before(admin.partner, "Global admin", locale)
    address = outbox.address(number, "approvals")
    mailed = MailedPage(stranger.page, stranger.words, address)
    expect(mailed.page.get_by_text("<b>Please</b> & thanks")).to_be_visible()
    mailed.page.reload()  # looking again decides nothing
    mailed.button("Approve").click()
    expect(mailed.title("The order is approved")).to_be_visible()
    again = MailedPage(stranger.page, stranger.words, address)
    expect(again.title("The order is approved")).to_be_visible()
    expect(again.button("Approve")).to_be_hidden()

    dialog = OffersPage(buyer).navigate().begin(ACTION_PACK, "Renew subscription")
    dialog.validate_review()
    dialog.buy()
    dialog.validate_confirmed()


def test_declined_with_a_reason_from_the_mail_and_asked_again(door: Door, outbox: Outbox) -> None:
    admin, buyer = two_admins(door, "en")
    dialog, number = asks(buyer, "")
    stranger = door.stand_before(admin.partner, "Global admin")
    mailed = MailedPage(stranger.page, stranger.words, outbox.address(number, "approvals"))
    mailed.button("Decline").click()
    expect(mailed.page.get_by_text("Please fill in this field.")).to_be_visible()
    mailed.reason.fill("Wait for the new budget.")
    mailed.button("Decline").click()
    expect(mailed.title("The order is declined")).to_be_visible()
    expect(dialog.button("Request approval")).to_be_enabled()
    expect(dialog.root).to_contain_text("Wait for the new budget.")
    dialog.button("Request approval").click()
    expect(dialog.button("Withdraw request")).to_be_visible()
    dialog.button("Withdraw request").click()
    expect(dialog.button("Request approval")).to_be_enabled()


def test_declined_in_the_app(door: Door, locale: str) -> None:
    admin, buyer = two_admins(door, locale)
    dialog, number = asks(buyer, "")
    approvals = ApprovalsPage(admin).navigate()
    approvals.decline(number, "내년에 합시다")
    expect(approvals.row(number)).to_contain_text("내년에 합시다")
    expect(dialog.root).to_contain_text("내년에 합시다")
    expect(dialog.button("Buy")).to_be_hidden()


def test_nobody_approves_their_own_order(door: Door) -> None:
    admin, _buyer = two_admins(door, "en")
    dialog = OffersPage(admin).navigate().begin(ACTION_PACK, "Renew subscription")
    dialog.choose_new_card()
    dialog.fill_card("4242424242424242")
    dialog.submit()
    expect(dialog.root).to_contain_text("nobody else could give it")
    expect(dialog.button("Request approval")).to_be_disabled()
    expect(dialog.button("Buy")).to_be_hidden()


def test_a_company_with_one_who_buys_is_told_why_it_gets_no_rule(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    page = ApprovalsPage(admin).navigate()
    expect(page.button("Save")).to_be_disabled()
    expect(page.main).to_contain_text(admin.words(NOBODY))


def test_an_amount_that_is_none_is_said_beside_the_field_and_stays_typed(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    page = ApprovalsPage(admin).navigate()
    page.set_rule("a lot")
    expect(page.main).to_contain_text(admin.words("Please enter an amount, such as 1,000."))
    expect(page.amount).to_have_value("a lot")
    page.set_rule("1,000.50")
    expect(page.main).to_contain_text("$1,000.50")
    page.button("Turn off").click()
    expect(page.main).to_contain_text(admin.words("No order needs approval."))


@pytest.mark.parametrize("role", ["Billing admin", "User"])
def test_it_is_not_open_to_who_neither_buys_nor_approves(door: Door, role: str, locale: str) -> None:
    somebody = door.enter("fabrikam", role, locale)
    expect(Frame(somebody).entry("Approvals")).to_be_hidden()
    somebody.page.goto(ApprovalsPage(somebody).address)
    assert somebody.words("MPN partner admin") in Stop(somebody).validate_forbidden()


def test_the_desk_has_no_approvals(door: Door) -> None:
    operator = door.enter_desk("Finance")
    operator.page.goto(ApprovalsPage(operator).address)
    Stop(operator).validate_forbidden()


def test_who_buys_sees_their_own_and_no_form(door: Door, locale: str) -> None:
    _admin, buyer = two_admins(door, locale)
    dialog, number = asks(buyer, "")
    dialog.dismiss()
    Frame(buyer).entry("Approvals").click()
    page = ApprovalsPage(buyer).validate_page()
    expect(page.row_button(number, "Approve")).to_be_hidden()
    expect(page.amount).to_be_hidden()
    page.row_button(number, "Withdraw request").click()
    expect(page.row(number)).to_contain_text(buyer.words("Withdrawn"))
