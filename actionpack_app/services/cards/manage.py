"""The company's saved cards: listed, made the default, removed, and which of them a subscription renews with."""

import dataclasses
from datetime import date

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.cards import CardFace
from actionpack_app.domain.errors import CardNeeded, NotAllowed, NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.proof import check_proved
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import SavedCard, Subscription
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Cards
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.membership.overview import card_face
from actionpack_app.services.membership.standing import today_of
from actionpack_app.services.year.read import look_again


@dataclasses.dataclass(frozen=True, slots=True)
class CardLine:
    """A saved card, and what needs it."""

    face: CardFace
    is_default: bool
    renews: tuple[Offer, ...]
    """Offers that renew with it automatically: it can't be removed until another one, or none, takes its place."""


def list_cards(actor: Actor, clock: Clock) -> tuple[CardLine, ...]:
    """The cards that can be charged, the default one first. Raises NotAllowed."""
    _check(actor)
    with reading() as session:
        held = Subscriptions(session, actor).all()
        cards, today = Cards(session, actor).all(), today_of(Partners(session, actor).mine(), clock)
        return tuple(CardLine(card_face(card), card.is_default, _renewed_by(held, card, today)) for card in cards)


def make_default(actor: Actor, card_id: str, clock: Clock) -> None:
    """The checkout proposes this card first from now on. Raises NotAllowed, ProofNeeded, NotFound."""
    _check(actor)
    check_proved(actor)
    with transaction() as session:
        Partners(session, actor).mine(lock=True)  # one default card a company
        cards = Cards(session, actor)
        chosen = cards.get(card_id)
        if chosen.is_default:
            return
        before = ""
        for other in cards.all():
            before = other.named if other.is_default else before
            other.is_default = False
        session.flush()
        chosen.is_default = True
        Activity(session, actor).record("card_made_default", clock.now(), subject=chosen.last4, before=before, after=chosen.named)


def remove_card(actor: Actor, card_id: str, clock: Clock) -> str:
    """Forgets a card and returns what the provider calls it. Raises NotAllowed, ProofNeeded, NotFound, CardNeeded."""
    _check(actor)
    check_proved(actor)
    with transaction() as session:
        today = today_of(Partners(session, actor).mine(lock=True), clock)
        card = Cards(session, actor).get(card_id)
        if renews := _renewed_by(Subscriptions(session, actor).all(), card, today):
            raise CardNeeded(renews)
        orders = Orders(session, actor).using_card(card.id)
        if any(order.status is OrderStatus.PROCESSING for order in orders):
            raise CardNeeded(())
        for draft in orders:
            draft.card_id, draft.step = None, "method"
        _remove(session, actor, card, clock)
        return card.provider_ref


def note_card_gone(actor: Actor, provider_ref: str, clock: Clock) -> None:
    """The provider doesn't keep a card any more, whoever told it so: it can't be chosen or charged."""
    with transaction() as session:
        Partners(session, actor).mine(lock=True)
        card = Cards(session, actor).kept_as(provider_ref)
        if card is not None and card.removed_at is None:
            _remove(session, actor, card, clock)


def renews_with(actor: Actor, subscription_id: str) -> str:
    """The card that a subscription renews with; empty for bank transfer. Raises NotAllowed, NotFound."""
    _check(actor)
    with reading() as session:
        return Subscriptions(session, actor).get(subscription_id).card_id or ""


def renew_with(actor: Actor, subscription_id: str, card_id: str, clock: Clock) -> None:
    """Replaces what a subscription renews with: a saved card, or bank transfer where `card_id` is empty.

    Raises: NotAllowed, ProofNeeded, NotFound (a closed subscription has nothing to renew with).
    """
    _check(actor)
    check_proved(actor)
    with transaction() as session:
        subscription = Subscriptions(session, actor).get(subscription_id, lock=True)
        if subscription.closed_on is not None:
            raise NotFound(subscription_id)
        card = Cards(session, actor).get(card_id) if card_id else None
        if subscription.card_id == (card.id if card else None):
            return
        before = Cards(session, actor).by_id().get(subscription.card_id or "")
        subscription.card_id = card.id if card else None
        look_again(session, actor, subscription.id, Partners(session, actor).mine(), clock)
        Activity(session, actor).record(
            "payment_method_replaced",
            clock.now(),
            subscription_id=subscription.id,
            subject=card.last4 if card else "",
            before=before.named if before else PaymentMethod.TRANSFER,
            after=card.named if card else PaymentMethod.TRANSFER,
        )


def _remove(session: Session, actor: Actor, card: SavedCard, clock: Clock) -> None:
    card.removed_at, was_default, card.is_default = clock.now(), card.is_default, False
    session.flush()
    others = Cards(session, actor).all()
    if was_default and others:
        others[0].is_default = True
    Activity(session, actor).record("card_removed", clock.now(), subject=card.last4, before=card.named)


def _renewed_by(subscriptions: list[Subscription], card: SavedCard, today: date) -> tuple[Offer, ...]:
    return tuple(held.offer for held in subscriptions if held.card_id == card.id and _renews(held, today))


def _renews(held: Subscription, today: date) -> bool:
    """One whose window is over renews with nothing, whatever it was set to."""
    window_over = today > nth_term(held.anchor_on, held.terms_paid - 1).last_renewal_day
    return held.closed_on is None and held.renewal_off_at is None and not window_over


def _check(actor: Actor) -> None:
    if not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)
