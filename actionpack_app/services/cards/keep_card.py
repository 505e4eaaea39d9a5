"""Keeping a card that the provider has accepted."""

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import NotAllowed, OrderNotOpen
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.proof import check_proved
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import CardDetails
from actionpack_app.models import SavedCard
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Cards


def check_may_save(actor: Actor, order_number: str) -> None:
    """Whether a card may be saved for an order, before the provider is asked. Raises NotAllowed, NotFound, OrderNotOpen.

    Without an order it may be saved for the company, by those who see its payment methods. Raises ProofNeeded.
    """
    right = Right.BUY if order_number else Right.SEE_BILLING
    if not actor.may(right):
        raise NotAllowed(right)
    if not order_number:
        check_proved(actor)
        return
    with reading() as session:
        if Orders(session, actor).get(order_number).status is not OrderStatus.DRAFT:
            raise OrderNotOpen(order_number)


def keep_card(actor: Actor, order_number: str, provider: str, details: CardDetails, clock: Clock) -> str:
    """Stores a saved card, chooses it for the order if there is one, and returns its id. Raises NotFound, OrderNotOpen."""
    with transaction() as session:
        if not order_number:
            return _kept(session, actor, provider, details, clock).id
        order = Orders(session, actor).get(order_number, lock=True)
        if order.status is not OrderStatus.DRAFT:
            raise OrderNotOpen(order_number)
        card = _kept(session, actor, provider, details, clock, order.subscription_id)
        order.method, order.card_id = PaymentMethod.CARD, card.id
        order.step, order.decline_code = "review", ""
        return card.id


def note_card_kept(actor: Actor, provider: str, details: CardDetails, clock: Clock) -> None:
    """Stores a card whose form died before it could say that the provider had accepted it.

    No order is moved: whoever opens it finds the card among the saved ones. One that was removed since stays removed.
    """
    with transaction() as session:
        _kept(session, actor, provider, details, clock)


def _kept(
    session: Session,
    actor: Actor,
    provider: str,
    details: CardDetails,
    clock: Clock,
    subscription_id: str | None = None,
) -> SavedCard:
    """The card's row; told twice, it is the same card."""
    Partners(session, actor).mine(lock=True)  # one default card a company, however many are saved at once
    cards = Cards(session, actor)
    known = cards.kept_as(details.provider_ref)
    if known is not None:
        return known
    card = SavedCard(
        id=new_id(),
        partner_id=actor.partner_id,
        provider=provider,
        provider_ref=details.provider_ref,
        brand=details.brand,
        last4=details.last4,
        exp_month=details.exp_month,
        exp_year=details.exp_year,
        is_default=not cards.all(),
        created_at=clock.now(),
    )
    cards.add(card)
    session.flush()
    Activity(session, actor).record(
        "card_saved", clock.now(), subscription_id=subscription_id, subject=card.last4, after=card.named
    )
    return card
