"""What waits for the desk's finance: transfers, cancellations, refunds, cases, notifications that fail."""

import dataclasses
import enum
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.desk import Assigned
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import Contact, OrderStatus, RefundStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.refunds import RefundVerdict
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import clock_of
from actionpack_app.models import Case, Order, Partner, Refund, SupportRequest
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.request_desk import RequestDesk, names_of_operators
from actionpack_app.repositories.stamps import DESK, MONEY, stamp_of
from actionpack_app.services.desk.care import Care, age_of
from actionpack_app.services.orders.view import transfer_reference
from actionpack_app.services.support.ask import verdict_on


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
    contact: Contact
    proof_file: str
    proof_name: str
    paid_on: date | None
    paid_to: str
    paid_reference: str
    care: Care


@dataclasses.dataclass(frozen=True, slots=True)
class CancellationLine:
    """A request to cancel, with the refund verdict."""

    number: str
    company: str
    offer: Offer
    title: str
    asked_at: datetime
    verdict: RefundVerdict
    care: Care


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
    care: Care


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
    care: Care


@dataclasses.dataclass(frozen=True, slots=True)
class EventLine:
    """A notification of the provider that couldn't be handled; it is tried again by itself."""

    id: str
    kind: str
    error: str
    tries: int
    received_at: datetime
    care: Care


Line = TransferLine | CancellationLine | RefundItem | CaseLine | EventLine


@dataclasses.dataclass(frozen=True, slots=True)
class DeskView:
    """One page of one list, and how much waits in each."""

    section: Section
    page: Page[Line]
    counts: dict[Section, int]
    stamp: int


@dataclasses.dataclass(frozen=True, slots=True)
class DeskCounts:
    """How much waits in each of the lists that the actor may see."""

    requests: int | None
    """None for those who don't answer requests; one more than is counted at most for any more."""
    money: dict[Section, int]


def count_desk(actor: Actor) -> DeskCounts:
    """What waits for the actor's role. Raises NotAllowed for whoever has no list at the desk."""
    answers, decides = actor.may(Right.DESK_REQUESTS), actor.may(Right.DESK_MONEY)
    if not answers and not decides:
        raise NotAllowed(Right.DESK_REQUESTS, Right.DESK_MONEY)
    with reading() as session:
        return DeskCounts(
            RequestDesk(session, actor).count_open() if answers else None,
            dict(zip(Section, Desk(session, actor).counts(), strict=True)) if decides else {},
        )


def money_stamp(actor: Actor) -> int:
    """Whether one of finance's lists that is open still is as it was read. Raises NotAllowed."""
    if not actor.may(Right.DESK_MONEY):
        raise NotAllowed(Right.DESK_MONEY)
    with reading() as session:
        return _stamp(session)


def _stamp(session: Session) -> int:
    return stamp_of(session, DESK) + stamp_of(session, MONEY)  # cancellations are requests


def show_desk(actor: Actor, section: Section, page_number: int, assigned: Assigned = Assigned.ANYBODY) -> DeskView:
    """A page of one of finance's lists. Raises NotAllowed."""
    with reading() as session:
        desk = Desk(session, actor)
        stamp, counts = _stamp(session), dict(zip(Section, desk.counts(), strict=True))
        page = _page(session, desk, section, page_number, assigned)
        return DeskView(section, page, counts, stamp)


def _page(session: Session, desk: Desk, section: Section, number: int, assigned: Assigned) -> Page[Line]:
    match section:
        case Section.TRANSFERS:
            return _transfers(session, desk.transfers(number, assigned), desk)
        case Section.CANCELLATIONS:
            return _cancellations(session, desk.cancellations(number, assigned), desk)
        case Section.REFUNDS:
            return _refunds(session, desk.refunds(number, assigned), desk)
        case Section.CASES:
            cases = desk.cases(number, assigned)
            partners, names = desk.partners({case.partner_id for case in cases.rows if case.partner_id}), _names(session, cases)
            return cases.map(lambda case: _case(case, partners.get(case.partner_id or ""), names))
        case Section.NOTIFICATIONS:
            return desk.failing_events(number).map(
                lambda event: EventLine(
                    event.id, event.kind, event.error, event.tries, event.received_at, Care(age_of(event.received_at, None))
                )
            )


def _names(session: Session, page: Page[Any]) -> dict[str, str]:
    return names_of_operators(session, {row.assigned_to for row in page.rows})


def _care(since: datetime, partner: Partner | None, assigned_to: str | None, names: dict[str, str]) -> Care:
    return Care(age_of(since, partner), assigned_to or "", names.get(assigned_to or "", ""))


def _transfers(session: Session, orders: Page[Order], desk: Desk) -> Page[Line]:
    names = _names(session, orders)
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
            contact=Contact(order.contact_name, order.contact_phone, order.contact_email),
            proof_file=file.id if file else "",
            proof_name=file.name if file else "",
            paid_on=proof.paid_on if proof else None,
            paid_to=proof.paid_to if proof else "",
            paid_reference=proof.reference if proof else "",
            care=_care(proof.created_at if proof else order.placed_at or order.created_at, partner, order.assigned_to, names),
        )

    return orders.map(line)


def _cancellations(session: Session, requests: Page[SupportRequest], desk: Desk) -> Page[Line]:
    names = _names(session, requests)
    partners = desk.partners({request.partner_id for request in requests.rows})
    held = desk.subscriptions({request.subscription_id or "" for request in requests.rows})
    paid, used = desk.last_paid(set(held)), desk.benefits_used(set(held))

    def line(request: SupportRequest) -> Line:
        partner, subscription = partners[request.partner_id], held[request.subscription_id or ""]
        uses = used.get(subscription.id, frozenset())
        return CancellationLine(
            number=request.number,
            company=_named(partner),
            offer=subscription.offer,
            title=request.title,
            asked_at=request.created_at,
            verdict=verdict_on(partner, subscription, paid.get(subscription.id), uses, clock_of(partner.clock_at)),
            care=_care(request.created_at, partner, request.assigned_to, names),
        )

    return requests.map(line)


def _refunds(session: Session, refunds: Page[Refund], desk: Desk) -> Page[Line]:
    names = _names(session, refunds)
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
            care=_care(refund.created_at, partners[refund.partner_id], refund.assigned_to, names),
        )

    return refunds.map(line)


def _case(case: Case, partner: Partner | None, names: dict[str, str]) -> Line:
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
        care=_care(case.opened_at, None, case.assigned_to, names),
    )


def _named(partner: Partner) -> str:
    return f"{partner.name} · MPN {partner.mpn_id}" if partner.mpn_id else partner.name
