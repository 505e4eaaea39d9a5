"""Cards that don't pay: the dialog stays, says what to do, and another card works."""

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.watch import Watch
from tests.e2e.pages.checkout import DECLINED, DECLINED_AT_BUY, INSUFFICIENT, NO_TEST_CARD, PAYS
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door

ADVICE = {
    DECLINED: "The card was declined. Nothing was charged. Use another card, pay by bank transfer, or ask your bank.",
    INSUFFICIENT: "The card was declined: insufficient funds. Use another card, or pay by bank transfer.",
}


def test_what_was_said_of_a_card_goes_when_something_else_is_tried(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose_new_card()
    dialog.fill_card(DECLINED)
    dialog.submit()
    declined = dialog.root.get_by_text(admin.words(ADVICE[DECLINED]))
    expect(declined).to_be_visible()

    dialog.fill_card(NO_TEST_CARD)
    dialog.submit()
    wrong = admin.words("This is not a test card. Use one of the documented test numbers.")
    expect(dialog.root.get_by_text(wrong)).to_be_visible()
    expect(declined).to_be_hidden()

    dialog.fill_card(DECLINED)
    dialog.submit()
    expect(declined).to_be_visible()
    expect(dialog.root.get_by_text(wrong)).to_be_hidden()
    dialog.choose("Electronic bank transfer")
    expect(dialog.field("Contact name")).to_be_visible()
    dialog.choose_new_card()
    expect(declined).to_be_hidden()


@pytest.mark.parametrize("number", [DECLINED, INSUFFICIENT])
def test_a_card_refused_on_submit_leaves_everything_for_another_try(door: Door, locale: str, number: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose_new_card()
    dialog.fill_card(number, expiry="11/33", code="987")
    dialog.submit()

    expect(dialog.alert).to_have_text(admin.words(ADVICE[number]))
    assert dialog.field("Card number").input_value().replace(" ", "") == number
    expect(dialog.field("Expiry date")).to_have_value("11/33")
    expect(dialog.field("Security code")).to_have_value("987")
    expect(dialog.button("Buy")).to_be_hidden()

    dialog.field("Card number").fill(PAYS)
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_confirmed()


def test_a_card_refused_at_buy_gives_advice_and_another_card_pays(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card(DECLINED_AT_BUY)
    dialog.field("Purchase order number").fill("PO-341")
    dialog.buy()
    expect(dialog.alert).to_have_text(admin.words(ADVICE[DECLINED]))
    expect(dialog.field("Purchase order number")).to_have_value("PO-341")
    assert InvoicesPage(admin.another_tab()).navigate().rows.count() == 1, "only the earlier one: nothing was charged"

    dialog.back()
    expect(dialog.saved_card("0341")).to_be_checked()
    dialog.choose("Add a new card")
    dialog.fill_card(PAYS)
    dialog.submit()
    dialog.validate_review()
    expect(dialog.field("Purchase order number")).to_have_value("PO-341")
    dialog.buy()
    dialog.validate_confirmed()
    assert "4242" in dialog.facts["Payment method"]


def test_a_number_that_is_no_test_card_is_refused_in_the_browser(door: Door, locale: str, watch: Watch) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose_new_card()
    dialog.fill_card(NO_TEST_CARD, expiry="01/20", code="1")
    sent_before = list(watch.sent)
    dialog.submit()

    say = admin.words
    beside = {
        "Card number": "This is not a test card. Use one of the documented test numbers.",
        "Expiry date": "Please enter a month and year that lie ahead, such as 12/34.",
        "Security code": "Please enter the 3 or 4 digits from the card.",
    }
    for label, sentence in beside.items():
        expect(dialog.field(label)).to_have_accessible_description(say(sentence))
    expect(dialog.field("Card number")).to_be_focused()
    expect(dialog.button("Buy")).to_be_hidden()
    assert watch.sent == sent_before, "nothing leaves the browser"


def test_no_card_number_leaves_the_browser_whatever_becomes_of_the_card(door: Door, watch: Watch) -> None:
    admin = door.enter("fabrikam", "Global admin")
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose_new_card()
    for number in (NO_TEST_CARD, DECLINED):
        dialog.fill_card(number)
        dialog.submit()
        expect(dialog.root).to_contain_text("card")
    expect(dialog.alert).to_be_visible()
    dialog.fill_card(PAYS)
    dialog.submit()
    dialog.validate_review()

    tokens = [sent for sent in watch.sent if '"token":"sandbox_' in sent]
    assert len(tokens) == 2, "a token for each card that was sent, and none for the other"
    sent = "".join(character for character in "".join(watch.sent) if character not in " -")
    assert not any(number in sent for number in (NO_TEST_CARD, DECLINED, PAYS))
