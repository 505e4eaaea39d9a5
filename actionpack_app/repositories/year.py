"""What falls due in the year of the company's subscriptions; and, across companies, which ones are due."""

from datetime import datetime

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from actionpack_app.db import insert_into
from actionpack_app.domain.agenda import Item
from actionpack_app.domain.rights import Actor
from actionpack_app.models import RenewalPrice, Subscription, YearMark

_MARKS = select(YearMark.item).where(
    YearMark.subscription_id == bindparam("subscription"), YearMark.term_number == bindparam("term")
)
_PRICE = select(RenewalPrice).where(
    RenewalPrice.subscription_id == bindparam("subscription"), RenewalPrice.term_number == bindparam("term")
)
_PLANNED = select(Subscription.next_due_at).where(Subscription.id == bindparam("subscription"))
"""Asked for each thing that is carried, put together once."""


class Years:
    """Marks and fixed prices of the company's subscriptions."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    def marks(self) -> dict[tuple[str, int], frozenset[Item]]:
        """What was carried or passed over, by subscription and number of the term."""
        found: dict[tuple[str, int], set[Item]] = {}
        mine = select(Subscription.id).where(Subscription.partner_id == self._partner_id)
        for mark in self._session.exec(select(YearMark).where(col(YearMark.subscription_id).in_(mine))):
            found.setdefault((mark.subscription_id, mark.term_number), set()).add(mark.item)
        return {key: frozenset(items) for key, items in found.items()}

    def marks_of(self, subscription: Subscription) -> frozenset[Item]:
        """What was carried or passed over in the current term."""
        asked = {"subscription": subscription.id, "term": subscription.terms_paid - 1}
        return frozenset(Item(item) for item in self._session.exec(_MARKS, params=asked))

    def mark(self, subscription: Subscription, item: Item, at: datetime, *, passed_over: bool = False) -> None:
        """Notes that an item of the current term is done with; once, however many try."""
        self._session.add(
            YearMark(
                subscription_id=subscription.id,
                term_number=subscription.terms_paid - 1,
                item=item,
                passed_over=passed_over,
                at=at,
            )
        )
        self._session.flush()

    def price_of(self, subscription_id: str, term_number: int) -> RenewalPrice | None:
        """What the automatic renewal of a term costs, if the partner was told."""
        return self._session.exec(_PRICE, params={"subscription": subscription_id, "term": term_number}).one_or_none()

    def fix_price(self, price: RenewalPrice) -> None:
        """Keeps a price; the first one stays."""
        statement = insert_into(self._session, RenewalPrice).values(**price.model_dump())
        self._session.connection().execute(statement.on_conflict_do_nothing(index_elements=["subscription_id", "term_number"]))


class DueSubscriptions:
    """Which subscriptions of all companies have something to be done."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def claim(self, now: datetime, lease_until: datetime, limit: int) -> list[Subscription]:
        """Takes the ones that have been due for longest; nobody else gets them before the lease ends."""
        query = select(Subscription).where(col(Subscription.next_due_at) <= now)
        query = query.order_by(col(Subscription.next_due_at)).limit(limit).with_for_update(skip_locked=True)
        found = list(self._session.exec(query))
        for subscription in found:
            subscription.next_due_at = lease_until
        return found

    def planned_for(self, subscription_id: str) -> datetime | None:
        """When the next thing of a subscription's year falls due, as it was last planned."""
        return self._session.exec(_PLANNED, params={"subscription": subscription_id}).one_or_none()

    def backlog(self, now: datetime) -> int:
        """How many are due and not claimed."""
        query = select(func.count()).select_from(Subscription).where(col(Subscription.next_due_at) <= now)
        return self._session.exec(query).one()
