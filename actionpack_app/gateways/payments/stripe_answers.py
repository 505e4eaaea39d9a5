"""What Stripe's objects say, in our words."""

from typing import Any

import stripe

from actionpack_app.domain.orders import RefundStatus
from actionpack_app.gateways.payments import CardDetails, ChargeResult, Outcome, RefundResult
from actionpack_app.gateways.payments.stripe_errors import decline_code, told


def mark_of(thing: Any, name: str) -> str:
    """What we wrote into an object's metadata; empty where it is not ours."""
    return told(thing.metadata, name) if thing.metadata else ""


def marks_of(thing: Any) -> dict[str, str]:
    """All that stands in an object's metadata."""
    return thing.metadata.to_dict() if thing.metadata else {}


def card_of(method: stripe.PaymentMethod) -> CardDetails | None:
    """How a card that Stripe keeps looks; None for what is no card."""
    card = method.card
    return CardDetails(method.id, card.brand.capitalize(), card.last4, card.exp_month, card.exp_year) if card else None


def charge_result(intent: stripe.PaymentIntent) -> ChargeResult:
    """Where a card's payment stands."""
    match intent.status:
        case "succeeded":
            return ChargeResult(intent.id, Outcome.SUCCEEDED)
        case "requires_action":
            return ChargeResult(intent.id, Outcome.NEEDS_AUTHENTICATION)
        case "requires_confirmation":
            return ChargeResult(intent.id, Outcome.REGISTERED)
        case "requires_payment_method":
            return ChargeResult(intent.id, Outcome.DECLINED, _why(intent, "card_declined"))
        case "canceled":
            return ChargeResult(intent.id, Outcome.DECLINED, _why(intent, "cancelled"))
        case _other:  # processing, or a state that only a newer Stripe knows
            return ChargeResult(intent.id, Outcome.UNKNOWN)


def _why(intent: stripe.PaymentIntent, otherwise: str) -> str:
    failed = intent.last_payment_error
    return decline_code(told(failed, "decline_code"), told(failed, "code")) if failed else otherwise


def refund_result(refund: stripe.Refund) -> RefundResult:
    """How far a refund is."""
    match refund.status:
        case "succeeded":
            return RefundResult(refund.id, RefundStatus.SUCCEEDED)
        case "failed" | "canceled":
            return RefundResult(refund.id, RefundStatus.FAILED, (told(refund, "failure_reason") or "failed")[:40])
        case _other:
            return RefundResult(refund.id, RefundStatus.PENDING)
