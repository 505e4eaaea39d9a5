"""Buying and renewing by card: what a partner has afterwards, and what was charged."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actionpack_app.components.year import year_view
from actionpack_app.domain.blockers import GoldIncludesSilver, ManagedElsewhere, NotQualified, OpensOn, RenewsToday
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.errors import (
    CardDeclined,
    InvalidInput,
    NotATestCard,
    NotRenewable,
    OrderNotOpen,
    PriceChanged,
)
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.status import Closing, Status
from actionpack_app.gateways.payments import Outcome, get_payments
from actionpack_app.messages.formats import format_date
from actionpack_app.models import ActivityEntry, Invoice, Order, Payment, SavedCard, Subscription, SubscriptionTerm
from actionpack_app.pages.offers.view import show_held
from actionpack_app.pages.subscription.view import show_details
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.invoices.browse import InvoiceFilter, list_invoices
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.fill_in import choose_method, go_back, keep_typed, submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.settle import settle
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.workflows.cards import save_card
from actionpack_app.workflows.pay import answer_challenge, buy, resume
from tests.integration.companies import Company
from tests.integration.rows import all_of, of, order_row
from tests.integration.shopping import asked, bought, ledger, reviewed_by_card, sandbox, token

AP, SILVER, GOLD = Offer.ACTION_PACK, Offer.SILVER, Offer.GOLD


def paid_once(company: Company, number: str, *, charges: int = 1) -> None:
    """One order, one success, one charge, one term, one invoice."""
    order = order_row(number)
    assert order.status is OrderStatus.PAID
    succeeded = [p for p in all_of(Payment) if p.order_id == order.id and p.status is PaymentStatus.SUCCEEDED]
    assert len(succeeded) == 1
    assert [row["amount_minor"] for row in ledger() if row["outcome"] == Outcome.SUCCEEDED] == [order.total_minor]
    assert len(ledger()) == charges
    assert len([term for term in all_of(SubscriptionTerm) if term.order_id == order.id]) == 1
    assert len([invoice for invoice in of(Invoice, company) if invoice.order_id == order.id]) == 1


class TestFabrikamRenews:
    def test_the_review_shows_the_new_term_and_the_price_before_anything_is_paid(self, fabrikam: Company) -> None:
        order = reviewed_by_card(fabrikam)
        assert order.status is OrderStatus.DRAFT
        assert order.step == "review"
        assert order.renews
        assert order.term.start == fabrikam.today
        assert order.term.expiry == nth_term(fabrikam.today, 0).expiry
        assert (order.net, order.tax, order.total) == (Money(47500, "USD"), Money(0, "USD"), Money(47500, "USD"))
        assert (order.company, order.mpn_id) == ("Fabrikam", fabrikam.made.mpn_id)
        assert order.bill_to == ("Fabrikam", "1 Main Street", "98101 Seattle, WA")
        assert order.card is not None
        assert order.card.last4 == "4242"
        assert ledger() == []
        assert fabrikam.holds().status is Status.RENEWABLE

    def test_the_term_starts_at_the_anniversary_and_is_paid_once(self, fabrikam: Company) -> None:
        before = fabrikam.holds()
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        paid_once(fabrikam, order.number)
        after = fabrikam.holds()
        assert after.id == before.id == order.subscription_id
        assert after.status is Status.ACTIVE
        assert after.term == order.term == nth_term(before.term.start, 1)

    def test_automatic_renewal_is_on_again_with_the_card_just_used(self, fabrikam: Company) -> None:
        assert not fabrikam.holds().renews_automatically
        bought(fabrikam, reviewed_by_card(fabrikam))
        after = fabrikam.holds()
        assert after.renews_automatically
        assert after.renewal_off_on is None
        assert after.card is not None
        assert after.card.last4 == "4242"

    def test_the_confirmation_has_invoice_and_calendar_and_the_list_has_the_invoice(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        assert order.step == "done"
        assert order.calendar_token
        listed = list_invoices(fabrikam.admin, InvoiceFilter(), 1).page.rows
        assert listed[0].number == order.invoice_number
        assert (listed[0].issued_on, listed[0].total) == (fabrikam.today, order.total)
        assert len(listed) == 2

    def test_the_activity_says_who_did_what_in_order(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam))
        details = show_subscription(fabrikam.admin, order.subscription_id, fabrikam.clock)
        assert [line.action for line in details.activity][:3] == ["order_paid", "order_placed", "card_saved"]
        assert {line.who for line in details.activity} == {"Grace Abbott"}
        assert details.activity[0].subject == order.number
        assert details.activity[0].at == fabrikam.now
        assert {entry.address for entry in of(ActivityEntry, fabrikam)} == {"", "192.0.2.7"}

    def test_on_the_last_day_of_the_window_it_still_starts_at_the_anniversary(self, fabrikam: Company) -> None:
        last = fabrikam.in_days(29)
        anniversary = fabrikam.holds().term.anniversary
        order = bought(fabrikam, reviewed_by_card(fabrikam, clock=last), clock=last)
        assert order.term.start == anniversary
        assert fabrikam.holds(clock=last).term.start == anniversary

    def test_a_purchase_order_number_is_printed_on_the_invoice(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        buy(fabrikam.admin, reviewed.number, reviewed.total, "  PO 4711 ", fabrikam.clock)
        newest = max(of(Invoice, fabrikam), key=lambda invoice: invoice.issued_at)
        assert newest.snapshot["po_number"] == "PO 4711"

    def test_a_purchase_order_number_that_is_too_long_is_named_and_nothing_is_charged(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        with pytest.raises(InvalidInput) as refused:
            buy(fabrikam.admin, reviewed.number, reviewed.total, "9" * 36, fabrikam.clock)
        assert refused.value.problems == {"po_number": "too_long"}
        assert ledger() == []
        assert order_row(reviewed.number).status is OrderStatus.DRAFT

    def test_after_the_renewal_it_can_not_be_renewed_again_before_the_next_expiry(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        with pytest.raises(NotRenewable) as refused:
            open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert isinstance(refused.value.blockers[0], OpensOn)

    def test_the_card_is_offered_at_the_next_renewal(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        later = fabrikam.on(fabrikam.holds().term.anniversary + timedelta(days=1))
        order = open_checkout(fabrikam.admin, AP, later)
        assert order.method is PaymentMethod.CARD
        assert [card.last4 for card in order.cards] == ["4242"]
        again = bought(fabrikam, submit_details(fabrikam.admin, order.number, {}), clock=later)
        assert again.status is OrderStatus.PAID
        assert again.term.start == nth_term(fabrikam.today, 1).start


class TestSameOrderEverywhere:
    def test_a_second_tab_comes_back_to_the_same_order(self, fabrikam: Company) -> None:
        first = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert open_checkout(fabrikam.admin, AP, fabrikam.clock) == first
        assert len(of(Order, fabrikam)) == 2

    def test_a_colleague_comes_to_the_same_order(self, fabrikam: Company) -> None:
        first = reviewed_by_card(fabrikam)
        colleague = fabrikam.visitors[next(role for role in fabrikam.visitors if role.value == "partner_admin")].actor
        assert open_checkout(colleague, AP, fabrikam.clock).number == first.number
        assert bought(fabrikam, first, actor=colleague).status is OrderStatus.PAID
        paid_once(fabrikam, first.number)

    def test_buying_again_gives_the_same_confirmation(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        first = bought(fabrikam, reviewed)
        for _ in range(3):
            assert bought(fabrikam, reviewed) == first
        paid_once(fabrikam, reviewed.number)

    def test_a_reload_after_paying_shows_the_confirmation(self, fabrikam: Company) -> None:
        paid = bought(fabrikam, reviewed_by_card(fabrikam))
        assert resume(fabrikam.admin, paid.number, fabrikam.clock) == paid

    def test_back_keeps_what_was_typed_and_the_way_forward(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        keep_typed(fabrikam.admin, reviewed.number, "po_number", "PO 1")
        back = go_back(fabrikam.admin, reviewed.number)
        assert (back.step, back.po_number, back.card) == ("method", "PO 1", reviewed.card)
        assert submit_details(fabrikam.admin, reviewed.number, {}).step == "review"

    def test_a_placed_order_can_not_be_filled_in_or_paid_for_with_another_card(self, fabrikam: Company) -> None:
        paid = bought(fabrikam, reviewed_by_card(fabrikam))
        calls: list[Callable[[], object]] = [
            lambda: choose_method(fabrikam.admin, paid.number, PaymentMethod.TRANSFER, None),
            lambda: submit_details(fabrikam.admin, paid.number, {}),
            lambda: go_back(fabrikam.admin, paid.number),
            lambda: save_card(fabrikam.admin, paid.number, token("4242"), fabrikam.clock),
            lambda: cancel_order(fabrikam.admin, paid.number, fabrikam.clock),
        ]
        for call in calls:
            with pytest.raises(OrderNotOpen):
                call()
        keep_typed(fabrikam.admin, paid.number, "po_number", "too late")
        assert show_order(fabrikam.admin, paid.number) == paid

    def test_an_order_that_was_not_reviewed_can_not_be_bought(self, fabrikam: Company) -> None:
        order = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        with pytest.raises(OrderNotOpen):
            bought(fabrikam, order)
        assert ledger() == []

    def test_after_going_back_it_has_to_be_reviewed_again(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        go_back(fabrikam.admin, reviewed.number)
        with pytest.raises(OrderNotOpen):
            bought(fabrikam, reviewed)

    def test_a_method_and_a_card_have_to_be_chosen(self, fabrikam: Company) -> None:
        number = open_checkout(fabrikam.admin, AP, fabrikam.clock).number
        with pytest.raises(InvalidInput) as refused:
            submit_details(fabrikam.admin, number, {})
        assert refused.value.problems == {"method": "choose_method"}
        choose_method(fabrikam.admin, number, PaymentMethod.CARD, None)
        with pytest.raises(InvalidInput) as refused:
            submit_details(fabrikam.admin, number, {})
        assert refused.value.problems == {"card": "choose_card"}


class TestDeclines:
    @pytest.mark.parametrize(("last4", "code"), [("0002", "card_declined"), ("9995", "insufficient_funds")])
    def test_a_card_that_is_refused_on_submit_leaves_the_dialog_where_it_was(
        self, fabrikam: Company, last4: str, code: str
    ) -> None:
        order = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        with pytest.raises(CardDeclined) as refused:
            save_card(fabrikam.admin, order.number, token(last4), fabrikam.clock)
        assert refused.value.code == code
        assert show_order(fabrikam.admin, order.number) == order
        assert of(SavedCard, fabrikam) == []
        assert bought(fabrikam, reviewed_by_card(fabrikam)).status is OrderStatus.PAID
        paid_once(fabrikam, order.number)

    def test_a_number_that_is_no_test_card_is_refused(self, fabrikam: Company) -> None:
        order = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        with pytest.raises(NotATestCard):
            save_card(fabrikam.admin, order.number, token("1881"), fabrikam.clock)
        assert of(SavedCard, fabrikam) == []

    def test_a_declined_charge_keeps_the_dialog_and_says_why(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="0341"))
        assert (order.status, order.step, order.decline_code) == (OrderStatus.DRAFT, "review", "card_declined")
        assert fabrikam.holds().status is Status.RENEWABLE
        assert not fabrikam.holds().renews_automatically
        assert len(of(Invoice, fabrikam)) == 1
        assert "payment_failed" in {entry.action for entry in of(ActivityEntry, fabrikam)}

    def test_another_card_pays_the_same_order(self, fabrikam: Company) -> None:
        declined = bought(fabrikam, reviewed_by_card(fabrikam, last4="0341"))
        again = reviewed_by_card(fabrikam)
        assert (again.number, again.decline_code) == (declined.number, "")
        assert bought(fabrikam, again).status is OrderStatus.PAID
        paid_once(fabrikam, declined.number, charges=2)
        card = fabrikam.holds().card
        assert card is not None
        assert card.last4 == "4242"

    def test_the_same_card_can_be_tried_again(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam, last4="0341")
        for _ in range(3):
            assert bought(fabrikam, reviewed).decline_code == "card_declined"
        assert [row["outcome"] for row in ledger()] == [Outcome.DECLINED] * 3
        assert [p.attempt for p in all_of(Payment) if p.order_id == order_row(reviewed.number).id] == [1, 2, 3]

    def test_an_order_is_noted_as_placed_once_however_often_it_is_tried(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam, last4="0341")
        bought(fabrikam, reviewed)
        bought(fabrikam, reviewed)
        actions = [entry.action for entry in of(ActivityEntry, fabrikam)]
        assert (actions.count("order_placed"), actions.count("payment_failed")) == (1, 2)

    def test_relecloud_pays_by_hand_while_a_retry_is_due(self, sample: Callable[[str], Company]) -> None:
        relecloud = sample("relecloud")
        anniversary = relecloud.holds().term.anniversary
        order = bought(relecloud, reviewed_by_card(relecloud))
        assert order.term.start == anniversary
        assert order.total == Money(74800, "JPY")
        held = relecloud.holds()
        assert (held.status, held.card.last4 if held.card else "") == (Status.ACTIVE, "4242")
        paid_once(relecloud, order.number)

    def test_relecloud_is_told_why_the_automatic_charge_failed(self, sample: Callable[[str], Company]) -> None:
        relecloud = sample("relecloud")
        assert open_checkout(relecloud.admin, AP, relecloud.clock).decline_code == "card_declined"


class TestAuthentication:
    def test_the_bank_asks_before_anything_is_paid(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        assert order.status is OrderStatus.PROCESSING
        assert order.needs_authentication
        assert fabrikam.holds().status is Status.RENEWABLE

    def test_completed_it_is_paid(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        done = answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=True)
        assert done.status is OrderStatus.PAID
        assert not done.needs_authentication
        paid_once(fabrikam, order.number)

    def test_failed_it_is_a_draft_again_and_another_card_pays(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        failed = answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=False)
        assert (failed.status, failed.decline_code) == (OrderStatus.DRAFT, "authentication_failed")
        assert not failed.needs_authentication
        assert bought(fabrikam, reviewed_by_card(fabrikam)).status is OrderStatus.PAID
        paid_once(fabrikam, order.number, charges=2)

    def test_failed_the_same_card_can_be_tried_and_completed(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam, last4="3184")
        bought(fabrikam, reviewed)
        answer_challenge(fabrikam.admin, reviewed.number, fabrikam.clock, complete=False)
        assert bought(fabrikam, reviewed).needs_authentication
        answer_challenge(fabrikam.admin, reviewed.number, fabrikam.clock, complete=True)
        paid_once(fabrikam, reviewed.number, charges=2)

    def test_a_reload_asks_again_for_the_same_charge(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        assert resume(fabrikam.admin, order.number, fabrikam.clock) == order
        assert open_checkout(fabrikam.admin, AP, fabrikam.clock) == order
        assert len(ledger()) == 1

    @pytest.mark.parametrize("complete", [True, False])
    def test_an_answer_given_twice_counts_once(self, fabrikam: Company, *, complete: bool) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        first = answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=complete)
        with pytest.raises(OrderNotOpen):
            answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=not complete)
        assert show_order(fabrikam.admin, order.number) == first

    def test_an_order_that_asks_for_nothing_has_nothing_to_answer(self, fabrikam: Company) -> None:
        order = reviewed_by_card(fabrikam)
        with pytest.raises(OrderNotOpen):
            answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=True)

    def test_answered_at_the_bank_and_lost_on_the_way_back_it_is_paid_on_reload(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        sandbox().answer_challenge(ledger()[0]["ref"], complete=True)
        assert resume(fabrikam.admin, order.number, fabrikam.clock).status is OrderStatus.PAID
        paid_once(fabrikam, order.number)


class TestCrashes:
    @pytest.mark.parametrize(("last4", "ends"), [("4242", OrderStatus.PAID), ("0341", OrderStatus.DRAFT)])
    def test_before_the_charge(self, fabrikam: Company, last4: str, ends: OrderStatus) -> None:
        order = reviewed_by_card(fabrikam, last4=last4)
        place_order(fabrikam.admin, order.number, order.total, "PO 1", get_payments().name, fabrikam.clock)
        assert resume(fabrikam.admin, order.number, fabrikam.clock).status is ends
        assert len(ledger()) == 1

    @pytest.mark.parametrize(("last4", "ends"), [("4242", OrderStatus.PAID), ("0341", OrderStatus.DRAFT)])
    def test_between_the_charge_and_its_settlement(self, fabrikam: Company, last4: str, ends: OrderStatus) -> None:
        order = reviewed_by_card(fabrikam, last4=last4)
        intent = place_order(fabrikam.admin, order.number, order.total, "", get_payments().name, fabrikam.clock)
        assert intent is not None
        asked(fabrikam, intent)
        assert resume(fabrikam.admin, order.number, fabrikam.clock).status is ends
        assert len(ledger()) == 1

    def test_an_answer_taken_twice_changes_nothing(self, fabrikam: Company) -> None:
        order = reviewed_by_card(fabrikam)
        intent = place_order(fabrikam.admin, order.number, order.total, "", get_payments().name, fabrikam.clock)
        assert intent is not None
        result = asked(fabrikam, intent)
        for _ in range(3):
            settle(fabrikam.admin, order.number, intent.payment_id, result, fabrikam.clock)
        paid_once(fabrikam, order.number)

    def test_resumed_after_the_window_the_renewal_still_counts(self, fabrikam: Company) -> None:
        """It was placed, and charged, in time."""
        last = fabrikam.in_days(29)
        anniversary = fabrikam.holds().term.anniversary
        order = reviewed_by_card(fabrikam, clock=last)
        intent = place_order(fabrikam.admin, order.number, order.total, "", get_payments().name, last)
        assert intent is not None
        asked(fabrikam, intent)
        assert resume(fabrikam.admin, order.number, fabrikam.in_days(31)).term.start == anniversary
        paid_once(fabrikam, order.number)

    def test_a_price_that_changes_after_buy_does_not_change_what_is_charged(self, fabrikam: Company) -> None:
        order = reviewed_by_card(fabrikam)
        place_order(fabrikam.admin, order.number, order.total, "", get_payments().name, fabrikam.clock)
        import_catalogue(sample_catalogue().replace('USD = "475.00"', 'USD = "480.00"'))
        assert open_checkout(fabrikam.admin, AP, fabrikam.clock).total == order.total
        assert resume(fabrikam.admin, order.number, fabrikam.clock).total == order.total
        paid_once(fabrikam, order.number)

    def test_a_purchase_resumed_on_the_next_day_starts_on_that_day(self, sample: Callable[[str], Company]) -> None:
        adventure_works = sample("adventure_works")
        order = reviewed_by_card(adventure_works)
        place_order(adventure_works.admin, order.number, order.total, "", get_payments().name, adventure_works.clock)
        later = adventure_works.in_days(1)
        resumed = resume(adventure_works.admin, order.number, later)
        assert resumed.term == nth_term(adventure_works.today + timedelta(days=1), 0)
        assert adventure_works.holds(clock=later).term == resumed.term


class TestPriceChanges:
    def test_a_price_that_changed_since_the_review_has_to_be_reviewed_again(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        import_catalogue(sample_catalogue().replace('USD = "475.00"', 'USD = "480.00"'))
        with pytest.raises(PriceChanged):
            bought(fabrikam, reviewed)
        assert ledger() == []
        again = open_checkout(fabrikam.admin, AP, fabrikam.clock)
        assert (again.number, again.total, again.step) == (reviewed.number, Money(48000, "USD"), "review")
        assert bought(fabrikam, again).status is OrderStatus.PAID
        paid_once(fabrikam, reviewed.number)

    def test_a_total_that_the_browser_makes_up_is_refused(self, fabrikam: Company) -> None:
        reviewed = reviewed_by_card(fabrikam)
        for total in (Money(1, "USD"), Money(47500, "JPY"), Money(0, "USD"), Money(-47500, "USD")):
            with pytest.raises(PriceChanged):
                buy(fabrikam.admin, reviewed.number, total, "", fabrikam.clock)
        assert ledger() == []

    def test_what_was_reviewed_as_a_renewal_is_not_sold_as_something_else(self, fabrikam: Company) -> None:
        """The window closed between review and Buy: the term shown was the next one, not a new one from today."""
        reviewed = reviewed_by_card(fabrikam, clock=fabrikam.in_days(29))
        with pytest.raises((PriceChanged, NotRenewable, OrderNotOpen)):
            bought(fabrikam, reviewed, clock=fabrikam.in_days(30))
        assert ledger() == []


class TestOffers:
    def test_contoso_can_not_renew_before_its_expiry(self, contoso: Company) -> None:
        with pytest.raises(NotRenewable) as refused:
            open_checkout(contoso.admin, AP, contoso.clock)
        term = contoso.holds().term
        assert refused.value.blockers == (OpensOn(term.anniversary, term.last_renewal_day),)
        assert len(of(Order, contoso)) == 3

    def test_contoso_can_not_pay_by_hand_while_it_renews_by_itself(self, contoso: Company) -> None:
        with pytest.raises(NotRenewable) as refused:
            open_checkout(contoso.admin, AP, contoso.in_days(121))
        assert refused.value.blockers == (RenewsToday(),)

    def test_northwind_buys_anew_with_a_new_anchor(self, sample: Callable[[str], Company]) -> None:
        northwind = sample("northwind")
        lapsed = northwind.holds()
        order = bought(northwind, reviewed_by_card(northwind))
        assert not order.renews
        held = northwind.holds()
        assert held.id == order.subscription_id != lapsed.id
        assert held.term == nth_term(northwind.today, 0)
        old = next(row for row in of(Subscription, northwind) if row.id == lapsed.id)
        assert (old.closing, old.closed_on) == (Closing.REPLACED, northwind.today)
        details = show_subscription(northwind.admin, lapsed.id, northwind.clock)
        assert details.summary.status is Status.LAPSED
        assert not details.may_cancel
        paid_once(northwind, order.number)

    def test_woodgrove_goes_to_gold_at_a_quarter_less_and_silver_ends_that_day(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = woodgrove.holds(SILVER)
        assert woodgrove.tile(GOLD).price == Money(296250, "GBP")
        order = bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        assert order.upgrade
        assert (order.net, order.tax, order.total) == (Money(296250, "GBP"), Money(59250, "GBP"), Money(355500, "GBP"))
        assert woodgrove.holds(GOLD).term == nth_term(woodgrove.today, 0)
        old = next(row for row in of(Subscription, woodgrove) if row.id == silver.id)
        assert (old.closing, old.closed_on) == (Closing.UPGRADED, woodgrove.today)
        assert old.renewal_off_at == woodgrove.now
        assert woodgrove.holds(AP).renews_automatically
        paid_once(woodgrove, order.number)

    def test_silver_says_that_it_became_gold_and_not_that_it_lapsed(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        silver = woodgrove.holds(SILVER)
        order = bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        details = show_subscription(woodgrove.admin, silver.id, woodgrove.clock)
        shown, became = show_details(details), f"Became the gold competency on {format_date(woodgrove.today)}."
        assert (shown.next, shown.why, shown.ended) == (became, [became], format_date(woodgrove.today))
        assert shown.year.window_width == 0
        assert shown.year.term_width < year_view(silver.term, woodgrove.today).term_width
        row = show_held(details.summary)
        assert (row.why, row.expiry) == ([became], format_date(woodgrove.today))
        assert [(line.action, line.subject) for line in details.activity][:1] == [("subscription_upgraded", order.number)]

    def test_a_gold_partner_can_not_buy_silver(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        with pytest.raises(NotRenewable) as refused:
            open_checkout(woodgrove.admin, SILVER, woodgrove.clock)
        assert refused.value.blockers == (GoldIncludesSilver(),)

    def test_gold_costs_the_whole_price_once_silver_is_only_renewable(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        in_window = woodgrove.in_days(266)
        assert woodgrove.tile(GOLD, in_window).price == Money(395000, "GBP")

    def test_competencies_need_a_qualification(self, fabrikam: Company) -> None:
        for offer in (SILVER, GOLD):
            with pytest.raises(NotRenewable) as refused:
                open_checkout(fabrikam.admin, offer, fabrikam.clock)
            assert refused.value.blockers == (NotQualified(offer),)

    def test_litware_can_not_buy_here_yet(self, sample: Callable[[str], Company]) -> None:
        litware = sample("litware")
        with pytest.raises(NotRenewable) as refused:
            open_checkout(litware.admin, AP, litware.in_days(6))
        assert ManagedElsewhere() in refused.value.blockers

    def test_adventure_works_pays_no_tax_but_owes_it_at_home(self, sample: Callable[[str], Company]) -> None:
        adventure_works = sample("adventure_works")
        order = bought(adventure_works, reviewed_by_card(adventure_works))
        assert (order.net, order.tax, order.total) == (Money(44900, "EUR"), Money(0, "EUR"), Money(44900, "EUR"))
        assert order.reverse_charge
        (invoice,) = of(Invoice, adventure_works)
        assert invoice.snapshot["reverse_charge"] is True
        assert invoice.snapshot["buyer_tax_id"] == "DE136695976"

    def test_proseware_pays_its_countrys_tax(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        order = bought(proseware, reviewed_by_card(proseware))
        assert (order.net, order.tax, order.total) == (Money(570000, "KRW"), Money(57000, "KRW"), Money(627000, "KRW"))
        assert [row["amount_minor"] for row in ledger()] == [627000]
        assert [row["currency"] for row in ledger()] == ["KRW"]
        paid_once(proseware, order.number)

    def test_a_first_purchase_starts_on_the_day_it_is_paid(self, sample: Callable[[str], Company]) -> None:
        adventure_works = sample("adventure_works")
        reviewed = reviewed_by_card(adventure_works)
        assert not reviewed.renews
        tomorrow = adventure_works.in_days(1)
        again = open_checkout(adventure_works.admin, AP, tomorrow)
        assert again.number == reviewed.number
        assert again.term == nth_term(adventure_works.today + timedelta(days=1), 0)
        order = bought(adventure_works, again, clock=tomorrow)
        assert adventure_works.holds(clock=tomorrow).term == order.term == again.term
        assert adventure_works.holds(clock=tomorrow).renews_automatically
