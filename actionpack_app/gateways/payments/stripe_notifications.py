"""Stripe's notifications: proved, then only a hint. The object is fetched again, as they come twice, late and in any order."""

import json
from typing import Any

import stripe

from actionpack_app.domain.errors import NotFound, NotificationRefused
from actionpack_app.domain.money import Money
from actionpack_app.gateways.payments import Notification, Subject
from actionpack_app.gateways.payments.stripe_answers import card_of, mark_of, refund_result
from actionpack_app.gateways.payments.stripe_errors import told

SIGNATURE_SECONDS = 300
"""How old a signed notification may be."""


def proved(body: bytes, signature: str, secret: str) -> Notification:
    """What was signed with our secret; without one, nothing is believed. Raises NotificationRefused."""
    if not secret:
        raise NotificationRefused
    try:
        text = body.decode()
        signed: Any = stripe.WebhookSignature
        signed.verify_header(text, signature, secret, SIGNATURE_SECONDS)
        event: Any = json.loads(text)
        about: Any = event["data"]["object"]
        ref = str(about.get("id") or about.get("customer") or "")  # a cash balance has no name of its own
        return Notification(str(event["id"])[:64], str(event["type"])[:64], ref[:64])
    except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError):
        raise NotificationRefused from None


def subject_of(api: Any, notification: Notification) -> Subject:
    """The subject; empty for a type that we don't follow, or an object that is gone. Raises what Stripe raises."""
    try:
        return _fetched(api, notification)
    except stripe.InvalidRequestError as wrong:
        if wrong.code == "resource_missing":
            return Subject()
        raise
    except NotFound:
        return Subject()


def _fetched(api: Any, notification: Notification) -> Subject:
    match notification.kind.rpartition(".")[0]:
        case "payment_intent":
            return _payment(api.payment_intents.retrieve(notification.object_ref))
        case "charge" if notification.kind == "charge.refunded":
            return _refunds(api, told(api.charges.retrieve(notification.object_ref), "payment_intent"))
        case "refund" | "charge.refund":
            return _refunds(api, told(api.refunds.retrieve(notification.object_ref), "payment_intent"))
        case "charge.dispute":
            return _dispute(api.disputes.retrieve(notification.object_ref))
        case "payment_method" if notification.kind == "payment_method.detached":
            return _card_gone(api.payment_methods.retrieve(notification.object_ref))
        case "setup_intent":
            return _card_kept(api, api.setup_intents.retrieve(notification.object_ref))
        case "cash_balance" if notification.object_ref:
            return _unspent(notification.object_ref, api.customers.cash_balance.retrieve(notification.object_ref))
        case _other:
            return Subject()


def _payment(intent: stripe.PaymentIntent) -> Subject:
    return Subject(payment_ref=intent.id, payment_id=mark_of(intent, "payment_id"))


def _refunds(api: Any, payment_ref: str) -> Subject:
    if not payment_ref:
        return Subject()
    found: Any = api.refunds.list({"payment_intent": payment_ref, "limit": 100})
    return Subject(
        payment_ref=payment_ref, refunds=tuple((mark_of(refund, "refund_id"), refund_result(refund)) for refund in found.data)
    )


def _dispute(dispute: stripe.Dispute) -> Subject:
    return Subject(
        payment_ref=told(dispute, "payment_intent"),
        dispute_ref=dispute.id,
        disputed=Money(dispute.amount, dispute.currency.upper()),
    )


def _unspent(customer: str, balance: Any) -> Subject:
    available: dict[str, int] = balance.available.to_dict() if balance.available else {}
    rest = tuple(Money(amount, currency.upper()) for currency, amount in sorted(available.items()) if amount > 0)
    return Subject(customer=customer, unspent=rest)


def _card_gone(method: stripe.PaymentMethod) -> Subject:
    return Subject(card_gone="" if told(method, "customer") else method.id)


def _card_kept(api: Any, setup: stripe.SetupIntent) -> Subject:
    """Only what our own form began; and not a card that was taken away from the customer meanwhile."""
    customer, person_id = told(setup, "customer"), mark_of(setup, "person_id")
    if not customer or not person_id or setup.status != "succeeded":
        return Subject()
    method = api.payment_methods.retrieve(told(setup, "payment_method"))
    if told(method, "customer") != customer:
        return Subject()
    return Subject(customer=customer, person_id=person_id, card_kept=card_of(method))
