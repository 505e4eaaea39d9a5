"""Company and billing details: changed in place, by two people, and what they change of an order (J15)."""

from playwright.sync_api import expect

from tests.e2e.infra.files import text_of
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door


def test_details_are_changed_and_an_issued_invoice_is_not(door: Door, locale: str) -> None:
    billing = door.enter("fabrikam", "Billing admin", locale)
    OffersPage(billing).validate_page()
    number = InvoicesPage(billing).navigate().read()[0].number
    before = billing.page.request.get(f"/api/invoices/{number}.pdf").body()
    page, say = CompanyPage(billing).navigate(), billing.words
    page.begin_edit()
    page.field("City").fill("")
    page.field("Tax ID").fill("12")
    page.field("Billing email").fill("billing@fabrikam")
    page.button("Save").click()
    expect(page.alert).to_contain_text(say("Please check the marked fields."))
    expect(page.field("City")).to_have_accessible_description(say("Please fill in this field."))
    wrong = say("This doesn't have the form of a tax ID of this country. Check it, or leave the field empty.")
    expect(page.field("Tax ID")).to_have_accessible_description(wrong)
    page.field("City").fill("Redmond, WA")
    page.field("Tax ID").fill("911144442")
    page.field("Billing email").fill("invoices@fabrikam.example.com")
    page.save()
    assert page.facts["Tax ID"] == "91-1144442"
    assert "Redmond, WA" in page.facts["Address"]
    assert billing.page.request.get(f"/api/invoices/{number}.pdf").body() == before
    assert "Seattle" in text_of(before)


def test_without_its_vat_id_adventure_works_reads_its_tax_before_it_pays(door: Door, locale: str) -> None:
    admin = door.enter("adventure_works", "Global admin", locale)
    page = CompanyPage(admin).navigate()
    page.begin_edit()
    page.field("Tax ID").fill("")
    page.save()
    dialog = OffersPage(admin).navigate().begin(ACTION_PACK, "Buy")
    dialog.review_card()
    expect(dialog.root).to_contain_text("85.31")
    expect(dialog.root).to_contain_text("534.31")


def test_two_people_who_change_at_once_are_told_of_each_other(door: Door) -> None:
    first = door.enter("fabrikam", "Global admin")
    second = door.enter_as(first.partner, "Billing admin")
    mine, theirs = CompanyPage(first).navigate(), CompanyPage(second).navigate()
    mine.begin_edit()
    theirs.begin_edit()
    theirs.field("City").fill("Tacoma, WA")
    theirs.save()
    mine.field("Legal name").fill("Fabrikam, Inc.")
    mine.button("Save").click()
    expect(mine.alert).to_contain_text("City: Seattle, WA → Tacoma, WA")
    expect(mine.field("Legal name")).to_have_value("Fabrikam, Inc.")
    mine.field("City").fill("Tacoma, WA")
    mine.save()
    assert "Tacoma, WA" in theirs.navigate().facts["Address"]


def test_a_partner_admin_sees_who_can_change_them(door: Door, locale: str) -> None:
    admin = door.enter("fabrikam", "MPN partner admin", locale)
    OffersPage(admin).validate_page()
    page = CompanyPage(admin).navigate()
    expect(page.main).to_contain_text(admin.words("Billing admin"))
    expect(page.button("Edit")).to_be_hidden()
