"""The Partner Membership Center (J10): check, renew there, be moved, and be invited to Partner Center."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.socket import Socket
from tests.e2e.infra.staging import Staging
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.offers import ACTION_PACK, GOLD, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.renewal_check import RenewalCheckPage
from tests.e2e.pages.staging import StagingBar
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.values import written

CHECKOUT = "reflex___state____state.actionpack_app___dialogs___checkout___state____checkout_state"


def test_litware_checks_renews_there_is_moved_and_invited(door: Door, staging: Staging, locale: str) -> None:
    admin = door.enter("litware", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    opens, closes = (written(admin.today + timedelta(days=days), locale) for days in (6, 35))
    offers.main.get_by_role("note").get_by_role("link", name=say("Check renewal eligibility"), exact=True).click()

    page = RenewalCheckPage(admin).validate_page()
    expect(page.main).to_contain_text(admin.partner.mpn_id)
    expect(page.main).to_contain_text(say("Partner Membership Center"))
    not_yet = say("Not yet: it can be renewed here from {opens} to {closes}.", opens=opens, closes=closes)
    expect(page.membership(ACTION_PACK)).to_contain_text(not_yet)
    expect(page.renew(ACTION_PACK)).to_be_disabled()
    expect(page.renew(ACTION_PACK)).to_have_accessible_description(
        say("You can renew from {opens} to {closes}.", opens=opens, closes=closes)
    )
    expect(page.conditions(ACTION_PACK).filter(has_text=say("Not yet"))).to_have_count(1)
    page.check()
    expect(page.answer).to_contain_text(not_yet)

    StagingBar(admin).jump("First day of window")
    expect(page.answer).to_be_empty()
    page.check()
    expect(page.answer).to_contain_text(say("You can renew it here now, until {closes}.", closes=closes))
    dialog = page.begin(ACTION_PACK)
    dialog.review_card()
    expect(dialog.root).to_contain_text(say("You renew in the Partner Membership Center, by the same rules."))
    dialog.buy()
    dialog.validate_confirmed()
    dialog.close()
    expect(page.membership(ACTION_PACK)).to_contain_text(say("Active"))
    expect(page.renew(ACTION_PACK)).to_be_disabled()
    expect(page.orders).to_have_count(2)
    number = page.orders.first.get_by_role("link").inner_text()

    assert staging.move(admin.partner)
    assert not staging.move(admin.partner)
    page.navigate()
    expect(page.invitation).to_be_visible()
    expect(page.main).to_contain_text(
        say("Your company was moved from the Partner Membership Center on {day}.", day=written(admin.today, locale))
    )
    expect(page.orders).to_have_count(2)
    page.link("Go to Membership offers").click()
    offers.validate_page()
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Active"))
    expect(offers.link("Check renewal eligibility")).to_have_count(0)
    offers.open_details(ACTION_PACK)
    details = SubscriptionPage(admin).validate_page()
    expect(details.orders.first).to_contain_text(say("Placed in the Partner Membership Center"))
    expect(OrderPage(admin, number).navigate().main).to_contain_text(say("Placed in the Partner Membership Center"))


def test_from_the_offers_page_the_way_to_the_check_stands_with_each_reason(door: Door, locale: str) -> None:
    admin = door.enter("litware", "Global admin", locale)
    offers = OffersPage(admin).validate_page()
    expect(offers.tile(ACTION_PACK).get_by_role("link", name=admin.words("Check renewal eligibility"))).to_be_visible()
    expect(offers.tile(GOLD).get_by_role("link", name=admin.words("Check renewal eligibility"))).to_have_count(0)
    dialog = offers.why_not(ACTION_PACK)
    dialog.link("Check renewal eligibility").click()
    expect(dialog.root).to_be_hidden()
    RenewalCheckPage(admin).validate_page()


def test_after_the_window_it_is_over_and_support_helps(door: Door, staging: Staging, locale: str) -> None:
    admin = door.enter("litware", "Global admin", locale)
    closed = written(admin.today + timedelta(days=35), locale)
    staging.jump(admin.partner, "36d")
    page = RenewalCheckPage(admin).navigate()
    over = admin.words("The renewal period is over: it closed on {closes}.", closes=closed)
    expect(page.membership(ACTION_PACK)).to_contain_text(over)
    expect(page.renew(ACTION_PACK)).to_be_disabled()
    expect(page.conditions(ACTION_PACK).get_by_role("link", name=admin.words("Ask support"))).to_be_visible()


def test_a_partner_of_partner_center_has_nothing_to_check(door: Door, locale: str) -> None:
    billing = door.enter("fabrikam", "Billing admin", locale)
    page = RenewalCheckPage(billing).navigate()
    expect(page.heading(billing.words("Your memberships are managed in Partner Center."))).to_be_visible()
    expect(page.button("Renew subscription")).to_have_count(0)
    page.link("Go to Membership offers").click()
    OffersPage(billing).validate_page()


def test_the_offers_pages_event_by_hand_renews_nothing_of_a_partner_that_is_managed_there(
    door: Door, staging: Staging, served: dict[str, str]
) -> None:
    admin = door.enter("litware", "Global admin")
    OffersPage(admin).validate_page()
    staging.jump(admin.partner, "window-first")
    cookie = "; ".join(
        f"{kept['name']}={kept['value']}" for kept in admin.page.context.cookies() if {"name", "value"} <= set(kept)
    )
    socket = Socket(served["address"], cookie)
    refused = "".join(socket.send(f"{CHECKOUT}.open", {"offer": "action_pack"}))
    assert "Your memberships are still managed in the Partner Membership Center." in refused
    assert "ORD-" not in refused
    assert "ORD-" in "".join(socket.send(f"{CHECKOUT}.open_in_pmc", {"offer": "action_pack"}))
    assert "ORD-" not in "".join(socket.send(f"{CHECKOUT}.open", {"offer": "action_pack"}))
    socket.close()


@pytest.mark.parametrize("role", ["Support agent", "Finance", "Desk admin"])
def test_the_desk_has_no_memberships_to_check(door: Door, role: str) -> None:
    operator = door.enter_desk(role)
    operator.page.goto(RenewalCheckPage(operator).address)
    Stop(operator).validate_forbidden()


def test_the_check_fits_a_phone(door: Door, locale: str) -> None:
    somebody = door.stand_before(door.copy("litware"), "Global admin", locale)
    somebody.page.set_viewport_size({"width": 360, "height": 740})
    page = RenewalCheckPage(door.let_in(somebody)).navigate()
    expect(page.membership(ACTION_PACK)).to_be_visible()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 360
