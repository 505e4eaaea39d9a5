"""What a payment leads to, in one transaction: term, invoice number and activity, or the way back to the dialog."""

import zoneinfo
from datetime import date

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.calendar import Term, local_day, nth_term
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import GIVEN_UP, TOO_LATE, TRANSFER_OPEN, OrderStatus, PaymentMethod, PaymentStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.status import Closing, Standing, Status, status_on
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import ChargeResult, Outcome
from actionpack_app.messages import _, use_locale
from actionpack_app.models import Order, Partner, Payment, Subscription, SubscriptionTerm
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Payments
from actionpack_app.repositories.stamps import MONEY, put_stamps
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.invoices.issue import issue_invoice
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.notices.tell import tell_of_payment, tell_of_refusal
from actionpack_app.services.orders.end import end_orders
from actionpack_app.services.refunds.give_back import give_back_surplus, surplus_under_way
from actionpack_app.services.year.counted import count_renewal
from actionpack_app.services.year.read import first_due_at, look_again

UNSETTLED = frozenset({PaymentStatus.PENDING, PaymentStatus.NEEDS_AUTHENTICATION})


def settle(actor: Actor, order_number: str, payment_id: str, result: ChargeResult, clock: Clock) -> str:
    """Takes the provider's answer to a payment; only forward, and an answer that was taken before changes nothing.

    Money that was taken though nothing is owed any more (the order ended, the subscription was closed, the answer came
    after the attempt was given up) goes back: the refund's id is returned, to be carried out; empty otherwise.
    """
    with transaction() as session:
        order = Orders(session, actor).get(order_number, lock=True)
        payment = Payments(session, actor).get(payment_id)
        if payment.status in {PaymentStatus.SUCCEEDED, PaymentStatus.REFUNDED}:
            return surplus_under_way(session, actor, payment)
        payment.provider_ref = payment.provider_ref or result.provider_ref or None
        match result.outcome:
            case Outcome.NEEDS_AUTHENTICATION if payment.status is PaymentStatus.PENDING:
                payment.status = PaymentStatus.NEEDS_AUTHENTICATION
            case Outcome.DECLINED if payment.status in UNSETTLED:
                _decline(session, actor, order, payment, result.decline_code, clock)
            case Outcome.SUCCEEDED:
                return _take(session, actor, order, payment, clock)
            case _other:
                pass
        return ""


def _take(session: Session, actor: Actor, order: Order, payment: Payment, clock: Clock) -> str:
    owed = payment.status in UNSETTLED and is_owed(session, actor, order, clock)
    if owed and payment.automatic and payment.method is PaymentMethod.CARD and _called_off(session, actor, order):
        owed = False
    payment.settled_at, payment.received_minor = clock.now(), payment.amount_minor
    if not owed:
        return give_back_surplus(session, actor, order, payment, clock)
    payment.status = PaymentStatus.SUCCEEDED
    session.flush()
    complete_order(session, actor, order, clock, automatic=payment.automatic)
    if payment.automatic:
        count_renewal(session, "paid")
    return ""


def _called_off(session: Session, actor: Actor, order: Order) -> bool:
    """Whether automatic renewal was turned off while its charge was under way, as the desk can: the money goes back.

    A transfer that the partner makes all the same is no charge of ours.
    """
    return Subscriptions(session, actor).get(order.subscription_id or "").renewal_off_at is not None


def is_owed(session: Session, actor: Actor, order: Order, clock: Clock) -> bool:
    """Whether paying the order still buys its term."""
    if order.status is not OrderStatus.PROCESSING and order.status not in TRANSFER_OPEN:
        return False
    subscriptions = Subscriptions(session, actor)
    if order.subscription_id is not None:
        renewed = subscriptions.get(order.subscription_id, lock=True)
        return renewed.closed_on is None and renewed.terms_paid == order.term_number
    if order.upgrade and subscriptions.held(Offer.SILVER) is None:  # its price was for a silver that was given back
        return False
    blocking = (order.offer, Offer.GOLD) if order.offer is Offer.SILVER else (order.offer,)  # gold includes silver
    if all(subscriptions.held(offer) is None for offer in blocking):
        return True
    membership = read_membership(session, actor, clock)
    held = [membership.case.holdings[offer] for offer in blocking if offer in membership.case.holdings]
    return all(status_on(membership.today, one.standing) is Status.LAPSED for one in held)


def complete_order(session: Session, actor: Actor, order: Order, clock: Clock, *, automatic: bool = False) -> None:
    """A paid order becomes a term: a renewal from the anniversary on, a purchase from the day of payment.

    What a person paid with is what it renews with next; an `automatic` payment leaves that as it is by now.
    """
    partner = Partners(session, actor).mine()
    today = local_day(clock.now(), zoneinfo.ZoneInfo(partner.time_zone))
    before = order.status
    order.status, order.step, order.paid_at = OrderStatus.PAID, "done", clock.now()
    subscriptions = Subscriptions(session, actor)
    if order.subscription_id is None:
        subscription = _start(session, actor, order, partner, today, clock)
    else:
        subscription = subscriptions.get(order.subscription_id, lock=True)
        subscription.terms_paid = order.term_number + 1
    turned_on = {"renewal": "on"} if subscription.renewal_off_at else {}
    subscription.renewal_off_at = None
    if not automatic:
        subscription.card_id = order.card_id if order.method is PaymentMethod.CARD else None
    subscription.next_due_at = first_due_at(partner, Standing(Term(order.start, order.expiry), renews_automatically=True))
    session.flush()
    subscriptions.add_term(
        SubscriptionTerm(
            id=new_id(),
            subscription_id=subscription.id,
            number=order.term_number,
            start=order.start,
            expiry=order.expiry,
            order_id=order.id,
        )
    )
    if order.method is PaymentMethod.TRANSFER:
        put_stamps(session, MONEY)
    invoice_number = issue_invoice(session, actor, order, subscription, partner, clock)
    tell_of_payment(session, actor, order, subscription, invoice_number, clock)
    Activity(session, actor).record(
        "order_paid",
        clock.now(),
        subscription_id=subscription.id,
        subject=order.number,
        before=before,
        after=order.status,
        invoice=invoice_number,
        start=order.start.isoformat(),
        expiry=order.expiry.isoformat(),
        **amount_facts(Money(order.total_minor, order.currency)),
        **turned_on,
    )


def _start(session: Session, actor: Actor, order: Order, partner: Partner, today: date, clock: Clock) -> Subscription:
    """A new subscription with a new anchor; what it replaces is closed first, as only one may be open."""
    subscriptions = Subscriptions(session, actor)
    _close(subscriptions.held(order.offer), today, Closing.REPLACED, clock)
    if order.offer is Offer.GOLD:
        _end_silver(session, actor, order, partner, today, clock)
    term = nth_term(today, 0)
    order.start, order.expiry, order.term_number = term.start, term.expiry, 0
    started = Subscription(
        id=new_id(), partner_id=partner.id, offer=order.offer, anchor_on=today, terms_paid=1, created_at=clock.now()
    )
    subscriptions.add(started)
    order.subscription_id = started.id
    return started


def _end_silver(session: Session, actor: Actor, gold: Order, partner: Partner, today: date, clock: Clock) -> None:
    """Gold includes silver: what is ordered of silver and not paid is over, and so is a silver that became gold."""
    open_orders = Orders(session, actor).of_offer(Offer.SILVER, TRANSFER_OPEN, lock=True)
    with use_locale(partner.locale):
        why = _("Your gold membership includes silver.")
    end_orders(session, actor, open_orders, why, clock)
    subscriptions = Subscriptions(session, actor)
    held = subscriptions.held(Offer.SILVER) if gold.upgrade else None
    silver = subscriptions.get(held.id, lock=True) if held is not None else None
    if silver is not None and silver.closed_on is None:  # nobody cancelled it in between
        _end_by_upgrade(session, actor, silver, gold, today, clock)


def _end_by_upgrade(session: Session, actor: Actor, silver: Subscription, order: Order, today: date, clock: Clock) -> None:
    """Silver ends on the day that gold is paid, its automatic renewal with it; its own activity says so."""
    turned_off = {} if silver.renewal_off_at else {"renewal": "off"}
    _close(silver, today, Closing.UPGRADED, clock)
    Activity(session, actor).record(
        "subscription_upgraded", clock.now(), subscription_id=silver.id, subject=order.number, **turned_off
    )


def _close(subscription: Subscription | None, today: date, closing: Closing, clock: Clock) -> None:
    if subscription is not None:
        subscription.closed_on, subscription.closing = today, closing
        subscription.renewal_off_at = subscription.renewal_off_at or clock.now()


def _decline(session: Session, actor: Actor, order: Order, payment: Payment, code: str, clock: Clock) -> None:
    payment.status, payment.settled_at, payment.decline_code = PaymentStatus.FAILED, clock.now(), code
    if order.status not in {OrderStatus.PROCESSING, OrderStatus.AWAITING_PAYMENT}:
        return  # it has ended, and its payment with it
    before = order.status
    if order.status is OrderStatus.PROCESSING:
        order.status, order.step, order.decline_code = OrderStatus.DRAFT, "method" if payment.automatic else "review", code
    if code in {GIVEN_UP, TOO_LATE}:  # nobody refused it: the partner chooses again how to pay
        order.step, order.decline_code = "method", ""
    Activity(session, actor).record(
        "payment_failed",
        clock.now(),
        subscription_id=order.subscription_id,
        subject=order.number,
        before=before,
        after=order.status,
        reason=code,
        **amount_facts(Money(payment.amount_minor, payment.currency)),
    )
    if payment.automatic and payment.method is PaymentMethod.CARD and order.subscription_id is not None:
        count_renewal(session, "failed")
        session.flush()
        _tell_of_refusal(session, actor, order, code, clock)


def _tell_of_refusal(session: Session, actor: Actor, order: Order, code: str, clock: Clock) -> None:
    """The partner reads that the automatic charge failed, and when it is tried again."""
    membership = read_membership(session, actor, clock)
    subscription = Subscriptions(session, actor).get(order.subscription_id or "")
    standing = membership.standings[subscription.id]
    look_again(session, actor, subscription.id, membership.partner, clock)
    if membership.today <= standing.term.last_renewal_day:  # later there is nothing that the partner could still do
        tell_of_refusal(session, actor, order, subscription, code, standing.retry_on, clock)
