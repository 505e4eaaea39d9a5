"""Check renewal eligibility: what a partner can renew in the Partner Membership Center, or that it is invited elsewhere."""

import dataclasses
import zoneinfo
from datetime import date, datetime

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.actions import Action
from actionpack_app.domain.calendar import local_day
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.pmc import Verdict, check_renewal, side_of
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Order
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Cards
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.eligibility.conditions import ReadConditions, with_ways
from actionpack_app.services.membership.overview import OpenTransfer, SubscriptionSummary, summarize
from actionpack_app.services.membership.standing import Membership, read_membership


@dataclasses.dataclass(frozen=True, slots=True)
class CheckedMembership:
    """One membership that the partner holds, and what the check says of it."""

    summary: SubscriptionSummary
    verdict: Verdict
    conditions: ReadConditions
    transfer: OpenTransfer | None


@dataclasses.dataclass(frozen=True, slots=True)
class PmcOrder:
    """An order that was placed in the Partner Membership Center."""

    number: str
    offer: Offer
    status: OrderStatus
    placed_at: datetime
    total: Money


@dataclasses.dataclass(frozen=True, slots=True)
class EligibilityCheck:
    """The whole page."""

    today: date
    time_zone: str
    company: str
    mpn_id: str
    sent: Verdict | None
    """INVITED or NEVER_THERE where the partner is managed in Partner Center; None where it isn't."""
    moved_on: date | None
    memberships: tuple[CheckedMembership, ...]
    sees_billing: bool
    orders: tuple[PmcOrder, ...]
    """The newest first; empty for those who don't see billing."""


def check_eligibility(actor: Actor, clock: Clock) -> EligibilityCheck:
    """What of the company's memberships can be renewed, where, and when. Raises NotAllowed for operators."""
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    with reading() as session:
        membership = read_membership(session, actor, clock)
        partner = membership.partner
        moved_on = local_day(partner.moved_at, zoneinfo.ZoneInfo(partner.time_zone)) if partner.moved_at else None
        sees_billing = actor.may(Right.SEE_BILLING)
        return EligibilityCheck(
            today=membership.today,
            time_zone=partner.time_zone,
            company=partner.name,
            mpn_id=partner.mpn_id or "",
            sent=side_of(membership.case, moved_on),
            moved_on=moved_on,
            memberships=_memberships(session, actor, membership, moved_on),
            sees_billing=sees_billing,
            orders=tuple(_order(order) for order in Orders(session, actor).placed_in_pmc()) if sees_billing else (),
        )


def _memberships(session: Session, actor: Actor, membership: Membership, moved_on: date | None) -> tuple[CheckedMembership, ...]:
    cards = Cards(session, actor).by_id()
    cancellations = SupportRequests(session, actor).open_cancellations()
    found: list[CheckedMembership] = []
    for row in membership.subscriptions:
        if row.closed_on is not None:
            continue
        checked = check_renewal(actor, membership.case, row.offer, moved_on)
        waiting = membership.awaiting.get(row.offer)
        found.append(
            CheckedMembership(
                summary=summarize(actor, membership, row, cards, cancellations.get(row.id, "")),
                verdict=checked.verdict,
                conditions=with_ways(actor, membership, Action.RENEW_IN_PMC, row.offer, checked.conditions),
                transfer=OpenTransfer(waiting.number, waiting.status, waiting.last_day or membership.today) if waiting else None,
            )
        )
    return tuple(found)


def _order(order: Order) -> PmcOrder:
    total = Money(order.total_minor, order.currency)
    return PmcOrder(order.number, order.offer, order.status, order.placed_at or order.created_at, total)
