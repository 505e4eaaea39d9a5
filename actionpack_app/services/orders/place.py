"""Buy: the moment from which an order counts. The intent is committed before anybody is asked for money."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.calendar import transfer_last_day
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.eligibility import blockers
from actionpack_app.domain.errors import (
    ApprovalNeeded,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotRenewable,
    OrderNotOpen,
    PriceChanged,
)
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import TRANSFER_OPEN, OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import Order, Payment
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Cards, Payments
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.services.approvals.standing import needed_approval
from actionpack_app.services.membership.standing import read_membership, today_of
from actionpack_app.services.orders.fill_in import KEPT, check_po_number
from actionpack_app.services.orders.intent import Placed, placed, placed_as
from actionpack_app.services.orders.open_checkout import put_terms


def place_order(
    actor: Actor,
    number: str,
    reviewed: Money,
    po_number: object,
    provider: str,
    clock: Clock,
    *,
    matches_transfers: bool = False,
) -> Placed | None:
    """Places a reviewed order; what the provider has to be asked comes back as an intent, None where it is nothing.

    A card's charge is an intent, and so is a bank transfer that the provider matches. Placing it again, from a double
    click or another tab, gives the same intent. Raises: NotAllowed, NotFound, InvalidInput, NotRenewable, PriceChanged
    when the total or the term is no longer what was reviewed, OrderNotOpen when there is nothing to pay, ApprovalNeeded
    where the company wants a second admin to approve it first.
    """
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with transaction() as session:
        order = Orders(session, actor).get(number, lock=True)
        if order.status is OrderStatus.PROCESSING or order.status in TRANSFER_OPEN:
            return placed(session, actor, order)
        if order.status is OrderStatus.PAID:
            return None
        check_reviewed(session, actor, order, reviewed, po_number, clock)
        _check_approved(session, actor, order, clock)
        order.placed_at, order.created_by = clock.now(), actor.person_id or None  # a draft may be the automatic renewal's
        if order.method is PaymentMethod.CARD:
            order.status = OrderStatus.PROCESSING
        else:
            await_transfer(session, actor, order, clock)
            if not matches_transfers:
                return placed(session, actor, order)
        return placed_as(order, add_payment(session, actor, order, provider, clock))


def check_reviewed(session: Session, actor: Actor, order: Order, reviewed: Money, po_number: object, clock: Clock) -> None:
    """Whether a draft is ready to be paid as it was reviewed; keeps the purchase order number.

    Raises: InvalidInput, NotRenewable, PriceChanged, OrderNotOpen.
    """
    if order.status is not OrderStatus.DRAFT or order.step != "review" or order.method is None:
        raise OrderNotOpen(order.number)
    order.po_number = clean(po_number)[: KEPT["po_number"]]
    if problems := check_po_number(order.po_number) | _check_card(session, actor, order):
        raise InvalidInput(problems)
    _check_still_true(session, actor, order, reviewed, clock)


def _check_approved(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    """Whoever pays, and however: the automatic renewal alone doesn't come here, as it was agreed to when its year was bought."""
    needed = needed_approval(session, actor, order, today_of(Partners(session, actor).mine(), clock))
    if needed is not None and not needed.given:
        raise ApprovalNeeded(order.number)


def _check_card(session: Session, actor: Actor, order: Order) -> dict[str, str]:
    """A card can be removed while a draft has chosen it."""
    if order.method is not PaymentMethod.CARD:
        return {}
    try:
        Cards(session, actor).get(order.card_id or "-")
    except NotFound:
        return {"card": "choose_card"}
    return {}


def _check_still_true(session: Session, actor: Actor, order: Order, reviewed: Money, clock: Clock) -> None:
    membership = read_membership(session, actor, clock)
    if found := blockers(actor, membership.case, order.offer, in_pmc=order.in_pmc):
        raise NotRenewable(found)
    order.in_pmc = membership.case.managed_elsewhere  # a draft may be older than the partner's move
    dates = (order.subscription_id, order.start, order.expiry)
    put_terms(session, order, membership)
    if Money(order.total_minor, order.currency) != reviewed or dates != (order.subscription_id, order.start, order.expiry):
        raise PriceChanged(order.number)


def await_transfer(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    """From now on the order waits for its bank transfer, thirty days long."""
    membership = read_membership(session, actor, clock)
    order.status = OrderStatus.AWAITING_PAYMENT
    order.step = "done"
    order.last_day = transfer_last_day(membership.today)
    _record(session, actor, order, clock)
    put_stamps(session, MONEY)


def add_payment(session: Session, actor: Actor, order: Order, provider: str, clock: Clock, *, automatic: bool = False) -> Payment:
    """The intent: stored, with the key that makes asking safe to repeat, before the provider hears of it."""
    order.attempt += 1
    order.decline_code = ""
    payment = Payment(
        id=new_id(),
        order_id=order.id,
        attempt=order.attempt,
        idempotency_key=f"charge:{order.id}:{order.attempt}",
        automatic=automatic,
        provider=provider,
        method=order.method or PaymentMethod.CARD,
        card_id=order.card_id if order.method is PaymentMethod.CARD else None,
        status=PaymentStatus.PENDING,
        amount_minor=order.total_minor,
        currency=order.currency,
        created_by=actor.person_id or None,
        created_at=clock.now(),
        started_at=SystemClock().now(),
    )
    Payments(session, actor).add(payment)
    if order.method is PaymentMethod.CARD and order.attempt == 1:
        _record(session, actor, order, clock)
    return payment


def _record(session: Session, actor: Actor, order: Order, clock: Clock) -> None:
    Activity(session, actor).record(
        "order_placed",
        clock.now(),
        subscription_id=order.subscription_id,
        subject=order.number,
        before=OrderStatus.DRAFT,
        after=OrderStatus.PROCESSING if order.method is PaymentMethod.CARD else OrderStatus.AWAITING_PAYMENT,
        method=order.method or "",
        **amount_facts(Money(order.total_minor, order.currency)),
    )
