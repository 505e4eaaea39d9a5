"""Company and billing details: who may change them, two people at once, and what of the past stays as it was (J15)."""

import dataclasses
from collections.abc import Callable

import pytest

from actionpack_app.domain.companies import CompanyDetails
from actionpack_app.domain.errors import ChangedMeanwhile, InvalidInput, NotAllowed, PriceChanged
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Role
from actionpack_app.models import Invoice, Order, Partner, RenewalPrice
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.cards.company import show_company
from actionpack_app.services.company.edit import edit_company
from actionpack_app.services.company.save import save_company
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.invoices.browse import InvoiceFilter, list_invoices
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.samples.manage import list_sample_people, reset_sample
from actionpack_app.workflows.clock import jump
from tests.integration.companies import Company, signed_in
from tests.integration.desk import change as change_row
from tests.integration.desk import finance, proved, transferred
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import bought, reviewed_by_card
from tests.integration.store import Store
from tests.integration.years import clock

AP = Offer.ACTION_PACK
VAT_ID = "DE136695976"


@pytest.fixture
def adventure_works(sample: Callable[[str], Company]) -> Company:
    """In Germany, with a valid VAT ID; never bought."""
    return sample("adventure_works")


def change(company: Company, role: Role = Role.GLOBAL_ADMIN, **changed: str) -> CompanyDetails:
    """Opens the form, types, saves."""
    actor = company.person(role)
    form = edit_company(actor)
    return save_company(actor, dataclasses.replace(form.details, **changed), form.version, company.clock)


def shares(order: OrderView) -> tuple[int, int, bool]:
    return order.net.amount_minor, order.tax.amount_minor, order.reverse_charge


def lines(company: Company) -> list[tuple[str, str, str, str]]:
    """The changes of the details in the activity, the oldest first."""
    found = list_activity(company.admin, ActivityFilter(), 1).page.rows
    return [
        (row.action, row.details["field"], row.details["before"], row.details["after"])
        for row in reversed(found)
        if row.action == "company_changed"
    ]


class TestSaving:
    @pytest.mark.parametrize("role", [Role.GLOBAL_ADMIN, Role.BILLING_ADMIN])
    def test_what_was_changed_is_what_the_page_shows(self, fabrikam: Company, role: Role) -> None:
        change(fabrikam, role, legal_name="Fabrikam, Inc.", address_line="2 Pine Street", postal_code="98104", tax_id="911144442")
        shown = show_company(fabrikam.person(role), fabrikam.clock)
        assert (shown.name, shown.address_line, shown.city) == ("Fabrikam, Inc.", "2 Pine Street", "98104 Seattle, WA")
        assert shown.tax_id == "91-1144442", "in its normal form"

    @pytest.mark.parametrize("role", [Role.PARTNER_ADMIN, Role.USER])
    def test_others_are_refused_and_told_who_can(self, fabrikam: Company, role: Role) -> None:
        form = edit_company(fabrikam.admin)
        with pytest.raises(NotAllowed):
            edit_company(fabrikam.person(role))
        with pytest.raises(NotAllowed):
            save_company(fabrikam.person(role), form.details, form.version, fabrikam.clock)

    def test_every_problem_is_named_at_once_and_nothing_is_kept(self, fabrikam: Company) -> None:
        before = edit_company(fabrikam.admin)
        with pytest.raises(InvalidInput) as refused:
            change(fabrikam, legal_name=" ", address_line="x" * 201, city="", tax_id="12", billing_email="billing@")
        assert refused.value.problems == {
            "legal_name": "required",
            "address_line": "too_long",
            "city": "required",
            "tax_id": "tax_id",
            "billing_email": "email",
        }
        assert edit_company(fabrikam.admin) == before

    def test_each_changed_field_stands_in_the_activity_with_before_and_after(self, fabrikam: Company) -> None:
        change(fabrikam, city="Redmond, WA", tax_id="91-1144442")
        change(fabrikam, tax_id="")
        assert lines(fabrikam) == [
            ("company_changed", "city", "Seattle, WA", "Redmond, WA"),
            ("company_changed", "tax_id", "–", "91-1144442"),
            ("company_changed", "tax_id", "91-1144442", "–"),
        ]

    def test_saving_what_was_there_already_is_no_change(self, fabrikam: Company) -> None:
        before = edit_company(fabrikam.admin)
        change(fabrikam)
        assert edit_company(fabrikam.admin) == before
        assert lines(fabrikam) == []

    def test_a_sample_that_has_renamed_itself_is_still_signed_in_by_its_name(self, fabrikam: Company) -> None:
        change(fabrikam, legal_name="Initech")
        assert {person.company for person in list_sample_people(fabrikam.id)} == {"Fabrikam"}
        again = signed_in(reset_sample(fabrikam.id))
        assert show_company(again.admin, again.clock).name == "Fabrikam"


class TestOneCompanyATaxId:
    """Samples share theirs with their copies; real companies don't."""

    @pytest.fixture
    def real(self, sample: Callable[[str], Company]) -> tuple[Company, Company]:
        companies = sample("adventure_works"), sample("fabrikam")
        for company in companies:
            change_row(Partner, company.id, sample=None, country="DE")
        return companies

    def test_a_company_can_not_take_another_ones(self, real: tuple[Company, Company]) -> None:
        first, second = real
        change(first, tax_id="DE 123 475 223")
        with pytest.raises(InvalidInput) as refused:
            change(second, tax_id="DE123475223")
        assert refused.value.problems == {"tax_id": "tax_id_known"}

    def test_one_that_was_given_up_is_free_again(self, real: tuple[Company, Company]) -> None:
        first, second = real
        change(first, tax_id="DE123475223")
        change(first, tax_id="")
        assert change(second, tax_id="DE123475223").tax_id


class TestTwoPeople:
    def test_the_second_save_of_a_stale_form_is_refused_with_what_stands_there(self, fabrikam: Company) -> None:
        billing = fabrikam.person(Role.BILLING_ADMIN)
        mine, theirs = edit_company(fabrikam.admin), edit_company(billing)
        save_company(billing, dataclasses.replace(theirs.details, city="Tacoma, WA"), theirs.version, fabrikam.clock)
        typed = dataclasses.replace(mine.details, city="Olympia, WA")
        with pytest.raises(ChangedMeanwhile) as refused:
            save_company(fabrikam.admin, typed, mine.version, fabrikam.clock)
        assert refused.value.now["city"] == "Tacoma, WA"
        assert edit_company(fabrikam.admin).details.city == "Tacoma, WA"
        save_company(fabrikam.admin, typed, refused.value.version, fabrikam.clock)
        assert edit_company(billing).details.city == "Olympia, WA"

    def test_of_eight_at_once_one_is_first(self, fabrikam: Company) -> None:
        form = edit_company(fabrikam.admin)

        def save(number: int) -> CompanyDetails:
            typed = dataclasses.replace(form.details, city=f"City {number}")
            return save_company(fabrikam.admin, typed, form.version, fabrikam.clock)

        outcomes = at_once([lambda n=n: save(n) for n in range(8)])
        kept = [outcome for outcome in outcomes if isinstance(outcome, CompanyDetails)]
        assert kept == [edit_company(fabrikam.admin).details]
        assert {type(outcome) for outcome in outcomes} == {CompanyDetails, ChangedMeanwhile}


class TestInvoices:
    def test_an_issued_invoice_stays_byte_for_byte_and_the_next_has_the_new_address(
        self, fabrikam: Company, store: Store
    ) -> None:
        (old,) = list_invoices(fabrikam.admin, InvoiceFilter(), 1).page.rows
        before = invoice_document(fabrikam.admin, old.number)
        change(fabrikam, legal_name="Fabrikam, Inc.", address_line="2 Pine Street", tax_id="91-1144442")
        assert invoice_document(fabrikam.admin, old.number) == before
        for kept in (store.files / "invoices").iterdir():
            kept.unlink()
        assert invoice_document(fabrikam.admin, old.number) == before, "made anew from what was stored"
        assert show_order(fabrikam.admin, old.order_number).bill_to == ("Fabrikam", "1 Main Street", "98101 Seattle, WA")
        number = bought(fabrikam, reviewed_by_card(fabrikam)).invoice_number
        printed = {row.number: row.snapshot for row in of(Invoice, fabrikam)}
        assert printed[number]["buyer_lines"] == ["Fabrikam, Inc.", "2 Pine Street", "98101 Seattle, WA"]
        assert printed[number]["buyer_tax_id"] == "91-1144442"
        assert printed[old.number]["buyer_lines"] == ["Fabrikam", "1 Main Street", "98101 Seattle, WA"]


class TestTax:
    def test_without_its_vat_id_adventure_works_pays_the_countrys_tax_and_with_it_none(self, adventure_works: Company) -> None:
        assert shares(open_checkout(adventure_works.admin, AP, adventure_works.clock)) == (44900, 0, True)
        change(adventure_works, tax_id="")
        assert shares(open_checkout(adventure_works.admin, AP, adventure_works.clock)) == (44900, 8531, False)
        assert change(adventure_works, tax_id="136 695 976").tax_id == VAT_ID
        assert shares(open_checkout(adventure_works.admin, AP, adventure_works.clock)) == (44900, 0, True)

    def test_what_was_reviewed_with_the_old_vat_id_is_reviewed_again(self, adventure_works: Company) -> None:
        reviewed = reviewed_by_card(adventure_works)
        change(adventure_works, tax_id="")
        with pytest.raises(PriceChanged):
            bought(adventure_works, reviewed)
        again = open_checkout(adventure_works.admin, AP, adventure_works.clock)
        assert bought(adventure_works, again).tax == Money(8531, "EUR")
        (invoice,) = of(Invoice, adventure_works)
        assert (invoice.snapshot["buyer_tax_id"], invoice.snapshot["reverse_charge"]) == ("", False)

    def test_an_order_that_was_placed_keeps_its_tax_and_its_invoice_the_vat_id_that_it_rests_on(
        self, adventure_works: Company
    ) -> None:
        order = transferred(adventure_works)
        proved(adventure_works, order.number)
        change(adventure_works, tax_id="", address_line="Neue Straße 1")
        confirm_transfer(finance(), order.number)
        (invoice,) = of(Invoice, adventure_works)
        assert (invoice.tax_minor, invoice.snapshot["reverse_charge"]) == (0, True)
        assert invoice.snapshot["buyer_tax_id"] == VAT_ID
        assert invoice.snapshot["buyer_lines"][1] == "Neue Straße 1"

    def test_an_announced_renewal_keeps_its_net_price_and_is_taxed_anew(self, adventure_works: Company) -> None:
        bought(adventure_works, reviewed_by_card(adventure_works))
        jump(adventure_works.id, "expiry")
        (price,) = all_of(RenewalPrice)
        assert (price.net_minor, price.total_minor, price.reverse_charge) == (44900, 44900, True)
        form = edit_company(adventure_works.admin)
        save_company(adventure_works.admin, dataclasses.replace(form.details, tax_id=""), form.version, clock(adventure_works))
        jump(adventure_works.id, "anniversary")
        renewed = max(of(Order, adventure_works), key=lambda order: order.number)
        costs = (renewed.net_minor, renewed.tax_minor, renewed.total_minor, renewed.reverse_charge)
        assert costs == (44900, 8531, 53431, False)
