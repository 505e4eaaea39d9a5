"""Approvals of the company's orders, and who can give them."""

from sqlmodel import Session, col, select

from actionpack_app.domain.approvals import LIVE, ApprovalStatus
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor, Right, roles_with
from actionpack_app.models import Approval, Order, Person
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import Page, page_of


class Approvals:
    """Approvals of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._mine = select(Approval).where(Approval.partner_id == actor.partner_id)

    def get(self, approval_id: str, *, lock: bool = False) -> Approval:
        """One approval; `lock` reads it anew and keeps other writers away until the transaction ends. Raises NotFound."""
        query = self._mine.where(Approval.id == findable(approval_id))
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        found = self._session.exec(query).one_or_none()
        if found is None:
            raise NotFound(approval_id)
        return found

    def newest_of(self, order_id: str) -> Approval | None:
        """What was asked last about an order."""
        query = self._mine.where(Approval.order_id == order_id)
        newest_first = query.order_by(col(Approval.requested_at).desc(), col(Approval.id).desc())
        live = self._session.exec(query.where(col(Approval.status).in_(LIVE))).one_or_none()
        return live or self._session.exec(newest_first.limit(1)).one_or_none()

    def page(self, number: int, *, requested_by: str | None) -> Page[Approval]:
        """The company's approvals, or those that one person asked for: what is open first, then the newest."""
        query = self._mine if requested_by is None else self._mine.where(Approval.requested_by == requested_by)
        is_open = (col(Approval.status) == ApprovalStatus.REQUESTED).desc()
        return page_of(self._session, query, (is_open, col(Approval.requested_at).desc(), col(Approval.id)), number)

    def requested(self) -> list[tuple[Approval, Order]]:
        """Requests that nobody has closed, of orders that are still drafts: one for an offer at most."""
        query = select(Approval, Order).join(Order, col(Order.id) == Approval.order_id)
        mine = query.where(Approval.partner_id == self._actor.partner_id, Approval.status == ApprovalStatus.REQUESTED)
        return list(self._session.exec(mine))

    def approvers(self) -> list[Person]:
        """Everybody who may approve, by name."""
        return self._who(Right.APPROVE)

    def buyers(self) -> list[Person]:
        """Everybody who may ask for an approval, by name."""
        return self._who(Right.BUY)

    def add(self, approval: Approval) -> None:
        """Stores a request; the database refuses a second live one for the order."""
        self._session.add(approval)
        self._session.flush()

    def _who(self, right: Right) -> list[Person]:
        query = select(Person).where(Person.partner_id == self._actor.partner_id, col(Person.active).is_(True))
        with_right = query.where(col(Person.role).in_(roles_with(right)))
        return list(self._session.exec(with_right.order_by(col(Person.name), col(Person.id))))
