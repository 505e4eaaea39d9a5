"""The desk decides a request to cancel: cancel and refund, end at expiry, or decline. The partner is told in its thread."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.errors import RefundNotPossible, RequestClosed
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OPEN_STATUSES, TRANSFER_OPEN, PaymentStatus, RefundStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.status import Closing, Status, status_on
from actionpack_app.gateways.clock import Clock
from actionpack_app.messages import _, use_locale
from actionpack_app.messages.formats import format_date
from actionpack_app.models import Order, Partner, Subscription, SupportMessage, SupportRequest
from actionpack_app.models.support import RequestStatus
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.desk import Desk
from actionpack_app.repositories.invoices import Invoices
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.payments import Payments
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.services.desk.at_work import at_work, check_finance, said
from actionpack_app.services.invoices.credit import issue_credit_note
from actionpack_app.services.letters.answer import write_of_answer
from actionpack_app.services.membership.standing import read_membership, today_of
from actionpack_app.services.notices.tell import tell_of_cancellation, tell_renewal_is_off
from actionpack_app.services.orders.end import end_orders
from actionpack_app.services.refunds.give_back import intend_refund
from actionpack_app.services.support.change import change_request

REASON_MAX = 500


def cancel_and_refund(actor: Actor, number: str) -> tuple[str, str]:
    """Closes the subscription, credits its newest invoice and sends the money back.

    Returns the partner, and the refund where the provider is to be asked for it, else empty. Raises: NotAllowed,
    NotFound, RequestClosed, RefundNotPossible where nothing was paid for the newest term.
    """
    with transaction() as session:
        request = _open_request(session, actor, number)
        acting, clock, partner = at_work(session, actor, request.partner_id)
        following = _lock_orders(session, acting, request.subscription_id or "")
        subscription = Subscriptions(session, acting).get(request.subscription_id or "", lock=True)
        order = Orders(session, acting).paid_for(subscription.id, subscription.terms_paid - 1)
        payment = Payments(session, acting).of_order(order.id, PaymentStatus.SUCCEEDED) if order else None
        invoice = Invoices(session, acting).of_order(order.id) if order else None
        if order is None or payment is None or invoice is None or subscription.closed_on is not None:
            raise RefundNotPossible
        membership = read_membership(session, acting, clock)
        before = status_on(membership.today, membership.standings[subscription.id])
        note = issue_credit_note(session, invoice, partner, clock)
        refund = intend_refund(session, acting, order, payment, clock)
        _close(session, acting, subscription, following, partner, clock)
        tell_of_cancellation(session, acting, subscription, order, note, clock)
        with use_locale(partner.locale):
            text = _("We have cancelled the subscription. Your money is on its way back; the credit note is {number}.")
        _tell(session, acting, request, text.format(number=note), clock)
        Activity(session, acting).record(
            "subscription_cancelled",
            clock.now(),
            subscription_id=subscription.id,
            subject=note,
            order=order.number,
            before=before,
            after=Status.CANCELLED,
            **amount_facts(Money(refund.amount_minor, refund.currency)),
        )
        return partner.id, refund.id if refund.status is RefundStatus.PENDING else ""


def end_at_expiry(actor: Actor, number: str) -> None:
    """Turns automatic renewal off; what was paid runs to its end. Raises NotAllowed, NotFound, RequestClosed."""
    with transaction() as session:
        request = _open_request(session, actor, number)
        acting, clock, partner = at_work(session, actor, request.partner_id)
        subscription = Subscriptions(session, acting).get(request.subscription_id or "", lock=True)
        expiry = read_membership(session, acting, clock).standings[subscription.id].term.expiry
        before = "on" if subscription.renewal_off_at is None else "off"
        if subscription.renewal_off_at is None:
            subscription.renewal_off_at = clock.now()
            tell_renewal_is_off(session, acting, subscription, clock)
        with use_locale(partner.locale):
            text = _("Your subscription ends on {expiry}. Nothing will be charged by itself.")
            text = text.format(expiry=format_date(expiry))
        _tell(session, acting, request, text, clock)
        Activity(session, acting).record(
            "ends_at_expiry",
            clock.now(),
            subscription_id=subscription.id,
            subject=number,
            before=before,
            after="off",
            expiry=expiry.isoformat(),
        )


def decline_cancellation(actor: Actor, number: str, reason: str) -> None:
    """Everything stays as it is, for a reason that the partner reads.

    Raises: NotAllowed, NotFound, RequestClosed, InvalidInput.
    """
    check_finance(actor)
    written = said("reason", reason, REASON_MAX)
    with transaction() as session:
        request = _open_request(session, actor, number)
        acting, clock, _partner = at_work(session, actor, request.partner_id)
        before = request.status
        _tell(session, acting, request, written, clock)
        Activity(session, acting).record(
            "cancellation_declined",
            clock.now(),
            subscription_id=request.subscription_id,
            subject=number,
            before=before,
            after=request.status,
        )


def _open_request(session: Session, actor: Actor, number: str) -> SupportRequest:
    request = Desk(session, actor).request(number)
    if not request.asks_to_cancel or request.status is RequestStatus.CLOSED:
        raise RequestClosed(number)
    return request


def _lock_orders(session: Session, actor: Actor, subscription_id: str) -> list[Order]:
    """What is ordered at a price that it makes possible, or for its next term; kept from other writers.

    Orders before the subscription, and gold before silver, as whoever settles a payment locks them.
    """
    offer, orders = Subscriptions(session, actor).get(subscription_id).offer, Orders(session, actor)
    gold = orders.of_offer(Offer.GOLD, TRANSFER_OPEN, lock=True) if offer is Offer.SILVER else []
    following = orders.of_offer(offer, OPEN_STATUSES, lock=True)
    return [*(one for one in gold if one.upgrade), *(one for one in following if one.subscription_id == subscription_id)]


def _close(
    session: Session, actor: Actor, subscription: Subscription, orders: list[Order], partner: Partner, clock: Clock
) -> None:
    """Ended by the desk today; what was ordered for its next term is over too, but for a charge that is under way."""
    subscription.closed_on, subscription.closing = today_of(partner, clock), Closing.CANCELLED
    subscription.renewal_off_at = subscription.renewal_off_at or clock.now()
    with use_locale(partner.locale):
        why = _("The subscription was cancelled.")
    end_orders(session, actor, orders, why, clock)


def _tell(session: Session, actor: Actor, request: SupportRequest, text: str, clock: Clock) -> None:
    """The decision stands in the request's thread, and closes it."""
    session.add(
        SupportMessage(
            request_id=request.id,
            author_id=actor.person_id,
            body=text,
            submission=f"decided:{request.number}",
            created_at=clock.now(),
        )
    )
    write_of_answer(session, actor, request, f"decided:{request.number}")
    change_request(session, request, RequestStatus.CLOSED, clock, by_desk=True)
