"""The provider's notifications: believed once signed, kept once, acknowledged at once, handled after.

They come twice, late, in any order, or never. So each is a hint only: what it is about is fetched again, and what follows
only moves forward. One whose handling fails is tried again (`upkeep`), and the desk sees it meanwhile.
"""

from dbos import DBOS

from actionpack_app.domain.orders import PaymentMethod
from actionpack_app.gateways.payments import Subject, get_payments
from actionpack_app.logs import log
from actionpack_app.services.cards.keep_card import note_card_kept
from actionpack_app.services.cards.manage import note_card_gone
from actionpack_app.services.events.keep import keep_event, note_failed, note_handled, read_event
from actionpack_app.services.events.whose import (
    note_dispute,
    note_unclaimed,
    our_refund,
    whose_card,
    whose_new_card,
    whose_payment,
)
from actionpack_app.services.refunds.give_back import settle_refund
from actionpack_app.workflows import engine
from actionpack_app.workflows.durable import workflow
from actionpack_app.workflows.pay import check_payment
from actionpack_app.workflows.transfers import check_transfer


def receive(body: bytes, signature: str) -> None:
    """Keeps a signed notification and has it handled. Raises NotificationRefused."""
    payments = get_payments()
    notification = payments.read_notification(body, signature)
    if keep_event(payments.name, notification):
        engine.start(handle_event, f"event:{notification.id}", notification.id)


def handle_again(event_id: str) -> None:
    """Tries a notification that wasn't handled, or whose process died before it was."""
    engine.start_anew(handle_event, f"event:{event_id}", event_id)


@workflow("handle_event")
def handle_event(event_id: str) -> None:
    """Handles one notification."""
    _handle(event_id)


@DBOS.step(name="handle")
def _handle(event_id: str) -> None:
    found = read_event(event_id)
    if found is None:
        return
    provider, notification = found
    try:
        subject = get_payments().look_at(notification)
        for rest in subject.unspent:
            note_unclaimed(provider, subject.customer, rest, notification.id)
        _follow(provider, subject)
    except Exception as failed:  # noqa: BLE001 (whatever it was, the notification is tried again and the desk sees it)
        log.warning("a notification wasn't handled", kind=notification.kind, error=type(failed).__name__)
        note_failed(event_id, type(failed).__name__)
        return
    note_handled(event_id)


def _follow(provider: str, subject: Subject) -> None:
    if subject.card_gone and (owner := whose_card(subject.card_gone)):
        note_card_gone(owner[0], subject.card_gone, owner[1])
    if subject.card_kept and (owner := whose_new_card(provider, subject)):
        note_card_kept(owner[0], provider, subject.card_kept, owner[1])
    if not subject.payment_ref:
        return
    found = whose_payment(provider, subject)
    if found is None:
        return
    actor, clock, intent = found
    if subject.disputed is not None:
        note_dispute(actor, intent, subject.dispute_ref, subject.disputed, clock)
    for refund_id, result in subject.refunds:
        if ours := our_refund(actor, intent, refund_id, result):
            settle_refund(actor, ours, result, clock)
    if intent.method is PaymentMethod.CARD:
        check_payment(actor, intent, clock)
    else:
        check_transfer(actor, intent, clock)
