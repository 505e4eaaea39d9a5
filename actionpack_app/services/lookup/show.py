"""One partner as one of its roles sees it, a part at a time."""

import dataclasses
import enum
from collections.abc import Callable
from datetime import datetime

from actionpack_app.db import reading
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import NoticeFacts, from_plain
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import NO_CONTACT, Contact, OrderStatus, PaymentMethod, TermFrom, term_from
from actionpack_app.domain.rights import Actor, Right, Role
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Order, Partner, SupportRequest
from actionpack_app.models.partners import ManagedIn
from actionpack_app.models.support import ProblemType, RequestStatus
from actionpack_app.repositories.lookup import LookUp
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.activity.browse import ActivityFilter, ActivityLine, list_activity
from actionpack_app.services.invoices.browse import InvoiceFilter, InvoiceLine, list_invoices
from actionpack_app.services.lookup.viewer import viewer_of
from actionpack_app.services.membership.overview import Overview, overview


class Part(enum.StrEnum):
    """What of a partner is looked at."""

    OFFERS = "offers"
    COMPANY = "company"
    ORDERS = "orders"
    INVOICES = "invoices"
    REQUESTS = "requests"
    NOTICES = "notices"
    ACTIVITY = "activity"


@dataclasses.dataclass(frozen=True, slots=True)
class PartnerFacts:
    """The company itself."""

    id: str
    name: str
    mpn_id: str
    in_pmc: bool
    """Whether it is still managed in the Partner Membership Center."""
    country: str
    address: str
    tax_id: str
    billing_email: str
    currency: str
    locale: str
    time_zone: str
    now: datetime
    """The company's own time: that of its test clock, where it has one."""
    has_test_clock: bool


@dataclasses.dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of the company."""

    name: str
    email: str
    role: Role
    active: bool
    last_sign_in_at: datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class OrderLine:
    """One order."""

    number: str
    offer: Offer
    status: OrderStatus
    method: PaymentMethod | None
    contact: Contact
    """Of an order by bank transfer."""
    total: Money
    term: Term
    term_from: TermFrom
    at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class AskedLine:
    """One support request, and who made it."""

    number: str
    title: str
    problem: ProblemType
    status: RequestStatus
    asks_to_cancel: bool
    who: str
    updated_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class ToldLine:
    """One notice."""

    at: datetime
    facts: NoticeFacts


Row = PersonLine | OrderLine | InvoiceLine | AskedLine | ToldLine | ActivityLine
Content = Overview | Page[Row]


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """One part of one partner, as `role` sees it."""

    partner: PartnerFacts
    role: Role
    part: Part
    content: Content | None
    """None where the role doesn't see it."""
    withheld: Right | None
    """The right that the role would need."""


def look_at(actor: Actor, partner_id: str, role: Role, part: Part, page_number: int) -> Look:
    """What a role of the company sees of it. Noted in the company's activity. Raises NotAllowed, NotFound."""
    viewer, clock, partner = viewer_of(actor, partner_id, role)
    content, withheld = None, None
    try:
        content = _READ[part](_Eyes(actor, viewer, clock), page_number)
    except NotAllowed as refused:
        withheld = refused.right
    return Look(_facts(partner, clock), viewer.role, part, content, withheld)


@dataclasses.dataclass(frozen=True, slots=True)
class _Eyes:
    operator: Actor
    viewer: Actor
    clock: Clock

    def need(self, right: Right) -> None:
        if not self.viewer.may(right):
            raise NotAllowed(right)


def _offers(eyes: _Eyes, _page_number: int) -> Content:
    return overview(eyes.viewer, eyes.clock)


def _people(eyes: _Eyes, _page_number: int) -> Content:
    with reading() as session:
        people = Partners(session, eyes.viewer).people()
    rows = tuple(PersonLine(row.name, row.email, row.role, row.active, row.last_sign_in_at) for row in people)
    return Page(rows, 1, 1, len(rows))


def _orders(eyes: _Eyes, page_number: int) -> Content:
    eyes.need(Right.SEE_BILLING)
    with reading() as session:
        return LookUp(session, eyes.operator).orders(eyes.viewer.partner_id, page_number).map(_order)


def _order(row: Order) -> Row:
    transferred = row.method is PaymentMethod.TRANSFER
    return OrderLine(
        number=row.number,
        offer=row.offer,
        status=row.status,
        method=row.method,
        contact=Contact(row.contact_name, row.contact_phone, row.contact_email) if transferred else NO_CONTACT,
        total=Money(row.total_minor, row.currency),
        term=Term(row.start, row.expiry),
        term_from=term_from(row.status, row.method, renews=row.term_number > 0),
        at=row.placed_at or row.created_at,
    )


def _invoices(eyes: _Eyes, page_number: int) -> Content:
    return list_invoices(eyes.viewer, InvoiceFilter(), page_number).page.map(_as_row)


def _requests(eyes: _Eyes, page_number: int) -> Content:
    """A role that sees its own requests only: those of the people who have it."""
    made_by = None if eyes.viewer.may(Right.SEE_COMPANY_REQUESTS) else eyes.viewer.role
    with reading() as session:
        page = LookUp(session, eyes.operator).requests(eyes.viewer.partner_id, made_by, page_number)
        names = Partners(session, eyes.viewer).names_of({row.created_by for row in page.rows})
    return page.map(lambda row: _asked(row, names))


def _asked(row: SupportRequest, names: dict[str, str]) -> Row:
    who = names.get(row.created_by, "")
    return AskedLine(row.number, row.title, row.problem, row.status, row.asks_to_cancel, who, row.updated_at)


def _notices(eyes: _Eyes, page_number: int) -> Content:
    eyes.need(Right.SEE_BILLING)
    with reading() as session:
        page = LookUp(session, eyes.operator).notices(eyes.viewer.partner_id, eyes.viewer.role, page_number)
    return page.map(lambda notice: _as_row(ToldLine(notice.at, from_plain(notice.facts))))


def _activity(eyes: _Eyes, page_number: int) -> Content:
    return list_activity(eyes.viewer, ActivityFilter(), page_number).page.map(_as_row)


def _as_row(row: Row) -> Row:
    return row


_READ: dict[Part, Callable[[_Eyes, int], Content]] = {
    Part.OFFERS: _offers,
    Part.COMPANY: _people,
    Part.ORDERS: _orders,
    Part.INVOICES: _invoices,
    Part.REQUESTS: _requests,
    Part.NOTICES: _notices,
    Part.ACTIVITY: _activity,
}


def _facts(partner: Partner, clock: Clock) -> PartnerFacts:
    parts = (partner.address_line, " ".join(part for part in (partner.postal_code, partner.city) if part))
    return PartnerFacts(
        id=partner.id,
        name=partner.name,
        mpn_id=partner.mpn_id or "",
        in_pmc=partner.managed_in is ManagedIn.PMC,
        country=partner.country,
        address=", ".join(part for part in parts if part),
        tax_id=partner.tax_id,
        billing_email=partner.billing_email,
        currency=partner.currency,
        locale=partner.locale,
        time_zone=partner.time_zone,
        now=clock.now(),
        has_test_clock=partner.clock_at is not None,
    )
