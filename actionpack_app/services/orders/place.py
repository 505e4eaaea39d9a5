"""Buy: the moment from which an order counts. The intent is committed before anybody is asked for money."""

import dataclasses

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.calendar import transfer_last_day
from actionpack_app.domain.eligibility import blockers
from actionpack_app.domain.errors import InvalidInput, NotAllowed, NotRenewable, OrderNotOpen, PriceChanged
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.contacts import clean
from actionpack_app.gateways.payments import ChargeRequest
from actionpack_app.models import Order, Payment
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Cards, Orders, Payments
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.orders.fill_in import KEPT, check_po_number
from actionpack_app.services.orders.open_checkout import put_terms


@dataclasses.dataclass(frozen=True, slots=True)
class Intent:
    """A stored intent to charge; repeating the charge under its key is safe."""

    payment_id: str
    charge: ChargeRequest


def place_order(actor: Actor, number: str, reviewed: Money, po_number: object, provider: str, clock: Clock) -> Intent | None:
    """Places a reviewed order; a card's charge comes back as an intent, a bank transfer has none.

    Placing it again, from a double click or another tab, gives the same intent. Raises: NotAllowed, NotFound,
    InvalidInput, NotRenewable, PriceChanged when the total or the term is no longer what was reviewed, OrderNotOpen when
    there is nothing to pay.
    """
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        order = Orders(session, actor).get(number, lock=True)
        if order.status is OrderStatus.PROCESSING:
            return _intent_under_way(session, actor, order)
        if order.status in {OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW, OrderStatus.PAID}:
            return None
        if order.status is not OrderStatus.DRAFT or order.step != "review" or order.method is None:
            raise OrderNotOpen(number)
        order.po_number = clean(po_number)[: KEPT["po_number"]]
        if problems := check_po_number(order.po_number):
            raise InvalidInput(problems)
        _check_still_true(session, actor, order, reviewed, clock)
        order.placed_at = clock.now()
        if order.method is PaymentMethod.TRANSFER:
            _await_transfer(session, actor, order, clock)
            return None
        return _intend_charge(session, actor, order, provider, clock)


def intent_under_way(actor: Actor, number: str) -> Intent:
    """The intent of an order that is being charged; never makes a new one. Raises NotAllowed, NotFound, OrderNotOpen."""
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        order = Orders(session, actor).get(number, lock=True)
        if order.status is not OrderStatus.PROCESSING:
            raise OrderNotOpen(number)
        return _intent_under_way(session, actor, order)


def _check_still_true(session: Session, actor: Actor, order: Order, reviewed: Money, clock: Clock) -> None:
    membership = read_membership(session, actor, clock)
    if found := blockers(actor, membership.case, order.offer):
        raise NotRenewable(found)
    dates = (order.subscription_id, order.start, order.expiry)
    put_terms(session, order, membership)
    if Money(order.total_minor, order.currency) != reviewed or dates != (order.subscription_id, order.start, order.expiry):
        raise PriceChanged(order.number)


def _await_transfer(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    membership = read_membership(session, actor, clock)
    order.status = OrderStatus.AWAITING_PAYMENT
    order.step = "done"
    order.last_day = transfer_last_day(membership.today)
    _record(session, actor, order, clock)


def _intend_charge(session: Session, actor: Actor, order: Order, provider: str, clock: Clock) -> Intent:
    order.status = OrderStatus.PROCESSING
    order.attempt += 1
    order.decline_code = ""
    payment = Payment(
        id=new_id(),
        order_id=order.id,
        attempt=order.attempt,
        idempotency_key=f"charge:{order.id}:{order.attempt}",
        provider=provider,
        method=PaymentMethod.CARD,
        card_id=order.card_id,
        status=PaymentStatus.PENDING,
        amount_minor=order.total_minor,
        currency=order.currency,
        created_at=clock.now(),
    )
    Payments(session, actor).add(payment)
    if order.attempt == 1:
        _record(session, actor, order, clock)
    return _intent(session, actor, order, payment)


def _intent_under_way(session: Session, actor: Actor, order: Order) -> Intent:
    payment = Payments(session, actor).latest(order)
    if payment is None:
        raise OrderNotOpen(order.number)
    return _intent(session, actor, order, payment)


def _intent(session: Session, actor: Actor, order: Order, payment: Payment) -> Intent:
    card = Cards(session, actor).get(payment.card_id or "")
    amount = Money(payment.amount_minor, payment.currency)
    return Intent(payment.id, ChargeRequest(payment.idempotency_key, actor.partner_id, card.provider_ref, amount, order.number))


def _record(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    Activity(session, actor).record("order_placed", clock.now(), subscription_id=order.subscription_id, subject=order.number)
