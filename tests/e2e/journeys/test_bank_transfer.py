"""Ordering by bank transfer, waiting, and taking it back."""

from playwright.sync_api import expect

from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door
from tests.e2e.pages.values import money


def test_contact_problems_stand_beside_their_fields(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Electronic bank transfer")
    dialog.field("Contact name").fill("")
    dialog.field("Phone number").fill("call me")
    dialog.field("Email address").fill("nobody@nowhere")
    dialog.submit()

    beside = {
        "Contact name": "Please fill in this field.",
        "Phone number": "Please enter a phone number, such as +1 425 555 0100.",
        "Email address": "Please enter an email address, such as name@example.com.",
    }
    for label, sentence in beside.items():
        expect(dialog.field(label)).to_have_accessible_description(admin.words(sentence))
    expect(dialog.field("Phone number")).to_have_value("call me")
    expect(dialog.field("Email address")).to_have_value("nobody@nowhere")
    expect(dialog.button("Buy")).to_be_hidden()


def test_a_purchase_by_transfer_promises_a_year_from_its_payment(door: Door, locale: str) -> None:
    admin = door.enter("adventure_works", "Global admin", locale)
    say = admin.words
    a_year = say("A year from the day the transfer is received")
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Buy")
    dialog.choose("Electronic bank transfer")
    dialog.field("Phone number").fill("+49 30 901820")
    dialog.submit()
    dialog.validate_review()
    assert dialog.facts["New term"] == a_year
    assert dialog.facts["Renews automatically"] == say("On the day after that year")
    dialog.buy()
    dialog.validate_waiting()
    assert dialog.facts["New term"] == a_year

    number = dialog.facts["Order number"]
    dialog.link("Order details").click()
    order = OrderPage(admin, number).validate_page()
    assert order.facts["Term"] == a_year
    order.cancel()
    expect(order.main).to_contain_text(say("Cancelled"))
    assert say("Term") not in order.facts.all()


def test_a_transfer_is_awaited_can_be_cancelled_and_ordered_again(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Electronic bank transfer")
    dialog.field("Phone number").fill("206 555 0100")
    dialog.submit()
    dialog.validate_review()
    expect(dialog.root).to_contain_text(say("Total, to be transferred"))
    contact = dialog.facts["Contact"]
    assert contact.split(" · ")[1] == "+1 206-555-0100"
    dialog.buy()
    dialog.validate_waiting()

    told = dialog.facts.all()
    assert told[say("Contact")] == contact
    number, reference = told[say("Order number")], told[say("Reference")]
    assert number in reference
    assert admin.partner.mpn_id in reference
    assert told[say("Total")] == money("USD", "475.00", locale)
    expect(offers.tile_behind(ACTION_PACK)).to_contain_text(say("Awaiting payment"))

    dialog.link("Order details").click()
    order = OrderPage(admin, number).validate_page()
    assert order.facts["Reference"] == reference
    assert order.facts["Contact"] == contact
    expect(order.main).to_contain_text(say("Awaiting payment"))
    order.cancel()
    expect(order.main).to_contain_text(say("Cancelled"))
    expect(order.button("Cancel order")).to_be_hidden()
    assert InvoicesPage(admin).navigate().rows.count() == 1, "only the earlier one"

    again = offers.navigate().begin(ACTION_PACK, "Renew subscription")
    again.review_card()
    again.buy()
    again.validate_confirmed()
    assert again.facts["Order number"] != number
