"""Giving money back: asked for by the partner, decided by finance, told in the partner's language, documented, once."""

from playwright.sync_api import expect

from tests.e2e.infra.files import text_of
from tests.e2e.pages.checkout import CheckoutDialog
from tests.e2e.pages.deeds import ask_to_cancel, open_details, renew_by_card, renew_by_transfer
from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.subscription import SubscriptionPage
from tests.e2e.pages.values import money, written
from tests.e2e.pages.words import Words

ON_ITS_WAY = "We have cancelled the subscription. Your money is on its way back; the credit note is {number}."


def test_a_renewal_by_card_is_refunded_and_the_offer_can_be_bought_again(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    say, offers, year = admin.words, OffersPage(admin), str(admin.today.year)
    order = OrderPage(admin, renew_by_card(admin))
    invoices = InvoicesPage(admin).navigate()
    assert invoices.spend[year] == money("USD", "475.00", locale)
    invoice = invoices.read()[0].number
    request = ask_to_cancel(admin)
    number = request.number

    desk = DeskPage(door.enter_desk("Finance", locale)).validate_page()
    desk.choose("Cancellations")
    expect(desk.find(number)).to_contain_text(say("Refund due"))
    desk.decide(number, "Cancel and refund")

    order.reload_until(say("{amount} was refunded.", amount=money("USD", "475.00", locale)))
    expect(order.main).to_contain_text(say("Refunded"))
    printed = order.download("Download credit note")
    credit_note = printed.suggested_filename.removesuffix(".pdf")
    text = text_of(printed.path().read_bytes())
    assert credit_note in text
    assert invoice in text
    assert invoice in text_of(order.download("Download invoice").path().read_bytes()), "an issued invoice never changes"
    expect(request.navigate().thread.last).to_contain_text(Words("en")(ON_ITS_WAY, number=credit_note))
    expect(request.thread.last).to_contain_text("Fiona Grant")

    assert invoices.navigate().spend[year] == money("USD", "0.00", locale)
    expect(invoices.rows.filter(has_text=invoice)).to_contain_text(credit_note)
    gone = offers.row(offers.navigate().choose_list("Expired"), ACTION_PACK)
    expect(gone).to_contain_text(say("Cancelled"))
    dialog = offers.begin(ACTION_PACK, "Buy")
    _buy_with_the_saved_card(dialog)
    again = dialog.facts["Order number"]
    assert again != order.number
    dialog.close()
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Active"))
    expect(invoices.navigate().rows.filter(has_text=again)).to_be_visible()
    assert invoices.spend[year] == money("USD", "475.00", locale), "what was refunded stays refunded"


def test_a_korean_partner_s_transfer_is_sent_back_by_finance(door: Door) -> None:
    admin, finance = door.enter("proseware", "Global admin", "ko"), door.enter_desk("Finance", "en")
    say, total = admin.words, "₩627,000"
    order, desk = OrderPage(admin, renew_by_transfer(admin)), DeskPage(finance).navigate()
    desk.decide(order.number, "Confirm transfer")
    expect(order.navigate().main).to_contain_text(say("Paid"))
    request = ask_to_cancel(admin)
    number = request.number

    desk.navigate().choose("Cancellations")
    desk.decide(number, "Cancel and refund")
    sent = say("Our finance team sends {amount} back to you by bank transfer.", amount=total)
    expect(order.navigate().main).to_contain_text(sent)
    credit_note = order.download("Download credit note").suggested_filename.removesuffix(".pdf")
    expect(request.navigate().thread.last).to_contain_text(say(ON_ITS_WAY, number=credit_note))

    desk.choose("Refunds")
    assert desk.facts(order.number)["Amount"] == total
    recording = desk.ask(order.number, "Record refund")
    recording.button("Submit").click()
    expect(recording.field("Transaction reference")).to_have_accessible_description("Please fill in this field.")
    recording.submit("TX-BACK-1")
    expect(desk.item(order.number)).to_be_hidden()

    expect(order.navigate().main).to_contain_text(say("{amount} was refunded.", amount=total))
    expect(order.main).not_to_contain_text(sent)
    deeds = _open_cancelled(admin).activity
    for deed in ("Confirmed a bank transfer", "Cancelled the subscription, with a credit note", "Refund made"):
        expect(deeds.filter(has_text=say(deed))).to_contain_text("Fiona Grant")


def test_ended_at_expiry_nothing_is_refunded_and_nothing_renews(door: Door) -> None:
    admin = door.enter("contoso", "Global admin", "ko")
    OffersPage(admin).validate_page()
    say, request = admin.words, ask_to_cancel(admin)
    number = request.number
    desk = DeskPage(door.enter_desk("Finance", "ko")).validate_page()
    desk.choose("Cancellations")
    assert desk.facts(number)["Refund"] == say("It was paid more than 30 days ago.")
    desk.decide(number, "End at expiry")

    expect(request.navigate().thread.last).to_contain_text("Nothing will be charged by itself.")
    details = open_details(admin)
    off = say("Off since {day}. Only the next renewal turns it on again.", day=written(admin.today, "ko"))
    expect(details.main.get_by_role("definition").filter(has_text=off)).to_be_visible()
    expect(details.main).to_contain_text(say("Active"))
    expect(details.link("Download credit note")).to_be_hidden()
    expect(InvoicesPage(admin).navigate().rows).to_have_count(3)


def test_a_declined_cancellation_leaves_everything_and_gives_the_reason(door: Door) -> None:
    admin = door.enter("contoso", "Global admin")
    OffersPage(admin).validate_page()
    say, before = admin.words, open_details(admin).facts.all()
    request = ask_to_cancel(admin)
    number = request.number
    desk = DeskPage(door.enter_desk("Desk admin")).validate_page()
    desk.choose("Cancellations")
    decision = desk.ask(number, "Decline")
    decision.button("Submit").click()
    expect(decision.field("Reason")).to_have_accessible_description(say("Please fill in this field."))
    decision.submit("The thirty days are over.")
    expect(desk.item(number)).to_be_hidden()

    expect(request.navigate().thread.last).to_contain_text("The thirty days are over.")
    expect(request.main).to_contain_text(say("This request is closed. Please open a new one."))
    details = open_details(admin)
    assert details.facts.all() == before
    expect(details.main).not_to_contain_text(say("Cancellation requested"))
    expect(details.button("Cancel subscription")).to_be_visible()


def _open_cancelled(admin: Person) -> SubscriptionPage:
    offers = OffersPage(admin).navigate()
    row = offers.row(offers.choose_list("Expired"), ACTION_PACK)
    row.get_by_role("link", name=admin.words(ACTION_PACK), exact=True).click()
    return SubscriptionPage(admin).validate_page()


def _buy_with_the_saved_card(dialog: CheckoutDialog) -> None:
    expect(dialog.saved_card("4242")).to_be_checked()
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_confirmed()
