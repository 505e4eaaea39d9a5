"""The address to which a mail about a failed charge leads: straight to the checkout, for those who may buy."""

from playwright.sync_api import expect

from tests.e2e.pages.checkout import CheckoutDialog
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.subscription import SubscriptionPage


def subscription_of(somebody: Person) -> str:
    """The path of the Action Pack's details."""
    OffersPage(somebody).validate_page().open_details(ACTION_PACK)
    return SubscriptionPage(somebody).validate_page().path


def test_it_opens_the_checkout_once_and_pays(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    path = subscription_of(admin)
    admin.page.goto(f"/{locale}{path}?pay=1")
    dialog = CheckoutDialog(admin)
    dialog.validate_method()
    dialog.review_card()
    dialog.buy()
    dialog.validate_confirmed()
    dialog.close()
    details = SubscriptionPage(admin).validate_page()
    expect(details.main).to_contain_text(admin.words("Active"))
    admin.page.reload()
    details.validate_page()
    expect(dialog.root).to_be_hidden()


def test_a_stranger_signs_in_on_the_way(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    path = subscription_of(admin)
    stranger = door.stand_before(admin.partner, "Global admin", locale)
    stranger.page.goto(f"/{locale}{path}?pay=1")
    expect(stranger.page.get_by_role("heading", name=stranger.words("Sign in"), exact=True)).to_be_visible()
    stranger.page.goto(f"{stranger.page.url}&partner={stranger.partner.id}")  # copies aren't on the list of everybody
    stranger.page.get_by_role("button", name=stranger.label, exact=True).click()
    CheckoutDialog(stranger).validate_method()


def test_whoever_may_not_buy_sees_the_subscription_and_who_can(door: Door, locale: str) -> None:
    billing = door.enter("fabrikam", "Billing admin", locale)
    path = subscription_of(billing)
    billing.page.goto(f"/{locale}{path}?pay=1")
    details = SubscriptionPage(billing).validate_page()
    expect(details.button("Renew subscription")).to_be_disabled()
    expect(CheckoutDialog(billing).root).to_be_hidden()
