"""The company's orders."""

import functools

from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OPEN_STATUSES, TRANSFER_OPEN, OrderStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Order
from actionpack_app.repositories.keys import findable, row_of
from actionpack_app.repositories.pages import unindexed

_OF_COMPANY = select(Order).where(Order.partner_id == bindparam("partner"))
_NUMBERED = _OF_COMPANY.where(Order.number == bindparam("number"))
_NUMBERED_LOCKED = _NUMBERED.with_for_update()
_OPEN_FOR = _OF_COMPANY.where(Order.offer == bindparam("offer"), col(Order.status).in_(OPEN_STATUSES))
_AWAITING = _OF_COMPANY.where(col(Order.status).in_(TRANSFER_OPEN))
"""What a company's day follows from, put together once."""


class Orders:
    """Orders of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    @functools.cached_property
    def _mine(self) -> SelectOfScalar[Order]:
        return select(Order).where(Order.partner_id == self._partner_id)

    def get(self, number: str, *, lock: bool = False) -> Order:
        """One order by its number; `lock` keeps other writers away until the transaction ends. Raises NotFound."""
        asked = {"partner": self._partner_id, "number": findable(number)}
        found = self._session.exec(_NUMBERED_LOCKED if lock else _NUMBERED, params=asked).one_or_none()
        if found is None:
            raise NotFound(number)
        return found

    def open_for(self, offer: Offer) -> Order | None:
        """The one order for `offer` that isn't finished."""
        return self._session.exec(_OPEN_FOR, params={"partner": self._partner_id, "offer": offer}).one_or_none()

    def locked_for(self, offer: Offer) -> tuple[Order | None, bool]:
        """The open order for `offer` as it is now, kept from other writers; and whether another one is at work on it.

        It isn't waited for: whoever settles a payment locks the order before the subscription, and would wait for us.
        """
        seen = self.open_for(offer)
        if seen is None:
            return None, False
        query = self._mine.where(Order.id == seen.id).with_for_update(skip_locked=True)
        found = self._session.exec(query.execution_options(populate_existing=True)).one_or_none()
        return found, found is None

    def drafts(self) -> list[Order]:
        """Orders that somebody has begun: one for an offer at most."""
        return list(self._session.exec(self._mine.where(Order.status == OrderStatus.DRAFT)))

    def by_ids(self, order_ids: set[str]) -> dict[str, Order]:
        """Orders by their ids."""
        return {order.id: order for order in self._session.exec(self._mine.where(col(Order.id).in_(order_ids)))}

    def awaiting_transfer(self) -> list[Order]:
        """Orders by bank transfer that wait for their payment, or for its proof to be read."""
        return list(self._session.exec(_AWAITING, params={"partner": self._partner_id}))

    def by_id(self, order_id: str, *, lock: bool = False) -> Order:
        """One order by its id. Raises NotFound."""
        found = row_of(self._session, Order, order_id, lock=lock)
        if found is None or found.partner_id != self._partner_id:
            raise NotFound(order_id)
        return found

    def paid_for(self, subscription_id: str, term_number: int) -> Order | None:
        """The order that paid a term."""
        query = self._mine.where(
            Order.subscription_id == subscription_id, Order.term_number == term_number, Order.status == OrderStatus.PAID
        )
        return self._session.exec(query).one_or_none()

    def of_offer(self, offer: Offer, statuses: frozenset[OrderStatus], *, lock: bool = False) -> list[Order]:
        """Orders for an offer that stand in one of these statuses; `lock` keeps other writers away."""
        query = self._mine.where(Order.offer == offer, col(Order.status).in_(statuses))
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return list(self._session.exec(query))

    def using_card(self, card_id: str) -> list[Order]:
        """Unfinished orders that would be, or are being, paid with a card."""
        query = self._mine.where(Order.card_id == card_id, col(Order.status).in_([OrderStatus.DRAFT, OrderStatus.PROCESSING]))
        return list(self._session.exec(query.with_for_update()))

    def of_subscription(self, subscription_id: str) -> list[Order]:
        """What was ordered for a subscription, the newest first; drafts are nobody's history."""
        query = self._mine.where(Order.subscription_id == subscription_id, Order.status != OrderStatus.DRAFT)
        return list(self._session.exec(query.order_by(col(Order.created_at).desc(), col(Order.number).desc())))

    def placed_in_pmc(self) -> list[Order]:
        """What was ordered in the Partner Membership Center, the newest first; drafts are nobody's history."""
        query = self._mine.where(col(Order.in_pmc).is_(True), Order.status != OrderStatus.DRAFT)
        return list(self._session.exec(query.order_by(col(Order.created_at).desc(), col(Order.number).desc())))

    def offers_by_number(self, numbers: set[str]) -> dict[str, Offer]:
        """What was ordered, of those of these numbers that are orders of the company's."""
        mine = unindexed(Order.partner_id) == self._partner_id  # the numbers lead, however many orders there are
        found = self._session.exec(select(Order).where(col(Order.number).in_(numbers), mine))
        return {order.number: order.offer for order in found}

    def add(self, order: Order) -> None:
        """Stores a new order; the database refuses a second open one for the offer, once it is written."""
        self._session.add(order)
