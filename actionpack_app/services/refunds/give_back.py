"""Refunds as intents: stored before the provider is asked, under the key that makes asking safe to repeat."""

import dataclasses

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, RefundStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.payments import RefundResult
from actionpack_app.models import Order, Payment, Refund
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Payments, Refunds
from actionpack_app.repositories.stamps import MONEY, put_stamps

CARRIED_BY_PROVIDER = frozenset({"stripe", "sandbox"})
"""Whoever else took the money, finance sends it back."""


@dataclasses.dataclass(frozen=True, slots=True)
class RefundIntent:
    """What the provider is to be asked."""

    payment_ref: str
    amount: Money
    idempotency_key: str
    provider_ref: str
    """Empty until the provider has answered once."""
    status: RefundStatus
    order_number: str


def intend_refund(
    session: Session, actor: Actor, order: Order, payment: Payment, clock: Clock, *, surplus: bool = False
) -> Refund:
    """Stores that a payment goes back whole. The database refuses it a second time."""
    carried = payment.provider in CARRIED_BY_PROVIDER and payment.provider_ref is not None
    refund = Refund(
        id=new_id(),
        payment_id=payment.id,
        order_id=order.id,
        partner_id=order.partner_id,
        idempotency_key=f"refund:{payment.id}",
        provider=payment.provider,
        status=RefundStatus.PENDING if carried else RefundStatus.BY_HAND,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        surplus=surplus,
        requested_by=actor.person_id or None,
        created_at=clock.now(),
        started_at=SystemClock().now(),
    )
    Refunds(session, actor).add(refund)
    put_stamps(session, MONEY)
    return refund


def give_back_surplus(session: Session, actor: Actor, order: Order, payment: Payment, clock: Clock) -> str:
    """Money that nothing is owed for goes back. Returns the refund's id where the provider has to be asked."""
    payment.status = PaymentStatus.REFUNDED
    if order.status is OrderStatus.PROCESSING and payment.attempt == order.attempt:
        order.status, order.closed_at = OrderStatus.CANCELLED, clock.now()
    refund = intend_refund(session, actor, order, payment, clock, surplus=True)
    _record(session, actor, "payment_returned", order, refund, clock)
    return refund.id if refund.status is RefundStatus.PENDING else ""


def surplus_under_way(session: Session, actor: Actor, payment: Payment) -> str:
    """The refund of a payment whose money is on its way back; empty where nothing is."""
    refund = Refunds(session, actor).of_payment(payment.id)
    return refund.id if refund is not None and refund.surplus and refund.status is RefundStatus.PENDING else ""


def read_refund(actor: Actor, refund_id: str) -> RefundIntent:
    """A refund as the provider is asked for it. Raises NotFound."""
    with reading() as session:
        refund = Refunds(session, actor).get(refund_id)
        payment = Payments(session, actor).get(refund.payment_id)
        order = Orders(session, actor).by_id(refund.order_id)
    return RefundIntent(
        payment_ref=payment.provider_ref or "",
        amount=Money(refund.amount_minor, refund.currency),
        idempotency_key=refund.idempotency_key,
        provider_ref=refund.provider_ref or "",
        status=refund.status,
        order_number=order.number,
    )


def settle_refund(actor: Actor, refund_id: str, result: RefundResult, clock: Clock) -> None:
    """Takes the provider's answer to a refund; only forward. Raises NotFound."""
    with transaction() as session:
        refund = Refunds(session, actor).get(refund_id, lock=True)
        refund.provider_ref = refund.provider_ref or result.provider_ref or None
        if refund.status is RefundStatus.SUCCEEDED and result.status is RefundStatus.FAILED and not refund.reference:
            _fail(session, actor, refund, result.failure_code, clock)  # a bank may send a refund back days later
        if refund.status is not RefundStatus.PENDING:
            return
        refund.started_at = SystemClock().now()
        if result.status is RefundStatus.SUCCEEDED:
            complete_refund(session, actor, refund, clock)
        elif result.status is RefundStatus.FAILED:
            _fail(session, actor, refund, result.failure_code, clock)


def complete_refund(session: Session, actor: Actor, refund: Refund, clock: Clock) -> None:
    """The money is back with the partner."""
    order = Orders(session, actor).by_id(refund.order_id)
    refund.status, refund.settled_at, refund.failure_code = RefundStatus.SUCCEEDED, clock.now(), ""
    Payments(session, actor).get(refund.payment_id).status = PaymentStatus.REFUNDED
    if not refund.surplus:
        order.status = OrderStatus.REFUNDED
    _record(session, actor, "refund_made", order, refund, clock)


def _fail(session: Session, actor: Actor, refund: Refund, code: str, clock: Clock) -> None:
    refund.status, refund.settled_at, refund.failure_code = RefundStatus.FAILED, clock.now(), code
    _record(session, actor, "refund_failed", Orders(session, actor).by_id(refund.order_id), refund, clock)


def _record(session: Session, actor: Actor, action: str, order: Order, refund: Refund, clock: Clock) -> None:
    failed = {"reason": refund.failure_code} if refund.failure_code else {}
    Activity(session, actor).record(
        action,
        clock.now(),
        subscription_id=order.subscription_id,
        subject=order.number,
        **amount_facts(Money(refund.amount_minor, refund.currency)),
        **failed,
    )
    put_stamps(session, MONEY)
