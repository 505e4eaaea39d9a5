"""Renewing by card: the heart of the product, and every place that shows what came of it."""

from datetime import date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import expect

from tests.e2e.infra.files import text_of
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.values import money, written, written_term, year_after
from tests.e2e.pages.words import MEMBERSHIP_EXPIRY


def test_a_partner_renews_by_card_and_every_place_agrees(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    today = admin.today
    expiry = year_after(today) - timedelta(days=1)
    term, total = written_term(today, expiry, locale), money("USD", "475.00", locale)
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Expired, renewable"))

    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.review_card()
    assert dialog.facts["New term"] == term
    assert dialog.facts["Net"] == total
    expect(dialog.root).to_contain_text(say("Total, charged now"))
    dialog.buy()
    dialog.validate_confirmed()

    confirmed = dialog.facts.all()
    number = confirmed[say("Order number")]
    assert confirmed[say(MEMBERSHIP_EXPIRY)] == written(expiry, locale)
    assert confirmed[say("Next automatic renewal")] == written(expiry + timedelta(days=1), locale)
    assert confirmed[say("Total")] == total
    assert _days_of(Path(dialog.download("Calendar file").path())) == {expiry, expiry + timedelta(days=1)}
    printed = text_of(dialog.download("Download invoice").path().read_bytes())
    for expected in (number, written_term(today, expiry, "en"), "$475.00", admin.partner.mpn_id):
        assert expected in printed
    expect(offers.tile_behind(ACTION_PACK)).to_contain_text(say("Active"))

    dialog.close()
    tile = offers.tile(ACTION_PACK)
    expect(tile).to_contain_text(written(expiry, locale))
    expect(tile).not_to_contain_text(say("Expired, renewable"))
    expect(offers.tile_button(ACTION_PACK, "Renew subscription")).to_be_disabled()

    offers.open_details(ACTION_PACK)
    details = SubscriptionPage(admin).validate_page()
    assert details.facts["Term"] == term
    expect(details.orders).to_have_count(2)
    expect(details.orders.first).to_contain_text(number)
    expect(details.orders.first).to_contain_text(total)

    newest = InvoicesPage(admin).navigate().read()[0]
    assert (newest.order, newest.total) == (number, total)
    assert newest.number in printed


def _days_of(file: Path) -> set[date]:
    starts = [event.start for event in Calendar.from_ical(file.read_bytes()).events]
    return {start.date() if isinstance(start, datetime) else start for start in starts}
