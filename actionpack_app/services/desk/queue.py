"""What waits for the desk's finance: transfers, cancellations, refunds, cases, notifications that fail."""

import dataclasses
import enum
from datetime import date, datetime

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, RefundStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.refunds import RefundVerdict
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Case, Order, Partner, Refund
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.desk.at_work import at_work
from actionpack_app.services.orders.view import transfer_reference
from actionpack_app.services.support.ask import verdict_of


class Section(enum.StrEnum):
    """One list of the desk."""

    TRANSFERS = "transfers"
    CANCELLATIONS = "cancellations"
    REFUNDS = "refunds"
    CASES = "cases"
    NOTIFICATIONS = "notifications"


@dataclasses.dataclass(frozen=True, slots=True)
class TransferLine:
    """A bank transfer that is awaited, and what the partner showed for it."""

    number: str
    company: str
    offer: Offer
    total: Money
    reference: str
    status: OrderStatus
    last_day: date
    proof_file: str
    proof_name: str
    paid_on: date | None
    paid_to: str
    paid_reference: str


@dataclasses.dataclass(frozen=True, slots=True)
class CancellationLine:
    """A request to cancel, with the refund verdict."""

    number: str
    company: str
    offer: Offer
    title: str
    asked_at: datetime
    verdict: RefundVerdict


@dataclasses.dataclass(frozen=True, slots=True)
class RefundItem:
    """A refund that isn't settled."""

    id: str
    company: str
    order_number: str
    amount: Money
    status: RefundStatus
    failure_code: str
    since: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class CaseLine:
    """A dispute, or a difference between the books."""

    id: int
    kind: CaseKind
    company: str
    order_number: str
    provider_ref: str
    ours: Money | None
    theirs: Money | None
    opened_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class EventLine:
    """A notification of the provider that couldn't be handled; it is tried again by itself."""

    id: str
    kind: str
    error: str
    tries: int
    received_at: datetime


Line = TransferLine | CancellationLine | RefundItem | CaseLine | EventLine


@dataclasses.dataclass(frozen=True, slots=True)
class DeskView:
    """One page of one list, and how much waits in each."""

    section: Section
    page: Page[Line]
    counts: dict[Section, int]


def show_desk(actor: Actor, section: Section, page_number: int) -> DeskView:
    """A page of one of the desk's lists. Raises NotAllowed."""
    with reading() as session:
        desk = Desk(session, actor)
        counts = dict(zip(Section, desk.counts(), strict=True))
        return DeskView(section, _page(session, desk, actor, section, page_number), counts)


def _page(session: Session, desk: Desk, actor: Actor, section: Section, number: int) -> Page[Line]:
    match section:
        case Section.TRANSFERS:
            return _transfers(desk, number)
        case Section.CANCELLATIONS:
            return _cancellations(session, desk, actor, number)
        case Section.REFUNDS:
            return _refunds(desk, number)
        case Section.CASES:
            cases = desk.cases(number)
            partners = desk.partners({case.partner_id for case in cases.rows if case.partner_id})
            return cases.map(lambda case: _case(case, partners.get(case.partner_id or "")))
        case Section.NOTIFICATIONS:
            return desk.failing_events(number).map(
                lambda event: EventLine(event.id, event.kind, event.error, event.tries, event.received_at)
            )


def _transfers(desk: Desk, number: int) -> Page[Line]:
    orders = desk.transfers(number)
    partners = desk.partners({order.partner_id for order in orders.rows})
    proofs = desk.proofs({order.id for order in orders.rows if order.status is OrderStatus.PROOF_IN_REVIEW})

    def line(order: Order) -> Line:
        proof, file = proofs.get(order.id, (None, None))
        partner = partners[order.partner_id]
        return TransferLine(
            number=order.number,
            company=_named(partner),
            offer=order.offer,
            total=Money(order.total_minor, order.currency),
            reference=transfer_reference(order, partner),
            status=order.status,
            last_day=order.last_day or order.start,
            proof_file=file.id if file else "",
            proof_name=file.name if file else "",
            paid_on=proof.paid_on if proof else None,
            paid_to=proof.paid_to if proof else "",
            paid_reference=proof.reference if proof else "",
        )

    return orders.map(line)


def _cancellations(session: Session, desk: Desk, actor: Actor, number: int) -> Page[Line]:
    requests = desk.cancellations(number)
    lines: dict[str, Line] = {}
    for request in requests.rows:
        acting, clock, partner = at_work(session, actor, request.partner_id)
        subscription = Subscriptions(session, acting).get(request.subscription_id or "")
        verdict = verdict_of(session, acting, subscription, clock)
        lines[request.id] = CancellationLine(
            request.number, _named(partner), subscription.offer, request.title, request.created_at, verdict
        )
    return requests.map(lambda request: lines[request.id])


def _refunds(desk: Desk, number: int) -> Page[Line]:
    refunds = desk.refunds(number)
    partners = desk.partners({refund.partner_id for refund in refunds.rows})
    orders = desk.orders({refund.order_id for refund in refunds.rows})

    def line(refund: Refund) -> Line:
        return RefundItem(
            id=refund.id,
            company=_named(partners[refund.partner_id]),
            order_number=orders[refund.order_id].number,
            amount=Money(refund.amount_minor, refund.currency),
            status=refund.status,
            failure_code=refund.failure_code,
            since=refund.created_at,
        )

    return refunds.map(line)


def _case(case: Case, partner: Partner | None) -> Line:
    def money(minor: int | None) -> Money | None:
        return Money(minor, case.currency) if minor is not None else None

    return CaseLine(
        id=case.id or 0,
        kind=case.kind,
        company=_named(partner) if partner else "",
        order_number=case.order_number,
        provider_ref=case.provider_ref,
        ours=money(case.ours_minor),
        theirs=money(case.theirs_minor),
        opened_at=case.opened_at,
    )


def _named(partner: Partner) -> str:
    return f"{partner.name} · MPN {partner.mpn_id}" if partner.mpn_id else partner.name
