"""A card whose bank asks the partner at each payment."""

from playwright.sync_api import expect

from tests.e2e.pages.checkout import ASKS_FOR_AUTHENTICATION, CheckoutDialog
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door, Person


def _review(door: Door, locale: str) -> tuple[Person, OffersPage, CheckoutDialog]:
    admin = door.enter("fabrikam", "Global admin", locale)
    offers = OffersPage(admin).validate_page()
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.review_card(ASKS_FOR_AUTHENTICATION)
    return admin, offers, dialog


def test_a_failed_authentication_is_told_and_a_completed_one_confirms(door: Door, locale: str) -> None:
    admin, offers, dialog = _review(door, locale)

    dialog.buy()
    dialog.button("Fail authentication").click()
    sentence = "Your bank could not confirm that it was you. Nothing was charged. Try again, or use another card."
    expect(dialog.alert).to_have_text(admin.words(sentence))
    expect(offers.tile_behind(ACTION_PACK)).to_contain_text(admin.words("Expired, renewable"))

    dialog.buy()
    dialog.button("Complete authentication").click()
    dialog.validate_confirmed()
    assert "3184" in dialog.facts["Payment method"]
    dialog.close()
    expect(offers.tile(ACTION_PACK)).to_contain_text(admin.words("Active"))


def test_a_double_click_confirms_and_says_nothing_else(door: Door, locale: str) -> None:
    admin, offers, dialog = _review(door, locale)
    dialog.buy()
    dialog.button("Complete authentication").dblclick()
    dialog.validate_confirmed()
    expect(offers.tile_behind(ACTION_PACK)).to_contain_text(admin.words("Active"))
    expect(dialog.alert).to_be_hidden()


def test_a_reload_in_the_middle_of_authentication_asks_again(door: Door) -> None:
    admin = door.enter("fabrikam", "Global admin")
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card(ASKS_FOR_AUTHENTICATION)
    dialog.buy()
    expect(dialog.button("Complete authentication")).to_be_enabled()
    number = dialog.order_under_way

    admin.page.reload()
    expect(dialog.button("Complete authentication")).to_be_enabled()
    expect(dialog.heading("Your order is confirmed")).to_be_hidden()
    dialog.button("Complete authentication").click()
    dialog.validate_confirmed()
    assert dialog.facts["Order number"] == number


def test_paying_in_another_way_ends_the_payment_and_comes_back_to_the_order(door: Door, locale: str) -> None:
    admin, _offers, dialog = _review(door, locale)
    dialog.buy()
    expect(dialog.button("Complete authentication")).to_be_enabled()
    number = dialog.order_under_way

    dialog.button("Pay in another way").click()
    dialog.validate_method()
    expect(dialog.saved_card("3184")).to_be_checked()
    expect(dialog.button("Complete authentication")).to_be_hidden()
    assert dialog.order_under_way == number
    assert InvoicesPage(admin.another_tab()).navigate().rows.count() == 1, "only the earlier one: nothing was charged"

    dialog.choose("Electronic bank transfer")
    dialog.field("Phone number").fill("206 555 0100")
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_waiting()
    assert dialog.facts["Order number"] == number
