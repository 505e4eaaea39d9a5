"""A card that asks the partner to confirm: answered, left, come back to."""

import pytest

from actionpack_app.domain.errors import NotAllowed, NotFound, OrderNotOpen
from actionpack_app.domain.orders import GIVEN_UP, OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.payments import Outcome
from actionpack_app.models import Invoice, Payment, Refund
from actionpack_app.services.orders.fill_in import choose_method, submit_details
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows.pay import answer_challenge, challenge, confirmed, give_up, resume
from tests.integration.companies import Company
from tests.integration.desk import actions, given_back
from tests.integration.rows import all_of, at_once, of, order_row
from tests.integration.shopping import bought, ledger, reviewed_by_card, reviewed_by_transfer, sandbox


@pytest.fixture
def order(fabrikam: Company) -> OrderView:
    """Fabrikam's renewal, which the bank wants confirmed."""
    return bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))


def answered_at_the_bank(*, complete: bool) -> None:
    """The cardholder has answered; the browser that would tell us is gone."""
    sandbox().answer_challenge(ledger()[-1]["ref"], complete=complete)


class TestGivingUp:
    def test_the_order_is_a_draft_again_and_another_way_pays(self, fabrikam: Company, order: OrderView) -> None:
        left = give_up(fabrikam.admin, order.number, fabrikam.clock)
        assert (left.status, left.step, left.decline_code) == (OrderStatus.DRAFT, "method", "")
        assert not left.needs_authentication
        assert [row["outcome"] for row in ledger()] == [Outcome.DECLINED]
        choose_method(fabrikam.admin, order.number, PaymentMethod.TRANSFER, None)
        assert bought(fabrikam, reviewed_by_transfer(fabrikam)).status is OrderStatus.AWAITING_PAYMENT

    def test_what_was_given_up_can_not_be_confirmed_any_more(self, fabrikam: Company, order: OrderView) -> None:
        give_up(fabrikam.admin, order.number, fabrikam.clock)
        answered_at_the_bank(complete=True)
        for act in (give_up, confirmed, resume):
            if act is give_up:
                with pytest.raises(OrderNotOpen):
                    act(fabrikam.admin, order.number, fabrikam.clock)
                continue
            assert act(fabrikam.admin, order.number, fabrikam.clock).status is OrderStatus.DRAFT
        assert [row["outcome"] for row in ledger()] == [Outcome.DECLINED]

    def test_confirmed_in_the_last_moment_it_stays_paid(self, fabrikam: Company, order: OrderView) -> None:
        answered_at_the_bank(complete=True)
        assert give_up(fabrikam.admin, order.number, fabrikam.clock).status is OrderStatus.PAID
        assert (len(of(Invoice, fabrikam)), given_back()) == (2, [])

    def test_given_up_and_confirmed_at_once_it_is_one_of_them(self, fabrikam: Company, order: OrderView) -> None:
        at_once(
            [
                lambda: give_up(fabrikam.admin, order.number, fabrikam.clock),
                lambda: answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=True),
                lambda: resume(fabrikam.admin, order.number, fabrikam.clock),
            ]
        )
        paid = resume(fabrikam.admin, order.number, fabrikam.clock).status is OrderStatus.PAID
        assert [row["outcome"] for row in ledger()] == [Outcome.SUCCEEDED if paid else Outcome.DECLINED]
        assert len(of(Invoice, fabrikam)) == 1 + paid
        assert of(Refund, fabrikam) == []

    def test_tried_again_with_the_same_card_it_is_a_new_attempt(self, fabrikam: Company, order: OrderView) -> None:
        give_up(fabrikam.admin, order.number, fabrikam.clock)
        again = bought(fabrikam, submit_details(fabrikam.admin, order.number, {}))
        assert again.needs_authentication
        assert answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=True).status is OrderStatus.PAID
        attempts = [row for row in all_of(Payment) if row.order_id == order_row(order.number).id]
        assert sorted(row.status for row in attempts) == [PaymentStatus.FAILED, PaymentStatus.SUCCEEDED]
        assert sorted(row.decline_code for row in attempts) == ["", GIVEN_UP]
        assert actions(fabrikam).count("order_placed") == 1


class TestComingBack:
    @pytest.mark.parametrize(("complete", "ends"), [(True, OrderStatus.PAID), (False, OrderStatus.DRAFT)])
    @pytest.mark.parametrize("back", [confirmed, resume])
    def test_what_was_answered_is_settled(
        self, fabrikam: Company, order: OrderView, back: object, ends: OrderStatus, *, complete: bool
    ) -> None:
        answered_at_the_bank(complete=complete)
        assert callable(back)
        for _ in range(2):
            assert back(fabrikam.admin, order.number, fabrikam.clock).status is ends
        assert len(ledger()) == 1

    def test_not_answered_yet_it_still_waits(self, fabrikam: Company, order: OrderView) -> None:
        for back in (confirmed, resume):
            assert back(fabrikam.admin, order.number, fabrikam.clock) == order

    def test_from_many_tabs_at_once_it_is_paid_once(self, fabrikam: Company, order: OrderView) -> None:
        answered_at_the_bank(complete=True)
        outcomes = at_once([lambda: confirmed(fabrikam.admin, order.number, fabrikam.clock)] * 6)
        assert {outcome.status for outcome in outcomes if isinstance(outcome, OrderView)} == {OrderStatus.PAID}
        assert len(outcomes) == 6
        assert len(of(Invoice, fabrikam)) == 2

    def test_the_sandboxs_question_stands_in_the_dialog_itself(self, fabrikam: Company, order: OrderView) -> None:
        assert challenge(fabrikam.admin, order.number) == ""

    def test_an_order_that_waits_for_nobody_has_nothing_to_give_up_or_ask(self, fabrikam: Company) -> None:
        draft = reviewed_by_card(fabrikam)
        with pytest.raises(OrderNotOpen):
            give_up(fabrikam.admin, draft.number, fabrikam.clock)
        with pytest.raises(OrderNotOpen):
            challenge(fabrikam.admin, draft.number)
        assert confirmed(fabrikam.admin, draft.number, fabrikam.clock) == draft
        paid = bought(fabrikam, draft)
        with pytest.raises(OrderNotOpen):
            give_up(fabrikam.admin, paid.number, fabrikam.clock)
        assert confirmed(fabrikam.admin, paid.number, fabrikam.clock) == paid


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", [Role.PARTNER_ADMIN, Role.BILLING_ADMIN, Role.USER])
def test_only_who_may_buy_can_give_up_or_confirm(fabrikam: Company, order: OrderView, role: Role) -> None:
    actor = fabrikam.person(role)
    calls = [
        lambda: challenge(actor, order.number),
        lambda: confirmed(actor, order.number, fabrikam.clock),
        lambda: give_up(actor, order.number, fabrikam.clock),
    ]
    for call in calls:
        if role is Role.PARTNER_ADMIN:
            call()
            continue
        with pytest.raises(NotAllowed):
            call()
    if role is not Role.PARTNER_ADMIN:
        assert show_order(fabrikam.admin, order.number) == order


def test_anothers_payment_can_not_be_given_up(contoso: Company, order: OrderView) -> None:
    for number in (order.number, "\x00", "", "x" * 500):
        for call in (
            lambda n=number: give_up(contoso.admin, n, contoso.clock),
            lambda n=number: confirmed(contoso.admin, n, contoso.clock),
            lambda n=number: challenge(contoso.admin, n),
        ):
            with pytest.raises(NotFound):
                call()
