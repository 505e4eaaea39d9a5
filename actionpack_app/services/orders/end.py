"""Ending orders whose reason is gone: nobody pays any more for what can't be had."""

from collections.abc import Iterable

from sqlmodel import Session

from actionpack_app.domain.orders import OrderStatus, ProofStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Order
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.repositories.transfers import Proofs


def end_orders(session: Session, actor: Actor, orders: Iterable[Order], why: str, clock: Clock) -> None:
    """Cancels locked orders that wait for somebody, and turns down a proof that waits with them; the partner reads `why`.

    One whose charge is under way is left: its settlement finds that nothing is owed. What the provider still expects for
    them is ended by the upkeep.
    """
    for order in orders:
        if order.status is not OrderStatus.PROCESSING:
            if proof := Proofs(session, actor).waiting(order.id):
                proof.reason = why
                proof.status, proof.decided_at, proof.decided_by = ProofStatus.REJECTED, clock.now(), actor.person_id or None
            end_order(session, actor, order, clock)


def end_order(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    """Cancels one locked order, and notes who did."""
    before = order.status
    order.status, order.closed_at = OrderStatus.CANCELLED, clock.now()
    put_stamps(session, MONEY)
    Activity(session, actor).record(
        "order_cancelled",
        clock.now(),
        subscription_id=order.subscription_id,
        subject=order.number,
        before=before,
        after=order.status,
    )
