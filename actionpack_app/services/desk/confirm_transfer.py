"""Finance confirms that a bank transfer has arrived: the order is paid, the term begins, the invoice is issued."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.errors import OrderNotOpen
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import TRANSFER_OPEN, OrderStatus, PaymentMethod, PaymentStatus, ProofStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.models import Order, Payment
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Payments
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.repositories.transfers import Proofs
from actionpack_app.services.desk.at_work import at_work
from actionpack_app.services.orders.settle import complete_order, is_owed

BY_HAND = "transfer"
"""Who took the money: the seller's own account."""


def confirm_transfer(actor: Actor, number: str) -> tuple[str, str]:
    """Confirms a transfer. Returns the partner, and the payment that the provider still expects, empty where none is.

    Raises: NotAllowed, NotFound, OrderNotOpen where it isn't waiting, or the order no longer buys its term.
    """
    with transaction() as session:
        acting, clock, partner = at_work(session, actor, Desk(session, actor).partner_of_order(number))
        order = Orders(session, acting).get(number, lock=True)
        if order.status not in TRANSFER_OPEN or not is_owed(session, acting, order, clock):
            raise OrderNotOpen(number)
        expected = _end_expected(session, acting, order, clock)
        waiting = Proofs(session, acting).waiting(order.id)
        if waiting is not None:
            waiting.status, waiting.decided_at, waiting.decided_by = ProofStatus.ACCEPTED, clock.now(), actor.person_id
        Activity(session, acting).record(
            "transfer_confirmed",
            clock.now(),
            subscription_id=order.subscription_id,
            subject=order.number,
            before=order.status,
            after=OrderStatus.PAID,
            **amount_facts(Money(order.total_minor, order.currency)),
        )
        _receive(session, acting, order, clock)
        put_stamps(session, MONEY)
        return partner.id, expected


def _end_expected(session: Session, actor: Actor, order: Order, clock: Clock) -> str:
    """What the provider expected arrived elsewhere: it must not count a second time."""
    expected = Payments(session, actor).of_order(order.id, PaymentStatus.PENDING)
    if expected is None:
        return ""
    expected.status, expected.settled_at, expected.decline_code = PaymentStatus.FAILED, clock.now(), "arrived_elsewhere"
    session.flush()
    return expected.id if expected.provider_ref else ""


def _receive(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    order.attempt += 1
    Payments(session, actor).add(
        Payment(
            id=new_id(),
            order_id=order.id,
            attempt=order.attempt,
            idempotency_key=f"transfer:{order.id}",
            provider=BY_HAND,
            method=PaymentMethod.TRANSFER,
            status=PaymentStatus.SUCCEEDED,
            amount_minor=order.total_minor,
            currency=order.currency,
            created_by=actor.person_id,
            created_at=clock.now(),
            started_at=SystemClock().now(),
            settled_at=clock.now(),
            received_minor=order.total_minor,
        )
    )
    session.flush()
    complete_order(session, actor, order, clock, automatic=order.created_by is None)
