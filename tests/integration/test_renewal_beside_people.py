"""The automatic renewal, and what people do at the same moment: the partner, finance, another process."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actionpack_app.db import transaction
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.status import Status
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import ChargeResult, Outcome
from actionpack_app.models import Order, Partner, Payment, Refund
from actionpack_app.services.cards.manage import renew_with
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.desk.decide_cancellation import end_at_expiry
from actionpack_app.services.orders.settle import settle
from actionpack_app.services.year.carry import carry
from actionpack_app.workflows.cards import add_card
from actionpack_app.workflows.clock import jump
from actionpack_app.workflows.transfers import cancel
from actionpack_app.workflows.year import provider_now
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance, proved
from tests.integration.rows import of, order_row
from tests.integration.shopping import bought, ledger, reviewed_by_card, token
from tests.integration.years import clock, renews_by_transfer, subscription


@pytest.fixture
def contoso(sample: Callable[[str], Company]) -> Company:
    """A day before its anniversary."""
    made = sample("contoso")
    jump(made.id, "expiry")
    return made


def newest(who: Company) -> Order:
    return max(of(Order, who), key=lambda order: (order.created_at, order.number))


def ordered_by_transfer(who: Company) -> Order:
    renews_by_transfer(who)
    jump(who.id, "next-day")
    order = newest(who)
    assert order.status is OrderStatus.AWAITING_PAYMENT
    return order


def matched(order: Order, status: PaymentStatus) -> Payment:
    """What a provider that matches transfers would have been asked to expect for it."""
    now = SystemClock().now()
    payment = Payment(
        id=new_id(),
        order_id=order.id,
        attempt=1,
        idempotency_key=f"charge:{order.id}:1",
        automatic=True,
        provider="sandbox",
        method=PaymentMethod.TRANSFER,
        status=status,
        amount_minor=order.total_minor,
        currency=order.currency,
        created_at=now,
        started_at=now,
    )
    with transaction() as session:
        session.add(payment)
    return payment


def test_a_transfer_that_was_ordered_by_itself_and_cancelled_is_no_refused_charge(contoso: Company) -> None:
    order = ordered_by_transfer(contoso)
    matched(order, PaymentStatus.FAILED)  # and the provider was told that it is expected no more
    cancel(contoso.admin, order.number, clock(contoso))
    assert contoso.holds(clock=clock(contoso)).status is Status.RENEWABLE
    orders = len(of(Order, contoso))
    jump(contoso.id, "20d")
    assert len(of(Order, contoso)) == orders
    assert contoso.holds(clock=clock(contoso)).outlook.retry_on is None


def test_a_card_that_was_chosen_meanwhile_stays_when_finance_confirms_the_transfer(contoso: Company) -> None:
    order = ordered_by_transfer(contoso)
    card = add_card(contoso.admin, "", token("4242"), clock(contoso))
    renew_with(contoso.admin, subscription(contoso).id, card, clock(contoso))
    moved = clock(contoso)
    proved(contoso, order.number, clock=moved, paid_on=moved.now().date().isoformat())
    confirm_transfer(finance(), order.number)
    assert subscription(contoso).card_id == card


def test_a_draft_that_the_renewal_left_belongs_to_whoever_pays_it(sample: Callable[[str], Company]) -> None:
    relecloud = sample("relecloud")
    paid = bought(relecloud, reviewed_by_card(relecloud, clock=clock(relecloud)))
    assert newest(relecloud).created_by == relecloud.admin.person_id
    assert subscription(relecloud).card_id == (paid.card.id if paid.card else None)


def test_a_transfer_that_is_made_after_the_desk_ended_it_is_taken(contoso: Company) -> None:
    order = ordered_by_transfer(contoso)
    payment = matched(order, PaymentStatus.PENDING)
    end_at_expiry(finance(), asks_to_cancel(contoso))
    taken = ChargeResult("pi_1", Outcome.SUCCEEDED, "")
    assert settle(contoso.admin, order.number, payment.id, taken, clock(contoso)) == ""
    assert order_row(order.number).status is OrderStatus.PAID
    assert of(Refund, contoso) == []


def test_a_charge_that_was_under_way_when_the_desk_ended_it_goes_back(contoso: Company) -> None:
    request = asks_to_cancel(contoso)
    at = clock(contoso).now() + timedelta(days=1)
    with transaction() as session:
        company = session.get_one(Partner, contoso.id)
        company.clock_at = at
    step = carry(contoso.id, subscription(contoso).id, provider_now(), clock(contoso))
    assert step.intent is not None
    end_at_expiry(finance(), request)
    taken = ChargeResult("ch_1", Outcome.SUCCEEDED, "")
    refund = settle(contoso.admin, step.intent.order_number, step.intent.payment_id, taken, clock(contoso))
    assert [row.id for row in of(Refund, contoso)] == [refund]
    assert subscription(contoso).renewal_off_at is not None
    assert newest(contoso).status is not OrderStatus.PAID
    assert ledger() == []
