"""Electronic bank transfer: the order waits, and says how to pay it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actionpack_app.dialogs.checkout.view import show
from actionpack_app.domain.blockers import TransferOpen
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.errors import InvalidInput, NotFound, OrderNotOpen
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, TermFrom
from actionpack_app.domain.rights import Role
from actionpack_app.domain.status import Status
from actionpack_app.messages.formats import format_term
from actionpack_app.models import ActivityEntry, Invoice, Order, Partner
from actionpack_app.pages.desk_partners.view import show_row
from actionpack_app.repositories.pages import Page
from actionpack_app.services.lookup.show import Part, look_at
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.fill_in import choose_method, go_back, keep_typed, submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.workflows.desk import confirm
from tests.integration.companies import Company
from tests.integration.desk import change, finance, operator
from tests.integration.rows import of, order_row
from tests.integration.shopping import CONTACT, bought, ledger, reviewed_by_card, reviewed_by_transfer

AP = Offer.ACTION_PACK
A_YEAR = "A year from the day the transfer is received"


class TestWaiting:
    def test_the_order_waits_thirty_days_and_nothing_is_charged(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_transfer(fabrikam))
        assert order.status is OrderStatus.AWAITING_PAYMENT
        assert order.transfer is not None
        assert order.transfer.last_day == fabrikam.today + timedelta(days=30)
        assert ledger() == []
        assert len(of(Invoice, fabrikam)) == 1

    def test_the_reference_holds_order_number_and_mpn_id(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_transfer(fabrikam))
        assert order.transfer is not None
        assert order.number in order.transfer.reference
        assert fabrikam.made.mpn_id in order.transfer.reference

    def test_the_money_goes_to_the_account_in_the_partners_currency(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        order = bought(proseware, reviewed_by_transfer(proseware))
        assert order.transfer is not None
        assert dict(order.transfer.account)["account"] == "110-123-456789"
        assert [key for key, _value in order.transfer.account] == ["holder", "bank", "account", "code"]
        assert not order.transfer.matched
        assert order.total == Money(627000, "KRW")

    def test_the_subscription_awaits_payment_with_its_benefits(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_transfer(fabrikam))
        held = fabrikam.holds()
        assert held.status is Status.AWAITING_PAYMENT
        assert show_subscription(fabrikam.admin, held.id, fabrikam.clock).benefits_run
        assert fabrikam.tile(AP).blockers == (TransferOpen(fabrikam.today + timedelta(days=30)),)

    def test_placed_on_the_last_day_of_the_window_it_runs_past_the_window(self, fabrikam: Company) -> None:
        last = fabrikam.in_days(29)
        bought(fabrikam, reviewed_by_transfer(fabrikam, clock=last), clock=last)
        assert fabrikam.holds(clock=fabrikam.in_days(59)).status is Status.AWAITING_PAYMENT
        assert fabrikam.holds(clock=fabrikam.in_days(60)).status is Status.LAPSED

    def test_a_reload_and_a_second_buy_come_back_to_the_same_order(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_transfer(fabrikam)
        order = bought(fabrikam, reviewed)
        assert bought(fabrikam, reviewed) == order
        assert open_checkout(fabrikam.admin, AP, fabrikam.clock) == order
        assert len(of(Order, fabrikam)) == 2
        assert [e.action for e in of(ActivityEntry, fabrikam)].count("order_placed") == 1

    def test_tailspin_comes_back_to_its_waiting_order(self, sample: Callable[[str], Company]) -> None:
        tailspin = sample("tailspin")
        order = open_checkout(tailspin.admin, AP, tailspin.clock)
        assert order.status is OrderStatus.AWAITING_PAYMENT
        assert order.transfer is not None
        assert order.transfer.last_day == tailspin.today + timedelta(days=18)
        assert open_checkout(tailspin.admin, AP, tailspin.in_days(18)) == order

    def test_after_its_last_day_the_order_expires_and_the_offer_can_be_ordered_again(
        self, sample: Callable[[str], Company]
    ) -> None:
        tailspin = sample("tailspin")
        old = open_checkout(tailspin.admin, AP, tailspin.clock)
        later = tailspin.in_days(19)
        new = open_checkout(tailspin.admin, AP, later)
        assert new.number != old.number
        assert new.status is OrderStatus.DRAFT
        assert new.term == nth_term(tailspin.today + timedelta(days=19), 0)
        assert show_order(tailspin.admin, old.number).status is OrderStatus.EXPIRED


class TestCancelling:
    def test_an_unpaid_order_can_be_cancelled_and_ordered_again(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_transfer(fabrikam))
        cancelled, _expected = cancel_order(fabrikam.admin, order.number, fabrikam.clock)
        assert (cancelled.status, cancelled.transfer) == (OrderStatus.CANCELLED, None)
        assert fabrikam.holds().status is Status.RENEWABLE
        again = bought(fabrikam, reviewed_by_card(fabrikam))
        assert again.status is OrderStatus.PAID
        assert again.number != order.number

    def test_a_cancelled_order_can_not_be_cancelled_or_bought_again(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_transfer(fabrikam)
        bought(fabrikam, reviewed)
        cancel_order(fabrikam.admin, reviewed.number, fabrikam.clock)
        with pytest.raises(OrderNotOpen):
            cancel_order(fabrikam.admin, reviewed.number, fabrikam.clock)
        with pytest.raises(OrderNotOpen):
            bought(fabrikam, reviewed)
        assert order_row(reviewed.number).closed_at == fabrikam.now

    def test_a_draft_is_not_an_order_that_could_be_cancelled(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_transfer(fabrikam)
        with pytest.raises(OrderNotOpen):
            cancel_order(fabrikam.admin, reviewed.number, fabrikam.clock)

    def test_a_cancelled_order_stays_in_the_history(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_transfer(fabrikam))
        cancel_order(fabrikam.admin, order.number, fabrikam.clock)
        details = show_subscription(fabrikam.admin, fabrikam.holds().id, fabrikam.clock)
        assert details.orders[0].number == order.number
        assert details.orders[0].status is OrderStatus.CANCELLED
        assert [line.action for line in details.activity][:2] == ["order_cancelled", "order_placed"]


class TestTerm:
    @pytest.fixture
    def purchase(self, sample: Callable[[str], Company]) -> tuple[Company, OrderView]:
        """Adventure Works' first Action Pack, reviewed."""
        adventure_works = sample("adventure_works")
        return adventure_works, reviewed_by_transfer(adventure_works, AP)

    def test_a_purchase_promises_no_dates_until_it_is_paid(self, purchase: tuple[Company, OrderView]) -> None:
        company, reviewed = purchase
        waiting = bought(company, reviewed)
        for order in (reviewed, waiting):
            assert order.term_from is TermFrom.PAYMENT
            assert (show(order).term, show(order).next_renewal) == (A_YEAR, "On the day after that year")
        change(Partner, company.id, clock_at=company.in_days(3).now())
        confirm(finance(), waiting.number)
        paid = show_order(company.admin, waiting.number)
        assert (paid.term_from, paid.term) == (TermFrom.DATES, nth_term(company.today + timedelta(days=3), 0))
        assert show(paid).term == format_term(paid.term)

    def test_a_purchase_that_ended_unpaid_has_no_term(self, purchase: tuple[Company, OrderView]) -> None:
        company, reviewed = purchase
        order = bought(company, reviewed)
        cancelled, _expected = cancel_order(company.admin, order.number, company.clock)
        assert show(cancelled).term == ""

    def test_a_purchase_by_card_and_a_renewal_keep_their_dates(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        by_card = reviewed_by_card(sample("adventure_works"), AP)
        renewal = bought(fabrikam, reviewed_by_transfer(fabrikam))
        cancelled, _expected = cancel_order(fabrikam.admin, renewal.number, fabrikam.clock)
        for order in (by_card, renewal, cancelled):
            assert show(order).term == format_term(order.term)

    def test_the_desk_reads_the_same_in_its_look_up(self, purchase: tuple[Company, OrderView]) -> None:
        company, reviewed = purchase
        order = bought(company, reviewed)
        assert self.looked_up(company) == [A_YEAR]
        cancel_order(company.admin, order.number, company.clock)
        assert self.looked_up(company) == ["–"]

    def looked_up(self, company: Company) -> list[str]:
        """The terms of the company's orders, as the desk reads them."""
        content = look_at(operator(Role.SUPPORT_AGENT), company.id, Role.GLOBAL_ADMIN, Part.ORDERS, 1).content
        assert isinstance(content, Page)
        return [show_row(row, "UTC").cells[2] for row in content.rows]


class TestContact:
    @pytest.fixture
    def number(self, fabrikam: Company) -> str:
        number = open_checkout(fabrikam.admin, AP, fabrikam.clock).number
        choose_method(fabrikam.admin, number, PaymentMethod.TRANSFER, None)
        return number

    def test_it_starts_with_the_person_who_orders(self, fabrikam: Company, number: str) -> None:
        order = show_order(fabrikam.admin, number)
        assert (order.contact_name, order.contact_email) == (fabrikam.admin.name, fabrikam.admin.email)

    def test_a_number_is_kept_in_international_form(self, fabrikam: Company, number: str) -> None:
        assert submit_details(fabrikam.admin, number, CONTACT).contact_phone == "+1 206-555-0100"

    def test_wrong_values_are_named_and_kept_as_they_were_typed(self, fabrikam: Company, number: str) -> None:
        typed = {"contact_name": "", "contact_phone": "call me", "contact_email": "grace@"}
        with pytest.raises(InvalidInput) as refused:
            submit_details(fabrikam.admin, number, typed)
        assert refused.value.problems == {"contact_name": "required", "contact_phone": "phone", "contact_email": "email"}
        order = show_order(fabrikam.admin, number)
        assert (order.contact_name, order.contact_phone, order.contact_email) == ("", "call me", "grace@")
        assert order.step == "method"

    def test_what_is_right_is_kept_beside_what_is_wrong(self, fabrikam: Company, number: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            submit_details(fabrikam.admin, number, {**CONTACT, "contact_phone": ""})
        assert refused.value.problems == {"contact_phone": "required"}
        assert show_order(fabrikam.admin, number).contact_email == CONTACT["contact_email"]

    def test_a_name_that_is_too_long_is_named_and_kept(self, fabrikam: Company, number: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            submit_details(fabrikam.admin, number, {**CONTACT, "contact_name": "x" * 101})
        assert refused.value.problems == {"contact_name": "too_long"}
        assert show_order(fabrikam.admin, number).contact_name == "x" * 101

    @pytest.mark.parametrize("field", ["contact_name", "contact_phone", "contact_email", "po_number"])
    def test_any_text_that_is_typed_is_kept_as_far_as_it_goes(self, fabrikam: Company, number: str, field: str) -> None:
        for text in ("half a wo", "", "김서연", "x" * 5000, "a\x00b\nc", 42, None, {"a": 1}, ["x"], "\U0001f600"):
            keep_typed(fabrikam.admin, number, field, text)
            kept = getattr(show_order(fabrikam.admin, number), field)
            meant = text.replace("\x00", "").replace("\n", "") if isinstance(text, str) else ""
            assert meant.startswith(kept)
            assert kept or not meant

    def test_no_other_field_can_be_written(self, fabrikam: Company, number: str) -> None:
        for field in ("status", "total_minor", "partner_id", "", "contact_name "):
            with pytest.raises(NotFound):
                keep_typed(fabrikam.admin, number, field, "x")

    def test_half_of_an_emoji_does_not_break_the_dialog(self, fabrikam: Company, number: str) -> None:
        """Browsers can send a lone surrogate; no database can store it."""
        keep_typed(fabrikam.admin, number, "contact_name", "Grace \ud83d")
        assert show_order(fabrikam.admin, number).contact_name.startswith("Grace")

    def test_back_and_forth_between_methods_keeps_the_contact(self, fabrikam: Company, number: str) -> None:
        submit_details(fabrikam.admin, number, CONTACT)
        go_back(fabrikam.admin, number)
        choose_method(fabrikam.admin, number, PaymentMethod.CARD, None)
        order = choose_method(fabrikam.admin, number, PaymentMethod.TRANSFER, None)
        assert (order.contact_phone, order.contact_name) == ("+1 206-555-0100", CONTACT["contact_name"])
