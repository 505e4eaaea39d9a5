"""Telling a company something, once: in the transaction of what it is about."""

import zoneinfo
from datetime import date

from sqlmodel import Session

from actionpack_app.domain.calendar import local_day, nth_term
from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import CANCELLED, PROOF_REJECTED, PROOF_REJECTED_LATE, NoticeFacts, NoticeKind, to_plain
from actionpack_app.domain.orders import PaymentMethod
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.models import Notice, NoticeDelivery, Order, Subscription
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.notices import Notices
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Cards


def tell(session: Session, actor: Actor, facts: NoticeFacts, key: str, clock: Clock) -> None:
    """Writes a notice for everybody who sees the company's billing; nothing where its key has been told of already."""
    notices = Notices(session, actor)
    notice = Notice(
        id=new_id(),
        partner_id=actor.partner_id,
        subscription_id=facts.subscription_id or None,
        kind=facts.kind,
        key=key,
        facts=to_plain(facts),
        at=clock.now(),
    )
    if not notices.add(notice):
        return
    now = SystemClock().now()
    notices.deliver(
        [
            NoticeDelivery(
                notice_id=notice.id,
                person_id=person.id,
                at=notice.at,
                mail_status=MailStatus.WAITING if person.reminder_mails or not facts.is_optional else MailStatus.NONE,
                email=person.email,
                next_try_at=now,
            )
            for person in notices.recipients()
        ]
    )


def tell_of_payment(
    session: Session, actor: Actor, order: Order, subscription: Subscription, invoice_number: str, clock: Clock
) -> None:
    """A purchase or a renewal was paid."""
    facts = NoticeFacts(
        kind=NoticeKind.RENEWED if order.term_number > 0 else NoticeKind.BOUGHT,
        offer=order.offer,
        subscription_id=subscription.id,
        start=order.start,
        expiry=order.expiry,
        renews=True,
        amount=Money(order.total_minor, order.currency),
        card=card_named(session, actor, order.card_id if order.method is PaymentMethod.CARD else None),
        order_number=order.number,
        invoice_number=invoice_number,
    )
    tell(session, actor, facts, f"paid:{order.id}", clock)


def tell_of_refusal(
    session: Session, actor: Actor, order: Order, subscription: Subscription, code: str, retry_on: date | None, clock: Clock
) -> None:
    """An automatic charge was refused."""
    term = nth_term(subscription.anchor_on, subscription.terms_paid - 1)
    facts = NoticeFacts(
        kind=NoticeKind.CHARGE_FAILED,
        offer=order.offer,
        subscription_id=subscription.id,
        start=term.start,
        expiry=term.expiry,
        renews=True,
        amount=Money(order.total_minor, order.currency),
        card=card_named(session, actor, subscription.card_id),
        until=term.last_renewal_day,
        retry_on=retry_on,
        reason=code,
        order_number=order.number,
    )
    tell(session, actor, facts, f"refused:{order.id}:{order.attempt}", clock)


def tell_renewal_is_off(session: Session, actor: Actor, subscription: Subscription, clock: Clock) -> None:
    """Automatic renewal was turned off, by the partner or by the desk."""
    term = nth_term(subscription.anchor_on, subscription.terms_paid - 1)
    facts = NoticeFacts(
        kind=NoticeKind.RENEWAL_OFF,
        offer=subscription.offer,
        subscription_id=subscription.id,
        start=term.start,
        expiry=term.expiry,
        until=term.last_renewal_day,
    )
    tell(session, actor, facts, f"off:{subscription.id}:{subscription.terms_paid}", clock)


def tell_of_cancellation(
    session: Session, actor: Actor, subscription: Subscription, order: Order, credit_note: str, clock: Clock
) -> None:
    """The desk ended the subscription today, and what was paid for `order`, its newest term's, goes back."""
    term = nth_term(subscription.anchor_on, subscription.terms_paid - 1)
    facts = NoticeFacts(
        kind=NoticeKind.RENEWAL_OFF,
        offer=subscription.offer,
        subscription_id=subscription.id,
        start=term.start,
        expiry=term.expiry,
        amount=Money(order.total_minor, order.currency),
        until=subscription.closed_on,
        reason=CANCELLED,
        order_number=order.number,
        invoice_number=credit_note,
    )
    tell(session, actor, facts, f"refund:{subscription.id}", clock)


def tell_of_rejected_proof(session: Session, actor: Actor, order: Order, proof_id: str, clock: Clock) -> None:
    """Finance didn't accept the proof of a transfer: the order says why, and waits again while its days last."""
    today = local_day(clock.now(), zoneinfo.ZoneInfo(Partners(session, actor).mine().time_zone))
    late = order.last_day is not None and today > order.last_day
    facts = NoticeFacts(
        kind=NoticeKind.TRANSFER_ORDERED,
        offer=order.offer,
        subscription_id=order.subscription_id or "",
        start=order.start,
        expiry=order.expiry,
        amount=Money(order.total_minor, order.currency),
        until=order.last_day,
        reason=PROOF_REJECTED_LATE if late else PROOF_REJECTED,
        order_number=order.number,
    )
    tell(session, actor, facts, f"order-waits-again:{proof_id}", clock)


def card_named(session: Session, actor: Actor, card_id: str | None) -> str:
    """Brand and last four digits, as a notice keeps them; empty for none."""
    card = Cards(session, actor).known(card_id)
    return card.named if card else ""
