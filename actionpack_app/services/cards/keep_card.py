"""Keeping a card that the provider has accepted, for the order in which it was typed."""

from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotAllowed, OrderNotOpen
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import CardDetails
from actionpack_app.models import SavedCard
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Cards, Orders


def check_may_save(actor: Actor, order_number: str) -> None:
    """Whether a card may be saved for an order, before the provider is asked. Raises NotAllowed, NotFound, OrderNotOpen."""
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        if Orders(session, actor).get(order_number).status is not OrderStatus.DRAFT:
            raise OrderNotOpen(order_number)


def keep_card(actor: Actor, order_number: str, provider: str, details: CardDetails, clock: Clock) -> None:
    """Stores a saved card and chooses it for the order. Raises NotFound, OrderNotOpen."""
    with transaction() as session:
        order = Orders(session, actor).get(order_number, lock=True)
        if order.status is not OrderStatus.DRAFT:
            raise OrderNotOpen(order_number)
        card = SavedCard(
            id=new_id(),
            partner_id=actor.partner_id,
            provider=provider,
            provider_ref=details.provider_ref,
            brand=details.brand,
            last4=details.last4,
            exp_month=details.exp_month,
            exp_year=details.exp_year,
            created_at=clock.now(),
        )
        Cards(session, actor).add(card)
        session.flush()
        order.method, order.card_id = PaymentMethod.CARD, card.id
        order.step, order.decline_code = "review", ""
        Activity(session, actor).record("card_saved", clock.now(), subscription_id=order.subscription_id, subject=card.last4)
