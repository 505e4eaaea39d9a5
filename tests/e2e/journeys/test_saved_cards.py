"""Saved cards: kept, made the default, replaced, removed; never the one that a renewal needs."""

from playwright.sync_api import Locator, expect

from tests.e2e.infra.line import Line
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.checkout import ASKS_FOR_AUTHENTICATION, DECLINED, DECLINED_AT_BUY, PAYS
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.deeds import open_details
from tests.e2e.pages.faces import Stop
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.subscription import SubscriptionPage


def test_the_checkout_proposes_the_default_card_and_a_removed_one_is_gone(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    say, offers = admin.words, OffersPage(admin).validate_page()
    Frame(admin).entry("Company and billing details").click()
    company = CompanyPage(admin).validate_page()
    expect(company.main).to_contain_text(say("No card is saved yet."))
    company.add_card(PAYS)
    company.add_card(DECLINED_AT_BUY)
    expect(company.default_mark("4242")).to_be_visible()
    expect(company.default_mark("0341")).to_be_hidden()

    company.make_default("0341")
    expect(company.default_mark("4242")).to_be_hidden()
    dialog = offers.navigate().begin(ACTION_PACK, "Renew subscription")
    expect(dialog.saved_card("0341")).to_be_checked()
    dialog.dismiss()

    company.navigate().ask_to_remove("0341").button("Keep card").click()
    company.remove("0341")
    expect(company.default_mark("4242")).to_be_visible()
    dialog = offers.navigate().begin(ACTION_PACK, "Renew subscription")
    expect(dialog.saved_card("4242")).to_be_visible()
    expect(dialog.saved_card("0341")).to_be_hidden()


def test_a_refused_card_is_not_kept(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "Billing admin", locale)
    OffersPage(admin).validate_page()
    company = CompanyPage(admin).navigate()
    company.begin_card()
    company.new_card.fill(DECLINED)
    company.button("Submit").click()
    sentence = "The card was declined. Nothing was charged. Use another card, pay by bank transfer, or ask your bank."
    expect(company.alert).to_have_text(admin.words(sentence))
    company.button("Back").click()
    expect(company.cards).to_have_count(0)
    expect(company.navigate().cards).to_have_count(0)


def test_a_card_that_is_being_typed_survives_a_lost_connection(door: Door, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    with Line() as line:
        billing = door.let_in(door.stand_before(door.copy("fabrikam"), "Billing admin", proxy=line.proxy))
        OffersPage(billing).validate_page()
        company, lost = CompanyPage(billing).navigate(), Frame(billing).connection_lost
        company.begin_card()
        company.new_card.fill(PAYS)
        line.cut()
        expect(lost).to_be_visible()
        line.restore()
        expect(lost).to_be_hidden()

        expect(company.new_card.field("Security code")).to_have_value("123")
        company.button("Submit").click()
        expect(company.card("4242")).to_be_visible()
        expect(company.cards).to_have_count(1)


def test_a_card_that_renews_is_removed_only_after_another_took_its_place(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Global admin", locale)
    say = admin.words
    OffersPage(admin).validate_page()
    company = CompanyPage(admin).navigate()
    needed = say("{offers} renews with this card. Replace it there first.", offers=say(ACTION_PACK))
    expect(company.card_button("4242", "Remove")).to_be_disabled()
    expect(company.card_button("4242", "Remove")).to_have_accessible_description(needed)

    details = open_details(admin)
    dialog = details.replace_payment_method()
    expect(dialog.option("4242")).to_be_checked()
    dialog.choose("Add a new card")
    dialog.fill_card(ASKS_FOR_AUTHENTICATION)
    dialog.submit()
    dialog.validate_done()
    expect(_renews_with(details)).to_contain_text("3184")
    expect(details.activity.first).to_contain_text(say("Replaced the payment method of automatic renewal"))

    company.navigate().remove("4242")
    expect(company.card_button("3184", "Remove")).to_be_disabled()
    assert "4242" not in open_details(admin).facts["Payment method"]
    expect(details.replace_payment_method().option("4242")).to_be_hidden()


def test_a_renewal_goes_from_a_card_to_bank_transfer_and_back(door: Door, locale: str) -> None:
    admin = door.enter("contoso", "Billing admin", locale)
    OffersPage(admin).validate_page()
    CompanyPage(admin).navigate().add_card(DECLINED_AT_BUY)
    details = open_details(admin)
    for choice in ("Electronic bank transfer", "0341"):
        dialog = details.replace_payment_method()
        dialog.choose(choice)
        dialog.submit()
        dialog.validate_done()
        expect(_renews_with(details)).to_contain_text(admin.words(choice))

    dialog = details.replace_payment_method()
    dialog.choose("4242")
    dialog.button("Back").click()
    assert "0341" in details.navigate().facts["Payment method"], "what was only picked replaces nothing"


def test_a_billing_admin_looks_after_cards_and_a_user_reads_who_does(door: Door) -> None:
    partner = door.copy("fabrikam")
    billing = door.enter_as(partner, "Billing admin")
    OffersPage(billing).validate_page()
    Frame(billing).entry("Company and billing details").click()
    company = CompanyPage(billing).validate_page()
    company.add_card(PAYS)
    assert company.facts["Legal name"] == "Fabrikam"

    admin = door.enter_as(partner, "MPN partner admin")
    OffersPage(admin).validate_page()
    seen = CompanyPage(admin).navigate()
    expect(seen.card("4242")).to_be_visible()
    expect(seen.main).to_contain_text(_who_can(admin, "Global admin", "Billing admin"))
    expect(seen.main).not_to_contain_text("Main Street")

    user = door.enter_as(partner, "User")
    OffersPage(user).validate_page()
    expect(Frame(user).entry("Company and billing details")).to_be_hidden()
    user.page.goto(seen.address)
    told = Stop(user).validate_forbidden()
    assert _who_can(user, "Global admin", "MPN partner admin", "Billing admin") in told
    assert "4242" not in user.page.get_by_role("main").inner_text()
    details = open_details(user)
    expect(details.button("Replace payment method")).to_be_hidden()
    assert user.page.request.post("/api/cards/setup", data={"order": ""}).status == 403


def _renews_with(details: SubscriptionPage) -> Locator:
    return details.main.get_by_role("definition").filter(
        has=details.page.get_by_role("button", name=details.say("Replace payment method"), exact=True)
    )


def _who_can(somebody: Person, *roles: str) -> str:
    sentence = "Your role can't do this. People with this role can: {roles}."
    return somebody.words(sentence, roles=", ".join(map(somebody.words, roles)))
