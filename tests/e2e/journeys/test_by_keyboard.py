"""The journeys by keyboard alone, and by names alone: whoever sees no screen finds the way from the sign-in page to the end.

Nothing is clicked. What is looked at with the eyes of page objects is only what must have come about.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.keyboard import Keyboard
from tests.e2e.pages.checkout import PAYS
from tests.e2e.pages.deeds import renew_by_transfer
from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import DESK, Door, Person
from tests.e2e.pages.renewal import RenewalDialog
from tests.e2e.pages.sign_in import SignInPage
from tests.e2e.pages.subscription import CancellationDialog, SubscriptionPage
from tests.e2e.pages.support import NewRequestPage, RequestPage, SupportPage
from tests.e2e.pages.why_not import WhyNotDialog


def _sign_in(somebody: Person) -> Keyboard:
    expect(SignInPage(somebody).navigate().person(somebody.label)).to_be_visible()
    keyboard = Keyboard(somebody.page)
    keyboard.push(somebody.label)
    home = "desk" if somebody.partner == DESK else "offers"
    somebody.page.wait_for_url(f"**/{somebody.locale}/{home}")
    return keyboard


def _at_home(door: Door, sample: str, locale: str) -> tuple[Person, OffersPage, Keyboard]:
    admin = door.stand_before(door.copy(sample), "Global admin", locale)
    keyboard = _sign_in(admin)
    return admin, OffersPage(admin).validate_page(), keyboard


def _at_details(door: Door, sample: str, locale: str) -> tuple[Person, SubscriptionPage, Keyboard]:
    admin, _offers, keyboard = _at_home(door, sample, locale)
    keyboard.follow(admin.words(ACTION_PACK))
    details = SubscriptionPage(admin).validate_page()
    assert keyboard.arrive().role == "main"
    return admin, details, keyboard


def test_an_expired_offer_is_renewed_by_card(door: Door, locale: str) -> None:
    admin, offers, keyboard = _at_home(door, "fabrikam", locale)
    say, dialog = admin.words, offers.checkout
    keyboard.push(say("Renew subscription"))
    keyboard.enter_dialog()
    dialog.validate_method()
    keyboard.reach("radio", say("Credit card"))
    keyboard.press("Space")
    expect(dialog.field("Card number")).to_be_visible()
    for label, typed in (("Card number", PAYS), ("Expiry date", "1234"), ("Security code", "123")):
        keyboard.write(say(label), typed)
    keyboard.press("Enter")  # as from any field of a form
    dialog.validate_review()
    keyboard.write(say("Purchase order number"), "PO-80")
    keyboard.push(say("Buy"), key="Space")
    dialog.validate_confirmed()
    keyboard.reach("link", say("Download invoice"))
    keyboard.push(say("Close"))
    back = keyboard.leave_dialog()
    expect(offers.tile(ACTION_PACK)).to_contain_text(say("Active"))
    assert (back.role, back.name) == ("link", say(ACTION_PACK))  # the button can't be used any more: the tile that it stood in


def test_why_a_renewal_is_not_possible_and_the_way_to_support(door: Door, locale: str) -> None:
    admin, details, keyboard = _at_details(door, "northwind", locale)
    say, dialog = admin.words, WhyNotDialog(admin)
    asked = keyboard.reach("button", say("Why not?"))
    assert asked.about, "a screen reader isn't told what can't be done"
    keyboard.press("Enter")
    keyboard.enter_dialog()
    dialog.validate_conditions()
    expect(dialog.unmet).not_to_have_count(0)
    keyboard.reach("link", say("Membership offers"))  # where it can be bought again
    keyboard.press("Escape")
    assert keyboard.leave_dialog() == asked
    expect(details.heading(say("Benefits in short"))).to_be_visible()
    keyboard.follow(say("Support"))
    SupportPage(admin).validate_page()
    keyboard.arrive()
    keyboard.follow(say("New request"))
    NewRequestPage(admin).validate_page()
    keyboard.arrive()
    keyboard.reach("combobox", say("Type of problem"))


def test_a_subscription_is_cancelled_through_support(door: Door, locale: str) -> None:
    admin, _details, keyboard = _at_details(door, "contoso", locale)
    say = admin.words
    keyboard.push(say("Cancel subscription"))
    keyboard.enter_dialog()
    expect(CancellationDialog(admin).link("Report problems with Partner Center")).to_be_visible()
    keyboard.follow(say("Report problems with Partner Center"))
    NewRequestPage(admin).validate_page()
    keyboard.arrive()
    keyboard.push(say("Submit"))
    request = RequestPage(admin).validate_page()
    expect(request.title).to_have_text(say("Cancel {offer}", offer=say(ACTION_PACK)))
    keyboard.arrive()
    keyboard.write(say("Reply"), "Thank you.")
    keyboard.push(say("Send reply"))
    expect(request.thread.last).to_contain_text("Thank you.")


def test_automatic_renewal_is_turned_off(door: Door, locale: str) -> None:
    admin, details, keyboard = _at_details(door, "contoso", locale)
    say, dialog = admin.words, RenewalDialog(admin)
    keyboard.push(say("Turn off automatic renewal"))
    keyboard.enter_dialog()
    dialog.validate_question()
    keyboard.push(say("Turn off automatic renewal"))
    expect(dialog.button("Close")).to_be_visible()
    keyboard.push(say("Close"))
    back = keyboard.leave_dialog()
    expect(details.button("Turn off automatic renewal")).to_be_hidden()
    assert back.role in {"button", "link"}, f"the button is gone, and the focus is on {back}"


def test_an_invoice_is_found_and_downloaded(door: Door, locale: str) -> None:
    admin, _offers, keyboard = _at_home(door, "contoso", locale)
    say, invoices = admin.words, InvoicesPage(admin)
    keyboard.follow(say("Invoices"))
    keyboard.arrive()
    numbers = [row.number for row in invoices.validate_page().read()]
    assert len(numbers) == 3
    keyboard.reach("searchbox", say("Search by number"))
    keyboard.type(numbers[1])
    keyboard.press("Enter")
    expect(invoices.rows).to_have_count(1)
    keyboard.reach("link", say("Download invoice"), about=numbers[1])
    with admin.page.expect_download() as waiting:
        keyboard.press("Enter")
    assert waiting.value.suggested_filename == f"{numbers[1]}.pdf"


def _turn_to(order: str, desk: DeskPage, keyboard: Keyboard) -> None:
    """Others' transfers may fill pages before the one that is looked for."""
    number = desk.main.get_by_role("navigation", name=desk.say("Pages"), exact=True).get_by_role("status")
    expect(desk.main.get_by_role("button", name=desk.say("Confirm transfer"), exact=True).first).to_be_visible()
    while not desk.item(order).is_visible():
        before = number.inner_text()
        keyboard.push(desk.say("Next"))
        expect(number).not_to_have_text(before)


def test_finance_confirms_a_transfer(door: Door, locale: str) -> None:
    order = renew_by_transfer(door.enter("fabrikam", "Global admin", locale))
    finance = door.stand_before(DESK, "Finance", locale)
    keyboard, say, desk = _sign_in(finance), finance.words, DeskPage(finance)
    desk.validate_page()
    keyboard.push(say("Bank transfers"))
    expect(desk.main.get_by_role("button", name=re.compile(f"^{say('Bank transfers')}"), pressed=True)).to_be_visible()
    _turn_to(order, desk, keyboard)
    keyboard.push(say("Confirm transfer"), about=order)
    keyboard.enter_dialog()
    keyboard.push(say("Submit"))
    back = keyboard.leave_dialog()
    expect(desk.item(order)).to_be_hidden()
    assert back.role in {"button", "link", "main"}


def test_a_dialog_keeps_the_focus_and_gives_it_back(door: Door) -> None:
    _admin, offers, keyboard = _at_home(door, "fabrikam", "en")
    opener = keyboard.reach("button", "Renew subscription")
    keyboard.press("Enter")
    first = keyboard.enter_dialog()
    offers.checkout.validate_method()
    keyboard.reach("button", "Submit")
    assert keyboard.tab() == first
    assert keyboard.tab("Shift+Tab").name == "Submit"
    keyboard.press("Escape")
    assert keyboard.leave_dialog() == opener


def test_a_declined_card_keeps_the_focus_in_the_form(door: Door) -> None:
    _admin, offers, keyboard = _at_home(door, "fabrikam", "en")
    dialog = offers.checkout
    keyboard.push("Renew subscription")
    keyboard.enter_dialog()
    dialog.validate_method()
    keyboard.reach("radio", "Credit card")
    keyboard.press("Space")
    expect(dialog.field("Card number")).to_be_visible()
    for label, typed in (("Card number", "4000000000000002"), ("Expiry date", "1234"), ("Security code", "123")):
        keyboard.write(label, typed)
    keyboard.push("Submit")
    expect(dialog.alert).to_be_visible()
    expect(dialog.button("Submit")).to_be_focused()


@pytest.mark.parametrize("inside", [True, False], ids=["signed-in", "strangers"])
def test_the_skip_link_comes_first_and_leads_to_the_content(door: Door, locale: str, *, inside: bool) -> None:
    admin = door.stand_before(door.copy("contoso"), "Global admin", locale)
    view = InvoicesPage(door.let_in(admin)) if inside else SignInPage(admin)
    view.navigate()
    keyboard = Keyboard(admin.page)
    first = keyboard.tab()
    assert (first.role, first.name) == ("link", admin.words("Skip to content"))
    keyboard.press("Enter")
    assert keyboard.focused.role == "main"
    expect(view.main.locator("a, button").first).to_be_visible()
    keyboard.tab()
    expect(view.main.locator(":focus")).to_have_count(1)


def test_every_stop_of_a_page_comes_in_reading_order_and_the_last_leads_out(door: Door, locale: str) -> None:
    admin, _offers, keyboard = _at_home(door, "woodgrove", locale)
    assert len(keyboard.walk()) > 20
    keyboard.follow(admin.words(ACTION_PACK))
    SubscriptionPage(admin).validate_page()
    keyboard.arrive()
    walked = keyboard.walk()
    assert walked[-1].name == admin.words("Staging tools")
    for view in (NewRequestPage(admin), InvoicesPage(admin)):
        view.navigate()
        assert len(keyboard.walk()) > 15
