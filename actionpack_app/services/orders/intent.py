"""What the provider is to be asked for an order: read back from what was stored before anybody was asked."""

import dataclasses
import zoneinfo
from datetime import datetime, timedelta

from sqlmodel import Session

from actionpack_app.db import alone, reading
from actionpack_app.domain.calendar import WINDOW_DAYS, day_opens_at
from actionpack_app.domain.errors import NotAllowed, OrderNotOpen
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.payments import CustomerProfile, PaymentRequest
from actionpack_app.models import Order, Partner, Payment
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Payments


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """An intent by its ids, and how far it is."""

    payment_id: str
    order_id: str
    order_number: str
    attempt: int
    method: PaymentMethod
    status: PaymentStatus
    provider_ref: str


@dataclasses.dataclass(frozen=True, slots=True)
class Intent:
    """A stored intent to take money; `provider_ref` is empty until the provider has its record of it."""

    payment_id: str
    order_id: str
    order_number: str
    attempt: int
    method: PaymentMethod
    status: PaymentStatus
    automatic: bool
    provider: str
    provider_ref: str
    request: PaymentRequest
    charge_before: datetime | None
    """An automatic charge isn't begun from this instant on: the renewal window is over. None for what a person pays."""


def intent_under_way(actor: Actor, number: str) -> Intent:
    """The intent of an order that is being charged; never makes a new one. Raises NotAllowed, NotFound, OrderNotOpen."""
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with reading() as session:
        order = Orders(session, actor).get(number)
        payment = Payments(session, actor).latest(order)
        if order.status is not OrderStatus.PROCESSING or payment is None:
            raise OrderNotOpen(number)
        return _intent(session, actor, payment.id)


def read_intent(actor: Actor, payment_id: str) -> Intent:
    """One intent, whatever has become of it. Raises NotFound."""
    with alone() as session:
        return _intent(session, actor, payment_id)


def note_reference(actor: Actor, payment_id: str, provider_ref: str) -> None:
    """Keeps what the provider calls a payment, before it is asked to take the money. Raises NotFound."""
    with alone(writes=True) as session:
        Payments(session, actor).note_reference(payment_id, provider_ref)


def placed(session: Session, actor: Actor, order: Order) -> Placed | None:
    """What an order's newest intent is; None where the provider has nothing to do with it."""
    payment = Payments(session, actor).latest(order)
    return placed_as(order, payment) if payment is not None else None


def placed_as(order: Order, payment: Payment) -> Placed:
    """An order's intent by its ids."""
    return Placed(payment.id, order.id, order.number, payment.attempt, payment.method, payment.status, payment.provider_ref or "")


def customer_profile(partner: Partner) -> CustomerProfile:
    """What the provider is told of a partner."""
    return CustomerProfile(partner.id, partner.name, partner.mpn_id or "", partner.billing_email, partner.country)


def _intent(session: Session, actor: Actor, payment_id: str) -> Intent:
    payment, order, partner, card, customer = Payments(session, actor).whole(payment_id)
    request = PaymentRequest(
        idempotency_key=payment.idempotency_key,
        customer=customer,
        card_ref=card.provider_ref if card else "",
        amount=Money(payment.amount_minor, payment.currency),
        country=partner.country,
        marks={"payment_id": payment.id, "order_number": order.number, "partner_id": partner.id},
    )
    return Intent(
        payment_id=payment.id,
        order_id=order.id,
        order_number=order.number,
        attempt=payment.attempt,
        method=payment.method,
        status=payment.status,
        automatic=payment.automatic,
        provider=payment.provider,
        provider_ref=payment.provider_ref or "",
        request=request,
        charge_before=_window_over(order, partner) if payment.automatic else None,
    )


def _window_over(order: Order, partner: Partner) -> datetime:
    """A renewal's term begins with its window."""
    return day_opens_at(order.start + timedelta(days=WINDOW_DAYS), zoneinfo.ZoneInfo(partner.time_zone))
