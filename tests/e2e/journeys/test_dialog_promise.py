"""What the checkout promises: nothing that was typed is lost, and never a second order."""

from playwright.sync_api import expect

from tests.e2e.infra.line import Line
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.checkout import DECLINED_AT_BUY, CheckoutDialog
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.subscription import SubscriptionPage

PHONE = "206 555 0100"
LOST = "The connection is lost. We are trying to reconnect; what you typed is kept."


def _review(admin: Person) -> CheckoutDialog:
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card()
    return dialog


def _orders_and_invoices(admin: Person) -> tuple[int, int]:
    offers = OffersPage(admin).navigate()
    offers.open_details(ACTION_PACK)
    orders = SubscriptionPage(admin).validate_page().orders.count()
    return orders, InvoicesPage(admin).navigate().rows.count()


def test_back_and_closing_keep_what_was_typed(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    offers = OffersPage(admin).validate_page()
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Electronic bank transfer")
    dialog.field("Contact name").fill("Ada Lovelace")
    dialog.field("Phone number").fill(PHONE)
    dialog.submit()
    dialog.validate_review()
    dialog.field("Purchase order number").fill("PO-77")
    dialog.back()
    expect(dialog.root.get_by_role("radio", name=admin.words("Electronic bank transfer"))).to_be_checked()
    expect(dialog.field("Contact name")).to_have_value("Ada Lovelace")
    dialog.field("Email address").fill("ada@fabrikam.example.com")
    dialog.dismiss()

    again = offers.begin(ACTION_PACK, "Renew subscription")
    expect(again.field("Contact name")).to_have_value("Ada Lovelace")
    expect(again.field("Email address")).to_have_value("ada@fabrikam.example.com")
    again.submit()
    again.validate_review()
    expect(again.field("Purchase order number")).to_have_value("PO-77")


def test_a_reload_in_the_review_comes_back_to_the_same_order(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = _review(admin)
    dialog.field("Purchase order number").fill("PO-78")
    dialog.field("Purchase order number").blur()
    number = dialog.order_under_way
    admin.page.reload()
    dialog.validate_review()
    expect(dialog.field("Purchase order number")).to_have_value("PO-78")
    dialog.buy()
    dialog.validate_confirmed()
    assert dialog.facts["Order number"] == number
    dialog.close()
    assert _orders_and_invoices(admin) == (2, 2)


def test_a_second_tab_comes_to_the_same_order_and_buys_it_once(door: Door) -> None:
    admin = door.enter("fabrikam", "Global admin")
    first = _review(admin)
    first.field("Purchase order number").fill("PO-79")
    first.field("Purchase order number").blur()

    beside = admin.another_tab()
    second = OffersPage(beside).navigate().begin(ACTION_PACK, "Renew subscription")
    second.validate_review()
    expect(second.field("Purchase order number")).to_have_value("PO-79")
    assert second.order_under_way == first.order_under_way
    second.buy()
    second.validate_confirmed()
    number = second.facts["Order number"]

    first.buy()
    first.validate_confirmed()
    assert first.facts["Order number"] == number
    second.close()
    assert _orders_and_invoices(beside) == (2, 2)


def test_a_double_click_on_buy_makes_one_order_and_one_invoice(door: Door) -> None:
    admin = door.enter("fabrikam", "Global admin")
    dialog = _review(admin)
    dialog.button("Buy").dblclick()
    dialog.validate_confirmed()
    expect(dialog.alert).to_be_hidden()
    dialog.close()
    assert _orders_and_invoices(admin) == (2, 2)


def test_a_refused_checkout_brings_the_page_behind_it_up_to_date(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    offers, beside = OffersPage(admin).validate_page(), OffersPage(admin.another_tab()).navigate()
    first = beside.begin(ACTION_PACK, "Renew subscription")
    first.review_card()
    first.buy()
    first.validate_confirmed()

    late = offers.begin(ACTION_PACK, "Renew subscription")
    expect(late.heading("This can't be ordered now")).to_be_visible()
    expect(offers.tile_behind(ACTION_PACK)).to_contain_text(admin.words("Active"))
    expect(late.heading("This can't be ordered now")).to_be_visible()


def test_a_lost_connection_is_told_and_nothing_typed_is_lost(door: Door, locale: str, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    with Line() as line:
        admin = door.let_in(door.stand_before(door.copy("fabrikam"), "Global admin", locale, proxy=line.proxy))
        offers, lost = OffersPage(admin).validate_page(), Frame(admin).connection_lost
        dialog = offers.begin(ACTION_PACK, "Renew subscription")
        dialog.choose("Electronic bank transfer")
        dialog.field("Phone number").fill(PHONE)

        line.cut()
        expect(lost).to_be_visible()
        expect(dialog.alert).to_have_text(admin.words(LOST))
        expect(dialog.field("Phone number")).to_have_value(PHONE)
        line.restore()
        expect(lost).to_be_hidden()

        expect(dialog.field("Phone number")).to_have_value(PHONE)
        dialog.submit()
        dialog.validate_review()
        dialog.buy()
        dialog.validate_waiting()
        expect(dialog.alert).to_be_hidden()


def test_a_refusal_is_in_view_where_the_button_was_pressed(door: Door) -> None:
    admin = door.enter("fabrikam", "Global admin")
    admin.page.set_viewport_size({"width": 360, "height": 640})
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card(DECLINED_AT_BUY)
    dialog.buy()
    dialog.button("Buy").scroll_into_view_if_needed()
    expect(dialog.alert).to_be_in_viewport(ratio=1)


def test_a_connection_cut_after_buy_ends_in_one_order(door: Door, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    with Line() as line:
        admin = door.let_in(door.stand_before(door.copy("fabrikam"), "Global admin", proxy=line.proxy))
        dialog = _review(admin)
        number = dialog.order_under_way
        with line.saying():
            dialog.buy()
        line.cut()
        line.restore()

        dialog.validate_confirmed()
        assert dialog.facts["Order number"] == number
        dialog.close()
        assert _orders_and_invoices(admin) == (2, 2)


def test_a_buy_that_was_lost_on_its_way_is_told_and_can_be_pressed_again(door: Door, locale: str, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    with Line() as line:
        admin = door.let_in(door.stand_before(door.copy("fabrikam"), "Global admin", locale, proxy=line.proxy))
        dialog = _review(admin)
        expect(dialog.nothing_yet).to_be_hidden()
        with line.saying(unheard=True):
            dialog.buy()
        line.cut()
        line.restore()

        expect(dialog.nothing_yet).to_be_visible()
        dialog.buy()
        dialog.validate_confirmed()
        dialog.close()
        assert _orders_and_invoices(admin) == (2, 2)


def test_buy_pressed_without_a_connection_charges_nothing_later(door: Door, locale: str, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    with Line() as line:
        admin = door.let_in(door.stand_before(door.copy("fabrikam"), "Global admin", locale, proxy=line.proxy))
        dialog = _review(admin)
        line.cut()
        expect(Frame(admin).connection_lost).to_be_visible()
        dialog.button("Buy").click()
        dialog.field("Purchase order number").press("Enter")
        line.restore()
        expect(Frame(admin).connection_lost).to_be_hidden()
        dialog.dismiss()
        assert _orders_and_invoices(admin) == (1, 1)


def test_a_browser_that_is_offline_says_so_at_once(door: Door, locale: str, watch: Watch) -> None:
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = _review(admin)
    admin.page.context.set_offline(True)
    expect(dialog.alert).to_have_text(admin.words(LOST), timeout=2_000)
    dialog.button("Buy").click()
    admin.page.context.set_offline(False)
    expect(dialog.alert).to_be_hidden()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_confirmed()
