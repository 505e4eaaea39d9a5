"""Money that goes back: once, whatever happens on the way; and none is kept for which nothing is owed."""

from collections.abc import Callable

import pytest

from actionpack_app.domain.errors import InvalidInput, NotFound, ProviderUnavailable, RefundNotPossible
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, RefundStatus
from actionpack_app.domain.rights import the_product
from actionpack_app.gateways.payments import ChargeResult, Outcome, RefundResult, get_payments
from actionpack_app.models import Invoice, Order, Payment, Refund, SubscriptionTerm
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from actionpack_app.services.desk.queue import RefundItem, Section
from actionpack_app.services.desk.record_refund import record_refund
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.settle import settle
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.refunds.give_back import settle_refund
from actionpack_app.services.running.pick_up import on_behalf_of
from actionpack_app.workflows import engine, refund
from actionpack_app.workflows.pay import resume
from actionpack_app.workflows.refund import carry_refund
from tests.integration.companies import Company
from tests.integration.desk import (
    actions,
    asks_to_cancel,
    change,
    finance,
    given_back,
    refund_of,
    refunds_carried,
    waiting_at_desk,
)
from tests.integration.rows import all_of, at_once, of, order_row
from tests.integration.shopping import asked, bought, ledger, reviewed_by_card, sandbox

MANY = 8


def taken(company: Company) -> tuple[str, str, ChargeResult]:
    """An order and its payment, which the provider has taken though nobody has heard of it yet."""
    order = reviewed_by_card(company)
    intent = place_order(company.admin, order.number, order.total, "", get_payments().name, company.clock)
    assert intent is not None
    return order.number, intent.payment_id, asked(company, intent)


def declined(company: Company, number: str, payment_id: str) -> None:
    settle(company.admin, number, payment_id, ChargeResult("", Outcome.DECLINED, "given_up"), company.clock)


ENDS: dict[str, Callable[[Company, str, str], object]] = {
    "the order was cancelled": lambda _c, number, _p: change(Order, order_row(number).id, status=OrderStatus.CANCELLED),
    "the order expired": lambda _c, number, _p: change(Order, order_row(number).id, status=OrderStatus.EXPIRED),
    "the attempt was given up": declined,
    "the subscription was cancelled": lambda c, _n, _p: cancel_and_refund(finance(), asks_to_cancel(c)),
}


def surplus_of(company: Company) -> Refund:
    (found,) = [row for row in of(Refund, company) if row.surplus]
    return found


def carry(company: Company, refund_id: str) -> None:
    engine.run(carry_refund, f"refund:{refund_id}", on_behalf_of(company.id), refund_id)


@pytest.mark.parametrize("end", ENDS)
class TestLateSuccess:
    def test_it_goes_back_once_and_buys_nothing(self, fabrikam: Company, end: str) -> None:
        number, payment_id, result = taken(fabrikam)
        ENDS[end](fabrikam, number, payment_id)
        refund_id = settle(fabrikam.admin, number, payment_id, result, fabrikam.clock)
        assert refund_id == surplus_of(fabrikam).id
        for _ in range(2):
            carry(fabrikam, refund_id)
        assert given_back() == [47500]
        assert surplus_of(fabrikam).status is RefundStatus.SUCCEEDED
        (payment,) = [row for row in all_of(Payment) if row.id == payment_id]
        assert (payment.status, payment.received_minor) == (PaymentStatus.REFUNDED, 47500)
        assert order_row(number).status not in {OrderStatus.PAID, OrderStatus.REFUNDED, OrderStatus.PROCESSING}
        assert len(of(Invoice, fabrikam)) == len(all_of(SubscriptionTerm)) == 1
        assert settle(fabrikam.admin, number, payment_id, result, fabrikam.clock) == ""

    def test_told_many_times_at_once_it_goes_back_once(self, fabrikam: Company, end: str) -> None:
        number, payment_id, result = taken(fabrikam)
        ENDS[end](fabrikam, number, payment_id)
        outcomes = at_once([lambda: settle(fabrikam.admin, number, payment_id, result, fabrikam.clock)] * MANY)
        refund_id = surplus_of(fabrikam).id
        assert set(outcomes) == {refund_id}  # until it is carried out, everybody may carry it
        at_once([lambda: carry(fabrikam, refund_id)] * 3)
        assert given_back() == [47500]
        assert actions(fabrikam).count("payment_returned") == 1


class TestSettling:
    def test_told_many_times_at_once_a_paid_order_is_paid_once(self, fabrikam: Company) -> None:
        number, payment_id, result = taken(fabrikam)
        outcomes = at_once([lambda: settle(fabrikam.admin, number, payment_id, result, fabrikam.clock)] * MANY)
        assert outcomes == [""] * MANY
        assert order_row(number).status is OrderStatus.PAID
        assert len(of(Invoice, fabrikam)) == 2
        assert of(Refund, fabrikam) == []

    def test_a_decline_that_comes_after_the_success_changes_nothing(self, fabrikam: Company) -> None:
        number, payment_id, result = taken(fabrikam)
        settle(fabrikam.admin, number, payment_id, result, fabrikam.clock)
        paid = show_order(fabrikam.admin, number)
        declined(fabrikam, number, payment_id)
        assert show_order(fabrikam.admin, number) == paid

    def test_a_success_and_a_decline_at_once_leave_it_paid_or_given_back(self, fabrikam: Company) -> None:
        number, payment_id, result = taken(fabrikam)
        at_once(
            [
                lambda: settle(fabrikam.admin, number, payment_id, result, fabrikam.clock),
                lambda: declined(fabrikam, number, payment_id),
            ]
        )
        paid, back = order_row(number).status is OrderStatus.PAID, bool(of(Refund, fabrikam))
        assert paid is not back
        assert len(of(Invoice, fabrikam)) == 1 + paid

    def test_a_year_that_was_paid_meanwhile_is_not_paid_twice(self, fabrikam: Company) -> None:
        """The first attempt was given up, the second one paid; then the first one turns out to have been taken."""
        number, payment_id, result = taken(fabrikam)
        declined(fabrikam, number, payment_id)
        paid = bought(fabrikam, reviewed_by_card(fabrikam))
        assert (paid.number, paid.status) == (number, OrderStatus.PAID)
        carry(fabrikam, settle(fabrikam.admin, number, payment_id, result, fabrikam.clock))
        shown = show_order(fabrikam.admin, number)
        assert (shown.status, shown.invoice_number, shown.term) == (OrderStatus.PAID, paid.invoice_number, paid.term)
        assert len(ledger()) - len(given_back()) == 1

    def test_given_back_as_surplus_and_cancelled_later_the_right_payment_goes_back(self, fabrikam: Company) -> None:
        number, payment_id, result = taken(fabrikam)
        declined(fabrikam, number, payment_id)
        bought(fabrikam, reviewed_by_card(fabrikam))
        carry(fabrikam, settle(fabrikam.admin, number, payment_id, result, fabrikam.clock))
        _partner, refund_id = cancel_and_refund(finance(), asks_to_cancel(fabrikam))
        carry(fabrikam, refund_id)
        assert given_back() == [47500, 47500]
        assert len(ledger()) == 2
        assert {row.payment_id for row in of(Refund, fabrikam)} == {
            row.id for row in all_of(Payment) if row.order_id == order_row(number).id
        }
        assert show_order(fabrikam.admin, number).status is OrderStatus.REFUNDED


class TestCarrying:
    @pytest.fixture
    def refund_id(self, fabrikam: Company) -> str:
        """A refund that was decided, and that the provider wasn't asked for yet."""
        bought(fabrikam, reviewed_by_card(fabrikam))
        return cancel_and_refund(finance(), asks_to_cancel(fabrikam))[1]

    def test_while_the_provider_is_out_it_is_asked_again(
        self, fabrikam: Company, refund_id: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(refund, "FIRST_PAUSE_SECONDS", 0.001)
        really, tries = sandbox().refund, []

        def out_twice(*args: object) -> RefundResult:
            tries.append(args)
            if len(tries) <= 2:
                raise ProviderUnavailable
            return really(*args)

        monkeypatch.setattr(sandbox(), "refund", out_twice, raising=False)
        carry(fabrikam, refund_id)
        assert len({args[2] for args in tries}) == 1, "the key is the same each time"
        assert len(tries) == 3
        assert given_back() == [47500]
        assert refund_of(fabrikam).status is RefundStatus.SUCCEEDED

    def test_an_answer_that_got_lost_gives_nothing_back_twice(self, fabrikam: Company, refund_id: str) -> None:
        row = of(Refund, fabrikam)[0]
        payment = next(paid for paid in all_of(Payment) if paid.id == row.payment_id)
        sandbox().refund(payment.provider_ref or "", Money(row.amount_minor, row.currency), row.idempotency_key, {})
        carry(fabrikam, refund_id)
        assert given_back() == [47500]
        assert refund_of(fabrikam).status is RefundStatus.SUCCEEDED

    def test_what_the_provider_does_not_know_is_sent_by_finance(self, fabrikam: Company, refund_id: str) -> None:
        payment_id = of(Refund, fabrikam)[0].payment_id
        change(Payment, payment_id, provider_ref="ch_unknown")
        carry(fabrikam, refund_id)
        (line,) = waiting_at_desk(Section.REFUNDS)
        assert isinstance(line, RefundItem)
        assert (line.status, line.failure_code) == (RefundStatus.FAILED, "payment_not_found")
        assert "refund_failed" in actions(fabrikam)
        record_refund(finance(), refund_id, "SEPA 1")
        assert of(Refund, fabrikam)[0].status is RefundStatus.SUCCEEDED
        assert order_of(fabrikam, refund_id).status is OrderStatus.REFUNDED

    def test_the_provider_still_works_on_it_and_tells_later(self, fabrikam: Company, refund_id: str) -> None:
        product = the_product(fabrikam.id)
        settle_refund(product, refund_id, RefundResult("re_1", RefundStatus.PENDING), fabrikam.clock)
        (row,) = of(Refund, fabrikam)
        assert (row.status, row.provider_ref) == (RefundStatus.PENDING, "re_1")
        for _ in range(2):
            settle_refund(product, refund_id, RefundResult("re_1", RefundStatus.SUCCEEDED), fabrikam.clock)
        assert of(Refund, fabrikam)[0].status is RefundStatus.SUCCEEDED
        assert actions(fabrikam).count("refund_made") == 1

    def test_a_bank_that_sends_it_back_days_later_makes_it_finances(self, fabrikam: Company, refund_id: str) -> None:
        carry(fabrikam, refund_id)
        late = RefundResult(refund_of(fabrikam).provider_ref or "", RefundStatus.FAILED, "lost_or_stolen_card")
        for _ in range(2):
            settle_refund(the_product(fabrikam.id), refund_id, late, fabrikam.clock)
        assert of(Refund, fabrikam)[0].status is RefundStatus.FAILED
        assert actions(fabrikam).count("refund_failed") == 1
        record_refund(finance(), refund_id, "SEPA 2")
        settle_refund(the_product(fabrikam.id), refund_id, late, fabrikam.clock)
        assert of(Refund, fabrikam)[0].status is RefundStatus.SUCCEEDED

    def test_a_refund_is_recorded_once_whoever_is_quicker(self, fabrikam: Company, refund_id: str) -> None:
        settle_refund(the_product(fabrikam.id), refund_id, RefundResult("", RefundStatus.FAILED, "x"), fabrikam.clock)
        fiona = finance()
        outcomes = at_once([lambda n=n: record_refund(fiona, refund_id, f"SEPA {n}") for n in range(4)])
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType"] + ["RefundNotPossible"] * 3
        assert actions(fabrikam).count("refund_made") == 1

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(("reference", "problem"), [("", "required"), ("\t", "required"), ("x" * 65, "too_long")])
    def test_recording_needs_the_banks_reference(self, fabrikam: Company, refund_id: str, reference: str, problem: str) -> None:
        settle_refund(the_product(fabrikam.id), refund_id, RefundResult("", RefundStatus.FAILED, "x"), fabrikam.clock)
        with pytest.raises(InvalidInput) as refused:
            record_refund(finance(), refund_id, reference)
        assert refused.value.problems == {"reference": problem}

    @pytest.mark.usefixtures("fabrikam")
    def test_a_refund_that_is_not_there_is_not_found(self) -> None:
        for key in ("", "nothing", "\x00", "' OR 1=1 --", "x" * 500, "\ud83d"):
            with pytest.raises(NotFound):
                record_refund(finance(), key, "SEPA 1")

    def test_what_the_provider_has_given_back_is_not_recorded_by_hand(self, fabrikam: Company, refund_id: str) -> None:
        carry(fabrikam, refund_id)
        with pytest.raises(RefundNotPossible):
            record_refund(finance(), refund_id, "SEPA 1")
        assert refund_of(fabrikam).reference == ""


def order_of(company: Company, refund_id: str) -> Order:
    row = next(found for found in of(Refund, company) if found.id == refund_id)
    return next(order for order in of(Order, company) if order.id == row.order_id)


def test_a_charge_found_under_way_after_its_order_was_cancelled_goes_back_by_itself(fabrikam: Company) -> None:
    """Nobody calls anything but what a reload calls."""
    number, _payment_id, _result = taken(fabrikam)
    cancel_and_refund(finance(), asks_to_cancel(fabrikam))
    resume(fabrikam.admin, number, fabrikam.clock)
    refunds_carried(fabrikam)
    assert given_back() == [47500]
    assert surplus_of(fabrikam).status is RefundStatus.SUCCEEDED
