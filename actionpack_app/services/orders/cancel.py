"""Cancelling an order by bank transfer that wasn't paid."""

from actionpack_app.db import transaction
from actionpack_app.domain.actions import to_cancel_order
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import NotAllowed, OrderNotOpen
from actionpack_app.domain.orders import PaymentStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Payments
from actionpack_app.services.orders.end import end_order
from actionpack_app.services.orders.view import OrderView, order_view
from actionpack_app.services.year.read import look_again


def cancel_order(actor: Actor, number: str, clock: Clock) -> tuple[OrderView, str]:
    """Ends an order that awaits its payment; the offer can be ordered again. Raises NotAllowed, NotFound, OrderNotOpen.

    With the order comes the id of the payment that the provider still expects, to be ended there; empty where none is.
    """
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        order = Orders(session, actor).get(number, lock=True)
        if unmet(to_cancel_order(actor, order.status)):
            raise OrderNotOpen(number)
        end_order(session, actor, order, clock)
        look_again(session, actor, order.subscription_id, Partners(session, actor).mine(), clock)
        expected = Payments(session, actor).of_order(order.id, PaymentStatus.PENDING)
        return order_view(session, actor, order), expected.id if expected else ""
