"""The company's orders, the attempts to pay them, and its saved cards."""

from sqlmodel import Session, col, select

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OPEN_STATUSES, TRANSFER_OPEN, OrderStatus, PaymentStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Order, Payment, SavedCard
from actionpack_app.repositories.keys import findable


class Orders:
    """Orders of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._mine = select(Order).where(Order.partner_id == actor.partner_id)

    def get(self, number: str, *, lock: bool = False) -> Order:
        """One order by its number; `lock` keeps other writers away until the transaction ends. Raises NotFound."""
        query = self._mine.where(Order.number == findable(number))
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def open_for(self, offer: Offer) -> Order | None:
        """The one order for `offer` that isn't finished."""
        query = self._mine.where(Order.offer == offer, col(Order.status).in_(OPEN_STATUSES))
        return self._session.exec(query).one_or_none()

    def awaiting_transfer(self) -> list[Order]:
        """Orders by bank transfer that wait for their payment, or for its proof to be read."""
        return list(self._session.exec(self._mine.where(col(Order.status).in_(TRANSFER_OPEN))))

    def of_subscription(self, subscription_id: str) -> list[Order]:
        """What was ordered for a subscription, the newest first; drafts are nobody's history."""
        query = self._mine.where(Order.subscription_id == subscription_id, Order.status != OrderStatus.DRAFT)
        return list(self._session.exec(query.order_by(col(Order.created_at).desc(), col(Order.number).desc())))

    def add(self, order: Order) -> None:
        """Stores a new order; the database refuses a second open one for the offer."""
        self._session.add(order)
        self._session.flush()


class Payments:
    """Attempts to pay the company's orders."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._mine = select(Payment).join(Order, col(Order.id) == Payment.order_id).where(Order.partner_id == actor.partner_id)

    def get(self, payment_id: str) -> Payment:
        """One attempt. Raises NotFound."""
        found = self._session.exec(self._mine.where(Payment.id == findable(payment_id))).one_or_none()
        if found is None:
            raise NotFound(payment_id)
        return found

    def latest(self, order: Order) -> Payment | None:
        """The newest attempt for an order."""
        query = self._mine.where(Payment.order_id == order.id)
        return self._session.exec(query.order_by(col(Payment.attempt).desc()).limit(1)).one_or_none()

    def automatic_failures(self) -> set[tuple[str, int]]:
        """Subscription and term number of every automatic charge that was refused."""
        query = (
            select(Order.subscription_id, Order.term_number)
            .join(Payment, col(Payment.order_id) == Order.id)
            .where(
                col(Order.id).in_(self._mine.with_only_columns(col(Order.id))),
                col(Payment.automatic).is_(True),
                Payment.status == PaymentStatus.FAILED,
            )
        )
        return {(subscription, number) for subscription, number in self._session.exec(query) if subscription}

    def add(self, payment: Payment) -> None:
        """Stores an attempt before the provider is called."""
        self._session.add(payment)


class Cards:
    """Saved cards of the actor's company that weren't removed."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._all = select(SavedCard).where(SavedCard.partner_id == actor.partner_id)

    def get(self, card_id: str) -> SavedCard:
        """One card that can be charged. Raises NotFound."""
        query = self._all.where(SavedCard.id == findable(card_id), col(SavedCard.removed_at).is_(None))
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(card_id)
        return found

    def all(self) -> list[SavedCard]:
        """Cards that can be charged, the newest first."""
        query = self._all.where(col(SavedCard.removed_at).is_(None))
        return list(self._session.exec(query.order_by(col(SavedCard.created_at).desc())))

    def by_id(self) -> dict[str, SavedCard]:
        """All cards, the newest first, removed ones too: past orders name them."""
        newest_first = self._all.order_by(col(SavedCard.created_at).desc())
        return {card.id: card for card in self._session.exec(newest_first)}

    def add(self, card: SavedCard) -> None:
        """Stores a card that the provider keeps."""
        self._session.add(card)
