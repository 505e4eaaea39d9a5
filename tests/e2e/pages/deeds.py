"""What partners do on the way to what a test is about."""

from playwright.sync_api import expect

from tests.e2e.infra.files import statement
from tests.e2e.pages.checkout import PAYS
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Person
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.support import NewRequestPage, RequestPage


def renew_by_card(admin: Person, number: str = PAYS) -> str:
    """Renews the Action Pack with a new card; returns the order's number."""
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card(number)
    dialog.buy()
    dialog.validate_confirmed()
    order = dialog.facts["Order number"]
    dialog.close()
    return order


def renew_by_transfer(admin: Person) -> str:
    """Orders the Action Pack's next term by bank transfer; returns the order's number."""
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Electronic bank transfer")
    dialog.field("Phone number").fill("+1 206 555 0100")
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_waiting()
    order = dialog.facts["Order number"]
    dialog.close()
    return order


def open_details(admin: Person) -> SubscriptionPage:
    """Goes to the Action Pack's page."""
    OffersPage(admin).navigate().open_details(ACTION_PACK)
    return SubscriptionPage(admin).validate_page()


def open_transfer(admin: Person) -> OrderPage:
    """Goes from the tile to the order that awaits its transfer."""
    tile = OffersPage(admin).validate_page().tile(ACTION_PACK)
    tile.get_by_role("link", name=admin.words("Order details"), exact=True).click()
    admin.page.wait_for_url("**/orders/*")
    return OrderPage(admin, admin.page.url.rpartition("/")[2]).validate_page()


def prove(admin: Person) -> OrderPage:
    """Hands in a proof for the order that awaits its transfer, and comes to its page."""
    order = open_transfer(admin)
    order.proof.fill(statement(), admin.today.isoformat(), "Contoso Bank 4711", "TX-1")
    order.proof.submit()
    expect(order.sent_proof("statement.png")).to_be_visible()
    return order


def ask_to_cancel(admin: Person) -> RequestPage:
    """Asks to cancel the Action Pack, and comes to the request's page."""
    open_details(admin).ask_to_cancel().report()
    number = NewRequestPage(admin).validate_page().submit().number
    return RequestPage(admin, number)
