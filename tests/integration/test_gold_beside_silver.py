"""Orders of gold and silver that cross: nobody pays for what gold includes, and no price outlives what it rested on."""

from collections.abc import Callable

import pytest

from actionpack_app.domain.errors import OrderNotOpen
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, ProofStatus
from actionpack_app.gateways.payments import ChargeResult, Outcome, get_payments
from actionpack_app.models import PaymentProof, Refund, Subscription
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.orders.intent import Placed
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.settle import settle
from actionpack_app.workflows.desk import refund
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance, proved, refunds_carried, transferred
from tests.integration.rows import all_of, of, order_row
from tests.integration.shopping import bought, reviewed_by_card

SILVER, GOLD = Offer.SILVER, Offer.GOLD


@pytest.fixture
def woodgrove(sample: Callable[[str], Company]) -> Company:
    """Silver is active, and gold at hand."""
    return sample("woodgrove")


def silver_given_back(company: Company) -> None:
    refund(finance(), asks_to_cancel(company, SILVER))
    refunds_carried(company)


def being_charged(company: Company, offer: Offer) -> Placed:
    """An order whose charge the provider is carrying out."""
    order = reviewed_by_card(company, offer)
    placed = place_order(company.admin, order.number, order.total, "", get_payments().name, company.clock)
    assert placed is not None
    return placed


def answered(company: Company, placed: Placed) -> str:
    """The provider says that it took the money; the refund's id where it goes back."""
    return settle(company.admin, placed.order_number, placed.payment_id, ChargeResult("ch", Outcome.SUCCEEDED), company.clock)


def status_of(number: str) -> OrderStatus:
    return order_row(number).status


class TestAnUpgradeWhoseSilverWasGivenBack:
    def test_an_order_by_transfer_is_over_and_its_proof_turned_down(self, woodgrove: Company) -> None:
        order = transferred(woodgrove, GOLD)
        assert order.upgrade
        proved(woodgrove, order.number)
        silver_given_back(woodgrove)
        assert status_of(order.number) is OrderStatus.CANCELLED
        (proof,) = all_of(PaymentProof)
        assert (proof.status, proof.reason) == (ProofStatus.REJECTED, "The subscription was cancelled.")
        with pytest.raises(OrderNotOpen):
            confirm_transfer(finance(), order.number)

    def test_a_charge_that_was_under_way_goes_back(self, woodgrove: Company) -> None:
        placed = being_charged(woodgrove, GOLD)
        silver_given_back(woodgrove)
        known = {row.id for row in of(Refund, woodgrove)}
        answered(woodgrove, placed)
        assert [row.surplus for row in of(Refund, woodgrove) if row.id not in known] == [True]
        assert status_of(placed.order_number) is OrderStatus.CANCELLED
        assert {row.offer for row in of(Subscription, woodgrove) if row.closed_on is None} == {Offer.ACTION_PACK}

    def test_gold_at_its_whole_price_needs_no_silver(self, woodgrove: Company) -> None:
        silver_given_back(woodgrove)
        order = bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        assert (order.upgrade, order.status) == (False, OrderStatus.PAID)


class TestSilverThatGoldOvertakes:
    def test_an_order_by_transfer_is_over_once_gold_is_paid(self, woodgrove: Company) -> None:
        silver_given_back(woodgrove)
        order = transferred(woodgrove, SILVER)
        proved(woodgrove, order.number)
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        assert status_of(order.number) is OrderStatus.CANCELLED
        (proof,) = all_of(PaymentProof)
        assert (proof.status, proof.reason) == (ProofStatus.REJECTED, "Your gold membership includes silver.")

    def test_a_charge_that_was_under_way_goes_back(self, woodgrove: Company) -> None:
        silver_given_back(woodgrove)
        placed = being_charged(woodgrove, SILVER)
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        answered(woodgrove, placed)
        assert status_of(placed.order_number) is OrderStatus.CANCELLED
        assert SILVER not in {row.offer for row in of(Subscription, woodgrove) if row.closed_on is None}

    def test_a_draft_stays_a_draft(self, woodgrove: Company) -> None:
        silver_given_back(woodgrove)
        draft = reviewed_by_card(woodgrove, SILVER)
        bought(woodgrove, reviewed_by_card(woodgrove, GOLD))
        assert status_of(draft.number) is OrderStatus.DRAFT
