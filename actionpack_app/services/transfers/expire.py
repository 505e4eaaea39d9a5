"""An order by bank transfer lives 30 days; the day after its last one, it is over."""

from datetime import timedelta

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.orders import OrderStatus, PaymentStatus
from actionpack_app.domain.rights import Actor, the_product
from actionpack_app.gateways.clock import Clock, SystemClock, clock_of
from actionpack_app.models import Order
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Payments
from actionpack_app.repositories.running import Work
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.services.membership.standing import today_of
from actionpack_app.services.year.read import look_again


def due_to_expire() -> list[tuple[str, str]]:
    """Partner and number of the orders whose last day has passed, by their partner's own clock and time zone."""
    tomorrow_anywhere = SystemClock().now().date() + timedelta(days=2)
    with reading() as session:
        waiting = Work(session).waiting_transfers(tomorrow_anywhere)
    return [
        (partner.id, order.number)
        for order, partner in waiting
        if order.last_day is not None and today_of(partner, clock_of(partner.clock_at)) > order.last_day
    ]


def expire_order(partner_id: str, number: str) -> str:
    """Ends an unpaid order after its last day. One whose proof is being read waits for the desk.

    Returns the id of the payment that the provider still expects, to be ended there; empty where none is.
    """
    actor = the_product(partner_id)
    with transaction() as session:
        order = Orders(session, actor).get(number, lock=True)
        partner = Partners(session, actor).mine()
        clock = clock_of(partner.clock_at)
        if order.status is not OrderStatus.AWAITING_PAYMENT or order.last_day is None:
            return ""
        if today_of(partner, clock) <= order.last_day:
            return ""
        close_expired(session, actor, order, clock)
        expected = Payments(session, actor).of_order(order.id, PaymentStatus.PENDING)
        return expected.id if expected else ""


def close_expired(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    """Marks an order whose last day has passed."""
    before = order.status
    order.status, order.closed_at = OrderStatus.EXPIRED, clock.now()
    put_stamps(session, MONEY)
    look_again(session, actor, order.subscription_id, Partners(session, actor).mine(), clock)
    Activity(session, actor).record(
        "order_expired",
        clock.now(),
        subscription_id=order.subscription_id,
        subject=order.number,
        before=before,
        after=order.status,
    )
