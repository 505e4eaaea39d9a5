"""The sample partners' situations, each as its company meets it."""

import re
from datetime import timedelta
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, GOLD, SILVER, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.values import money, percent, written, written_term, year_after


def test_northwind_reads_when_its_window_closed_and_buys_anew(door: Door, locale: str) -> None:
    admin = door.enter("northwind", "Global admin", locale)
    say, offers, today = admin.words, OffersPage(admin).validate_page(), admin.today
    tile = offers.tile(ACTION_PACK)
    expect(tile).to_contain_text(say("Renewal period over"))
    expect(tile).to_contain_text(say("Renewal closed on {on}.", on=written(today - timedelta(days=1), locale)))
    expect(offers.tile_button(ACTION_PACK, "Renew subscription")).to_be_hidden()
    expect(offers.row(offers.choose_list("Expired"), ACTION_PACK)).to_be_visible()
    expect(offers.row(offers.choose_list("Available"), ACTION_PACK)).to_contain_text(say("You can buy it now."))

    dialog = offers.begin(ACTION_PACK, "Buy")
    dialog.review_card()
    assert dialog.facts["New term"] == written_term(today, year_after(today) - timedelta(days=1), locale)
    dialog.buy()
    dialog.validate_confirmed()
    dialog.close()
    expect(tile).to_contain_text(say("Active"))
    expect(offers.row(offers.choose_list("Purchased"), ACTION_PACK)).to_have_count(1)
    expect(offers.row(offers.choose_list("Expired"), ACTION_PACK)).to_have_count(1)


def test_adventure_works_owes_the_tax_itself(door: Door, locale: str) -> None:
    admin = door.enter("adventure_works", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Buy")
    dialog.review_card()
    facts = dialog.facts.all()
    assert facts[admin.words("Net")] == money("EUR", "449.00", locale)
    assert facts[admin.words("Tax ({percent})", percent=percent("0", admin.locale))] == money("EUR", "0.00", locale)
    expect(dialog.root).to_contain_text(admin.words("Reverse charge: the recipient is liable for the tax."))
    dialog.buy()
    dialog.validate_confirmed()
    assert dialog.facts["Total"] == money("EUR", "449.00", locale)
    printed = PdfReader(BytesIO(dialog.download("Download invoice").path().read_bytes())).pages[0].extract_text()
    for expected in ("Reverse charge", "DE136695976", "€449.00"):
        assert expected in printed


def test_woodgrove_goes_from_silver_to_gold_at_a_quarter_less(door: Door, locale: str) -> None:
    admin = door.enter("woodgrove", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    price = money("GBP", "2,962.50", locale)
    expect(offers.tile(GOLD)).to_contain_text(price)
    expect(offers.tile(GOLD)).to_contain_text(say("25 % off: your active silver becomes gold."))
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Expiring soon"))

    dialog = offers.begin(GOLD, "Buy")
    expect(dialog.saved_card("4242")).to_be_checked()
    dialog.submit()
    dialog.validate_review()
    facts = dialog.facts.all()
    assert facts[say("Net")] == price
    assert facts[say("Tax ({percent})", percent=percent("20", admin.locale))] == money("GBP", "592.50", locale)
    expect(dialog.root).to_contain_text(money("GBP", "3,555.00", locale))
    warning = "25 % off, because your active silver becomes gold. Silver ends today and can't be refunded afterwards."
    expect(dialog.root.get_by_role("note")).to_have_text(say(warning))
    dialog.buy()
    dialog.validate_confirmed()
    dialog.close()
    expect(offers.tile(GOLD)).to_contain_text(say("Active"))
    expect(offers.tile_button(SILVER, "Buy")).to_be_disabled()
    expect(offers.tile(SILVER)).to_contain_text(say("Your gold membership includes silver."))
    silver = offers.row(offers.choose_list("Expired"), SILVER)
    became = say("Became the gold competency on {on}.", on=written(admin.today, locale))
    expect(silver).to_contain_text(became)
    silver.get_by_role("link", name=say("Silver competency"), exact=True).click()
    details = SubscriptionPage(admin).validate_page()
    expect(details.main).to_contain_text(became)
    assert details.facts["Ended"] == written(admin.today, locale)
    expect(details.activity.first).to_contain_text(say("Silver became gold, and ended"))


def test_litware_is_still_managed_elsewhere(door: Door, locale: str) -> None:
    admin = door.enter("litware", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    notice = "Your memberships are still managed in the Partner Membership Center. You can look at them here."
    expect(offers.main.get_by_role("note").filter(has_text=say(notice))).to_be_visible()
    for offer, action in ((ACTION_PACK, "Renew subscription"), (SILVER, "Buy"), (GOLD, "Buy")):
        expect(offers.tile_button(offer, action)).to_be_disabled()
    renew = offers.tile_button(ACTION_PACK, "Renew subscription")
    managed = say("Your memberships are still managed in the Partner Membership Center.")
    expect(renew).to_have_accessible_description(re.compile(re.escape(managed)))


def test_relecloud_pays_a_failed_renewal_by_hand(door: Door, locale: str) -> None:
    admin = door.enter("relecloud", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Payment due"))
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    expect(dialog.saved_card("0341")).to_be_checked()
    dialog.choose("Add a new card")
    dialog.fill_card("4242424242424242")
    dialog.submit()
    dialog.validate_review()
    assert dialog.facts["Net"] == money("JPY", "68,000", locale)
    dialog.buy()
    dialog.validate_confirmed()
    assert dialog.facts["Total"] == money("JPY", "74,800", locale)
    dialog.close()
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Active"))
    expect(offers.tile(ACTION_PACK)).not_to_contain_text(say("Payment due"))


def test_tailspin_finds_its_transfer_and_cancels_it(door: Door, locale: str) -> None:
    admin = door.enter("tailspin", "Global admin", locale)
    say, offers, today = admin.words, OffersPage(admin).validate_page(), admin.today
    tile = offers.tile(ACTION_PACK)
    last_day = written(today + timedelta(days=18), locale)
    expect(tile).to_contain_text(say("Awaiting payment"))
    expect(tile).to_contain_text(say("A bank transfer is awaited until {until}.", until=last_day))
    expect(offers.tile_button(ACTION_PACK, "Buy")).to_be_disabled()
    tile.get_by_role("link", name=say("Order details"), exact=True).click()

    admin.page.wait_for_url("**/orders/*")
    order = OrderPage(admin, admin.page.url.rpartition("/")[2]).validate_page()
    assert order.number in order.facts["Reference"]
    assert admin.partner.mpn_id in order.facts["Reference"]
    assert order.facts["Last day"] == last_day
    order.cancel()
    expect(order.main).to_contain_text(say("Cancelled"))
    expect(offers.navigate().tile_button(ACTION_PACK, "Buy")).to_be_enabled()
    expect(tile).not_to_contain_text(say("Awaiting payment"))


def test_proseware_pays_in_won(door: Door) -> None:
    admin = door.enter("proseware", "Global admin", "ko")
    say, offers = admin.words, OffersPage(admin).validate_page()
    expect(offers.tile(ACTION_PACK)).to_contain_text("₩570,000")
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.review_card()
    facts = dialog.facts.all()
    assert facts[say("Net")] == "₩570,000"
    assert facts[say("Tax ({percent})", percent=percent("10", admin.locale))] == "₩57,000"
    dialog.buy()
    dialog.validate_confirmed()
    assert dialog.facts["Total"] == "₩627,000"
    printed = PdfReader(BytesIO(dialog.download("Download invoice").path().read_bytes())).pages[0].extract_text()
    for expected in ("₩627,000", "Proseware", "서울특별시 강남구", say(ACTION_PACK)):
        assert expected in printed
    dialog.close()
    newest = InvoicesPage(admin).navigate().read()[0]
    assert (newest.net, newest.tax, newest.total) == ("₩570,000", "₩57,000", "₩627,000")
