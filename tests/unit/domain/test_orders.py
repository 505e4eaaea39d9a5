"""What the term of an order rests on."""

import pytest

from actionpack_app.domain.orders import OrderStatus, PaymentMethod, TermFrom, term_from

PAID = {OrderStatus.PAID, OrderStatus.REFUNDED}
OVER = {OrderStatus.CANCELLED, OrderStatus.EXPIRED}


@pytest.mark.parametrize("status", OrderStatus)
def test_a_purchase_by_transfer_has_no_dates_before_it_is_paid(status: OrderStatus) -> None:
    expected = TermFrom.DATES if status in PAID else TermFrom.NOTHING if status in OVER else TermFrom.PAYMENT
    assert term_from(status, PaymentMethod.TRANSFER, renews=False) is expected


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("method", [PaymentMethod.CARD, PaymentMethod.TRANSFER, None])
def test_a_renewal_starts_at_the_anniversary_whenever_it_is_paid(status: OrderStatus, method: PaymentMethod | None) -> None:
    assert term_from(status, method, renews=True) is TermFrom.DATES


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("method", [PaymentMethod.CARD, None])
def test_a_purchase_by_card_starts_on_the_day_that_is_reviewed(status: OrderStatus, method: PaymentMethod | None) -> None:
    assert term_from(status, method, renews=False) is TermFrom.DATES
