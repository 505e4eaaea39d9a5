"""The company's subscriptions and their terms."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Subscription, SubscriptionTerm
from actionpack_app.repositories.keys import row_of

_ALL = (
    select(Subscription)
    .where(Subscription.partner_id == bindparam("partner"))
    .order_by(col(Subscription.created_at).desc(), col(Subscription.anchor_on).desc())
)
"""Asked for everything that a company's day follows from, so it is put together once."""


_HELD = select(Subscription).where(
    Subscription.partner_id == bindparam("partner"),
    Subscription.offer == bindparam("offer"),
    col(Subscription.closed_on).is_(None),
)


class Subscriptions:
    """Subscriptions of the actor's company, closed ones too."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._partner_id = actor.partner_id

    def get(self, subscription_id: str, *, lock: bool = False) -> Subscription:
        """One subscription; `lock` keeps other writers away until the transaction ends. Raises NotFound."""
        found = row_of(self._session, Subscription, subscription_id, lock=lock)
        if found is None or found.partner_id != self._partner_id:
            raise NotFound(subscription_id)
        return found

    def all(self) -> list[Subscription]:
        """All of them, the newest first."""
        return list(self._session.exec(_ALL, params={"partner": self._partner_id}))

    def held(self, offer: Offer) -> Subscription | None:
        """The one subscription to `offer` that isn't closed; it may have lapsed."""
        return self._session.exec(_HELD, params={"partner": self._partner_id, "offer": offer}).one_or_none()

    def terms(self, subscription: Subscription) -> list[SubscriptionTerm]:
        """Its paid terms, the newest first."""
        query = select(SubscriptionTerm).where(SubscriptionTerm.subscription_id == subscription.id)
        return list(self._session.exec(query.order_by(col(SubscriptionTerm.number).desc())))

    def add(self, subscription: Subscription) -> None:
        """Stores a new subscription; the database refuses a second one that isn't closed."""
        self._session.add(subscription)
        self._session.flush()

    def add_term(self, term: SubscriptionTerm) -> None:
        """Stores a paid term; the database refuses the same year twice."""
        self._session.add(term)
