"""Partners that are still managed in the Partner Membership Center, across companies; built only for an operator who may."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import Partner, Subscription
from actionpack_app.models.partners import ManagedIn
from actionpack_app.repositories.pages import Page, contains, page_of


class PmcPartners:
    """Who is still there. Raises NotAllowed for anybody who may not look partners up."""

    def __init__(self, session: Session, operator: Actor) -> None:
        if not operator.may(Right.DESK_LOOKUP):
            raise NotAllowed(Right.DESK_LOOKUP)
        self._session = session

    def page(self, search: str, number: int) -> Page[Partner]:
        """A page of them by name; a sample that was reset has no MPN ID, and is nobody's to move."""
        query = select(Partner).where(Partner.managed_in == ManagedIn.PMC, col(Partner.mpn_id).is_not(None))
        if search:
            query = query.where(sa.or_(contains(col(Partner.name), search), contains(col(Partner.mpn_id), search)))
        return page_of(self._session, query, (col(Partner.name), col(Partner.id)), number)

    def subscriptions(self, partner_ids: set[str]) -> list[Subscription]:
        """What these partners hold, the older anchor first."""
        query = select(Subscription).where(col(Subscription.partner_id).in_(partner_ids), col(Subscription.closed_on).is_(None))
        return list(self._session.exec(query.order_by(col(Subscription.anchor_on), col(Subscription.id))))
