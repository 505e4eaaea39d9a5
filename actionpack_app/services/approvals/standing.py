"""How far the approval of an order is today; shared by the use cases around it."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from actionpack_app.domain.actions import to_pay
from actionpack_app.domain.approvals import ApprovalStatus, Asked, Subject, is_above, status_on, subject_of
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.eligibility import Condition
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import clock_of
from actionpack_app.models import Approval, Order, Partner, Person
from actionpack_app.repositories.approvals import Approvals
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.membership.standing import today_of


@dataclasses.dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """One request as it stands today, and what was said to it."""

    id: str
    status: ApprovalStatus
    requested_by: str
    """A name, as is `decided_by`."""
    requested_at: datetime
    requested_on: date
    message: str
    decided_by: str
    closed_at: datetime | None
    reason: str
    last_day: date


@dataclasses.dataclass(frozen=True, slots=True)
class NeededApproval:
    """A draft above the company's amount."""

    newest: ApprovalFacts | None
    """None where nobody was asked yet."""
    asked: tuple[str, ...]
    """Names of those who can decide: other than who asked, or before that, other than who looks."""
    above: Money
    """The company's amount."""
    time_zone: str

    @property
    def status(self) -> ApprovalStatus | None:
        """How far it is."""
        return self.newest.status if self.newest else None

    @property
    def given(self) -> bool:
        """Whether the order can be paid."""
        return self.status is ApprovalStatus.APPROVED

    @property
    def condition(self) -> Condition:
        """The same as a condition of paying."""
        return to_pay(self.status, self.newest.requested_on if self.newest else None)


def needed_approval(session: Session, actor: Actor, order: Order, today: date | None = None) -> NeededApproval | None:
    """What an order still needs, or has, of approval; None where it needs none, and for what is no draft any more.

    `today` is the company's own day where the caller doesn't know a better one.
    """
    partner = Partners(session, actor).mine()
    above = partner.approval_above_minor
    if above is None or order.status is not OrderStatus.DRAFT or not is_above(total_of(order), above):
        return None
    approvals = Approvals(session, actor)
    newest = approvals.newest_of(order.id)
    today = today or today_of(partner, clock_of(partner.clock_at))
    but = newest.requested_by if newest and status_of(newest, order, today) is ApprovalStatus.REQUESTED else actor.person_id
    return NeededApproval(
        newest=facts_of([newest], {order.id: order}, people_of(session, actor, [newest]), partner, today)[0] if newest else None,
        asked=tuple(person.name for person in approvals.approvers() if person.id != but),
        above=Money(above, partner.currency),
        time_zone=partner.time_zone,
    )


def total_of(order: Order) -> Money:
    """What the order costs, with tax."""
    return Money(order.total_minor, order.currency)


def subject_now(order: Order) -> Subject | None:
    """What a draft would be approved for as it is now; None for what is no draft any more."""
    return order_subject(order) if order.status is OrderStatus.DRAFT else None


def order_subject(order: Order) -> Subject:
    """What an order would be approved for as it is now."""
    return subject_of(total_of(order), order.subscription_id, Term(order.start, order.expiry), upgrade=order.upgrade)


def subject_then(approval: Approval) -> Subject:
    """What somebody asked about."""
    term = Term(approval.start, approval.expiry) if approval.start and approval.expiry else None
    return Subject(Money(approval.total_minor, approval.currency), approval.subscription_id or "", term, approval.upgrade)


def status_of(approval: Approval, order: Order, today: date) -> ApprovalStatus:
    """How far a request is today."""
    asked = Asked(approval.status, subject_then(approval), approval.last_day)
    return status_on(today, asked, subject_now(order))


def people_of(session: Session, actor: Actor, approvals: Sequence[Approval]) -> dict[str, Person]:
    """Those who asked and those who decided, by id."""
    ids = {key for row in approvals for key in (row.requested_by, row.decided_by) if key}
    return Partners(session, actor).known(ids)


def facts_of(
    approvals: Sequence[Approval], orders: dict[str, Order], people: dict[str, Person], partner: Partner, today: date
) -> list[ApprovalFacts]:
    """Requests as they stand today."""
    return [_facts(row, orders[row.order_id], people, partner, today) for row in approvals]


def _facts(row: Approval, order: Order, people: dict[str, Person], partner: Partner, today: date) -> ApprovalFacts:
    decided_by = people.get(row.decided_by or "")
    return ApprovalFacts(
        id=row.id,
        status=status_of(row, order, today),
        requested_by=people[row.requested_by].name,
        requested_at=row.requested_at,
        requested_on=today_of(partner, clock_of(row.requested_at)),
        message=row.message,
        decided_by=decided_by.name if decided_by else "",
        closed_at=row.closed_at,
        reason=row.reason,
        last_day=row.last_day,
    )
