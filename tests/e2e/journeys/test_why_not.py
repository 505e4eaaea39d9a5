"""Why not? — every action that can't be used opens its conditions, each with the way to meet it."""

from playwright.sync_api import expect

from tests.e2e.pages.deeds import open_details, open_transfer, renew_by_transfer
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, GOLD, SILVER, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.subscription import SubscriptionPage


def test_before_expiry_the_window_is_missing_and_its_dates_are_told(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    offers = OffersPage(admin).validate_page()
    reason = offers.tile(ACTION_PACK).locator("#why-action_pack").inner_text()
    dialog = offers.why_not(ACTION_PACK)
    expect(dialog.unmet).to_have_count(1)
    expect(dialog.unmet).to_contain_text(reason)
    expect(dialog.met).to_have_count(3)
    expect(dialog.met.nth(1)).to_contain_text(admin.words("Your role can do this."))
    dialog.link("Subscription details").click()
    expect(dialog.root).to_be_hidden()
    SubscriptionPage(admin).validate_page()


def test_each_missing_thing_stands_beside_what_is_met(door: Door, locale: str) -> None:
    user = door.enter("fabrikam", "User", locale)
    offers = OffersPage(user).validate_page()
    dialog = offers.why_not(SILVER)
    expect(dialog.unmet).to_have_count(2)
    expect(dialog.unmet.nth(0)).to_contain_text(user.words("Global admin"))
    expect(dialog.unmet.nth(1)).to_contain_text(user.words("No qualified silver competency yet."))
    expect(dialog.met.last).to_contain_text(user.words("You have no gold membership, which would include silver."))
    dialog.close()
    expect(offers.tile_button(SILVER, "Why not?")).to_be_focused()


def test_what_can_be_done_has_no_why_not(door: Door) -> None:
    admin = door.enter("fabrikam", "Global admin")
    offers = OffersPage(admin).validate_page()
    expect(offers.tile_button(ACTION_PACK, "Renew subscription")).to_be_enabled()
    expect(offers.tile_button(ACTION_PACK, "Why not?")).to_be_hidden()
    expect(offers.tile_button(GOLD, "Why not?")).to_be_visible()
    available = offers.choose_list("Available")
    expect(offers.row(available, GOLD).get_by_role("button", name="Why not?", exact=True)).to_be_visible()


def test_what_the_details_leave_out_is_explained(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    details = open_details(admin)
    expect(details.heading(admin.words("Not possible now"))).to_be_hidden()
    dialog = details.turn_off_renewal()
    dialog.confirm()
    dialog.close()
    conditions = details.why_not("Turn off automatic renewal")
    expect(conditions.unmet).to_have_count(1)
    conditions.close()
    conditions = details.why_not("Replace payment method")
    conditions.link("Company and billing details").click()
    admin.page.wait_for_url("**/company")


def test_a_lapsed_subscription_leads_back_to_the_offers(door: Door, locale: str) -> None:
    admin = door.enter("northwind", "Global admin", locale)
    dialog = open_details(admin).why_not_renew()
    expect(dialog.unmet).to_have_count(1)
    dialog.link("Membership offers").click()
    OffersPage(admin).validate_page()


def test_an_order_is_not_a_billing_admins_to_cancel(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    renew_by_transfer(admin)
    number = open_transfer(admin).number
    billing = door.enter_as(admin.partner, "Billing admin", locale)
    order = OrderPage(billing, number).navigate()
    expect(order.button("Cancel order")).to_be_disabled()
    dialog = order.why_not_cancel()
    expect(dialog.unmet).to_contain_text(billing.words("MPN partner admin"))
    expect(dialog.met).to_contain_text(billing.words("The order awaits its payment."))
    dialog.close()


def test_the_desk_has_nothing_to_ask_about(door: Door) -> None:
    operator = door.enter_desk("Finance")
    OffersPage(operator).page.goto("/en/offers")
    Stop(operator).validate_forbidden()
    expect(Frame(operator).navigation).to_be_visible()
    expect(operator.page.get_by_role("button", name="Why not?", exact=True)).to_have_count(0)
