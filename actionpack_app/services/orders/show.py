"""One order, for its page and for a dialog that comes back to it."""

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.repositories.orders import Orders
from actionpack_app.services.orders.view import OrderView, order_view


def show_order(actor: Actor, number: str) -> OrderView:
    """One order of the actor's company. Raises NotAllowed, NotFound."""
    if not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)
    with reading() as session:
        return order_view(session, actor, Orders(session, actor).get(number))
