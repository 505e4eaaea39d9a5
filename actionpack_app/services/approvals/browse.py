"""The list of approvals: the company's for who can approve, one's own for who can only ask."""

import dataclasses

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.actions import to_decide, to_withdraw
from actionpack_app.domain.approvals import (
    ApprovalStatus,
    OwnRequest,
)
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Approval, Order
from actionpack_app.repositories.approvals import Approvals
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.approvals.rule import Rule, read_rule
from actionpack_app.services.approvals.standing import ApprovalFacts, facts_of, people_of, status_of
from actionpack_app.services.membership.standing import today_of


@dataclasses.dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One request."""

    facts: ApprovalFacts
    order_number: str
    offer: Offer
    renews: bool
    total: Money
    term: Term | None
    """Of a renewal."""
    may_decide: bool
    own: bool
    """Whether the actor asked for it, so that somebody else has to decide."""
    may_withdraw: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ApprovalList:
    """The page."""

    page: Page[ApprovalLine]
    rule: Rule
    may_set_rule: bool
    time_zone: str


def list_approvals(actor: Actor, page_number: int, clock: Clock) -> ApprovalList:
    """A page of approvals, what is open first. Raises NotAllowed for those who neither approve nor buy."""
    approves = actor.may(Right.APPROVE)
    if not approves and not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with reading() as session:
        partner = Partners(session, actor).mine()
        today = today_of(partner, clock)
        page = Approvals(session, actor).page(page_number, requested_by=None if approves else actor.person_id)
        orders = Orders(session, actor).by_ids({row.order_id for row in page.rows})
        found = facts_of(page.rows, orders, people_of(session, actor, page.rows), partner, today)
        rule = read_rule(session, actor)
    facts = {line.id: line for line in found}
    shown = page.map(lambda row: _line(actor, row, orders[row.order_id], facts[row.id]))
    return ApprovalList(shown, rule, approves, partner.time_zone)


def count_to_approve(actor: Actor, clock: Clock) -> int:
    """How many requests wait for the actor; none for those who can't approve."""
    if not actor.may(Right.APPROVE) or not actor.partner_id:
        return 0
    with reading() as session:
        today = today_of(Partners(session, actor).mine(), clock)
        return sum(
            not unmet(to_decide(actor, approval.requested_by, status_of(approval, order, today)))
            for approval, order in Approvals(session, actor).requested()
        )


def line_of(session: Session, actor: Actor, row: Approval, clock: Clock) -> ApprovalLine:
    """One request as the actor sees it, within somebody's transaction."""
    order, partner = Orders(session, actor).by_id(row.order_id), Partners(session, actor).mine()
    facts = facts_of([row], {order.id: order}, people_of(session, actor, [row]), partner, today_of(partner, clock))
    return _line(actor, row, order, facts[0])


def _line(actor: Actor, row: Approval, order: Order, facts: ApprovalFacts) -> ApprovalLine:
    against = unmet(to_decide(actor, row.requested_by, facts.status))
    return ApprovalLine(
        facts=facts,
        order_number=order.number,
        offer=order.offer,
        renews=row.subscription_id is not None,
        total=Money(row.total_minor, row.currency),
        term=Term(row.start, row.expiry) if row.start and row.expiry else None,
        may_decide=not against,
        own=facts.status is ApprovalStatus.REQUESTED and OwnRequest() in against,
        may_withdraw=not unmet(to_withdraw(actor, facts.status)),
    )
