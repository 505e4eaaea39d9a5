"""An order as the dialog and its page show it."""

import dataclasses
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from actionpack_app.domain.actions import to_cancel_order
from actionpack_app.domain.blockers import Blocker
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.cards import CardFace
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import (
    TRANSFER_OPEN,
    OrderStatus,
    PaymentMethod,
    PaymentStatus,
    ProofStatus,
    RefundLine,
    TermFrom,
    term_from,
)
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.signing import sign
from actionpack_app.models import Order, Partner, Payment, Refund
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import NO_PAPERS, Cards, Payments
from actionpack_app.repositories.transfers import Proofs
from actionpack_app.services.approvals.standing import NeededApproval, needed_approval
from actionpack_app.services.membership.overview import card_face


@dataclasses.dataclass(frozen=True, slots=True)
class TransferInstructions:
    """Where to send the money, and what to write with it."""

    account: tuple[tuple[str, str], ...]
    """Pairs of a field's key (`holder`, `iban` …) and its value; empty while the provider is asked for them."""
    reference: str
    last_day: date
    received: Money
    """What of a transfer that the provider matches has arrived."""
    matched: bool
    """The provider matches it by itself: nobody has to prove anything."""


@dataclasses.dataclass(frozen=True, slots=True)
class ProofLine:
    """A payment proof, and what finance said of it."""

    file_id: str
    file_name: str
    paid_on: date
    paid_to: str
    reference: str
    status: ProofStatus
    reason: str
    sent_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class OrderView:
    """Everything about one order; amounts are what the partner reviews and pays."""

    number: str
    offer: Offer
    renews: bool
    upgrade: bool
    status: OrderStatus
    step: str
    term: Term
    """As it would be if it were paid today, where it rests on the payment."""
    term_from: TermFrom
    net: Money
    tax: Money
    total: Money
    tax_percent: Decimal
    reverse_charge: bool
    company: str
    mpn_id: str
    bill_to: tuple[str, ...]
    method: PaymentMethod | None
    cards: tuple[CardFace, ...]
    card: CardFace | None
    contact_name: str
    contact_phone: str
    contact_email: str
    po_number: str
    decline_code: str
    needs_authentication: bool
    transfer: TransferInstructions | None
    subscription_id: str
    invoice_number: str
    credit_note_number: str
    calendar_token: str
    proofs: tuple[ProofLine, ...] = ()
    refund: RefundLine | None = None
    disputed: bool = False
    time_zone: str = "UTC"
    in_pmc: bool = False
    """Placed in the Partner Membership Center."""
    against_cancelling: tuple[Blocker, ...] = ()
    """Why the order can't be cancelled by this actor now."""
    approval: NeededApproval | None = None
    """What a draft above the company's amount needs, or has; None where it needs none."""
    approval_message: str = ""
    """What is being typed to those who are to approve it."""


def order_view(session: Session, actor: Actor, order: Order) -> OrderView:
    """Reads what belongs to an order that the actor may see."""
    partner = Partners(session, actor).mine()
    cards = Cards(session, actor).by_id()
    card = cards.get(order.card_id or "")
    paid = order.status in {OrderStatus.PAID, OrderStatus.REFUNDED}
    papers = Payments(session, actor).papers_of(order) if order.status is not OrderStatus.DRAFT else NO_PAPERS
    payment, invoice = papers.payment, papers.invoice if paid else None
    refund = _refund(papers.refund)
    note = papers.credit_note if paid else None
    return OrderView(
        number=order.number,
        offer=order.offer,
        renews=order.term_number > 0,
        upgrade=order.upgrade,
        status=order.status,
        step=order.step,
        term=Term(order.start, order.expiry),
        term_from=term_from(order.status, order.method, renews=order.term_number > 0),
        net=Money(order.net_minor, order.currency),
        tax=Money(order.tax_minor, order.currency),
        total=Money(order.total_minor, order.currency),
        tax_percent=Decimal(order.tax_percent),
        reverse_charge=order.reverse_charge,
        company=partner.name,
        mpn_id=partner.mpn_id or "",
        bill_to=tuple(invoice.snapshot["buyer_lines"]) if invoice else bill_to(partner),
        method=order.method,
        cards=tuple(card_face(saved) for saved in cards.values() if saved.removed_at is None),
        card=card_face(card) if card else None,
        contact_name=order.contact_name,
        contact_phone=order.contact_phone,
        contact_email=order.contact_email,
        po_number=order.po_number,
        decline_code=order.decline_code,
        needs_authentication=payment is not None and payment.status is PaymentStatus.NEEDS_AUTHENTICATION,
        transfer=_instructions(session, order, partner, payment),
        subscription_id=order.subscription_id or "",
        invoice_number=invoice.number if invoice else "",
        credit_note_number=note.number if note else "",
        calendar_token=sign("calendar", order.subscription_id) if paid and order.subscription_id else "",
        proofs=_proofs(session, actor, order) if order.method is PaymentMethod.TRANSFER else (),
        refund=refund,
        disputed=payment is not None and payment.disputed_at is not None,
        time_zone=partner.time_zone,
        in_pmc=order.in_pmc,
        against_cancelling=unmet(to_cancel_order(actor, order.status)),
        approval=needed_approval(session, actor, order),
        approval_message=order.approval_message or "",
    )


def bill_to(partner: Partner) -> tuple[str, ...]:
    """A company's name and address, line by line."""
    city = " ".join(part for part in (partner.postal_code, partner.city) if part)
    return tuple(line for line in (partner.name, partner.address_line, city) if line)


def transfer_reference(order: Order, partner: Partner) -> str:
    """What the partner writes on the transfer, so that finance finds the order."""
    return f"{order.number} {partner.mpn_id}"


def _instructions(session: Session, order: Order, partner: Partner, payment: Payment | None) -> TransferInstructions | None:
    if order.status not in TRANSFER_OPEN or order.last_day is None:
        return None
    matched = payment is not None and payment.status is PaymentStatus.PENDING
    if payment is not None and matched:
        given = tuple((field[0], field[1]) for field in payment.instructions or [])
        reference = next((value for key, value in given if key == "reference"), "")
        account = tuple((key, value) for key, value in given if key != "reference")
        received = Money(payment.received_minor, payment.currency)
        return TransferInstructions(account, reference, order.last_day, received, matched=True)
    own = current_catalogue(session).seller.accounts[order.currency]
    account = (("holder", own.holder), ("bank", own.bank), ("account", own.account), ("code", own.code))
    nothing = Money(0, order.currency)
    return TransferInstructions(account, transfer_reference(order, partner), order.last_day, nothing, matched=False)


def _proofs(session: Session, actor: Actor, order: Order) -> tuple[ProofLine, ...]:
    return tuple(
        ProofLine(
            file_id=file.id,
            file_name=file.name,
            paid_on=proof.paid_on,
            paid_to=proof.paid_to,
            reference=proof.reference,
            status=proof.status,
            reason=proof.reason,
            sent_at=proof.created_at,
        )
        for proof, file in Proofs(session, actor).of_order(order.id)
    )


def _refund(found: Refund | None) -> RefundLine | None:
    return RefundLine(found.status, Money(found.amount_minor, found.currency)) if found is not None else None
