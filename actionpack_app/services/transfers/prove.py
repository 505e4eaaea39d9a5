"""A partner shows that it has paid by bank transfer: a document, and what it says."""

import dataclasses
import zoneinfo
from datetime import date, timedelta

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.calendar import local_day
from actionpack_app.domain.errors import InvalidInput, NotAllowed, OrderNotOpen
from actionpack_app.domain.orders import OrderStatus, ProofStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.contacts import clean, length_problem
from actionpack_app.models import Order, Partner, PaymentProof
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.repositories.transfers import Proofs
from actionpack_app.services.membership.standing import is_waiting, today_of
from actionpack_app.services.orders.view import OrderView, order_view

PAID_TO_MAX, REFERENCE_MAX = 64, 64
PAID_BEFORE_ORDER = timedelta(days=30)
"""Whoever was told the price by the first notice may have paid before ordering; an earlier date is a slip."""


@dataclasses.dataclass(frozen=True, slots=True)
class ProofForm:
    """What was typed beside the document."""

    attachment_id: str
    paid_on: str
    """ISO 8601, as a date field gives it."""
    paid_to: str
    reference: str


def submit_proof(actor: Actor, number: str, form: ProofForm, clock: Clock) -> OrderView:
    """Hands a payment proof to finance. Raises NotAllowed, NotFound, OrderNotOpen, InvalidInput by field."""
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        order = Orders(session, actor).get(number, lock=True)
        partner = Partners(session, actor).mine()
        today = today_of(partner, clock)
        if order.status is not OrderStatus.AWAITING_PAYMENT or not is_waiting(order, today):
            raise OrderNotOpen(number)
        proof = _checked(session, actor, order, form, partner, clock)
        Proofs(session, actor).add(proof)
        before, order.status = order.status, OrderStatus.PROOF_IN_REVIEW
        Activity(session, actor).record(
            "proof_uploaded",
            clock.now(),
            subscription_id=order.subscription_id,
            subject=order.number,
            before=before,
            after=order.status,
        )
        put_stamps(session, MONEY)
        return order_view(session, actor, order)


def _checked(session: Session, actor: Actor, order: Order, form: ProofForm, partner: Partner, clock: Clock) -> PaymentProof:
    paid_to, reference = clean(form.paid_to), clean(form.reference)
    paid_on = _date(form.paid_on)
    today, zone = today_of(partner, clock), zoneinfo.ZoneInfo(partner.time_zone)
    ordered = local_day(order.placed_at or order.created_at, zone)
    files = SupportRequests(session, actor).waiting_attachments([form.attachment_id])
    problems = {
        "attachments": "" if files else "required",
        "paid_on": _date_problem(form.paid_on, paid_on, ordered, today),
        "paid_to": length_problem(paid_to, PAID_TO_MAX),
        "reference": length_problem(reference, REFERENCE_MAX),
    }
    if found := {field: code for field, code in problems.items() if code}:
        raise InvalidInput(found)
    return PaymentProof(
        id=new_id(),
        order_id=order.id,
        partner_id=order.partner_id,
        attachment_id=files[0].id,
        uploaded_by=actor.person_id,
        paid_on=paid_on or today,
        paid_to=paid_to,
        reference=reference,
        status=ProofStatus.WAITING,
        created_at=clock.now(),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        return None


def _date_problem(text: str, paid_on: date | None, ordered: date, today: date) -> str:
    if paid_on is None:
        return "date" if text else "required"
    if paid_on < ordered - PAID_BEFORE_ORDER:
        return "date_before_order"
    return "date_ahead" if paid_on > today else ""
