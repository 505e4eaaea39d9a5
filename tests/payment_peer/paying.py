"""How a PaymentIntent moves: what a confirmed card does, and what the cardholder answers."""

from tests.payment_peer import charges, payment_methods
from tests.payment_peer.answers import Declined, Json, Refusal, invalid
from tests.payment_peer.cards import UNAUTHENTICATED, Refused
from tests.payment_peer.ledger import Ledger, new_id

UNEXPECTED = "payment_intent_unexpected_state"
FAILED_AUTHENTICATION = (
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to "
    "attempt to fulfill this PaymentIntent again."
)


def unexpected(intent: Json, message: str) -> Refusal:
    """400, with the payment as it stands."""
    return invalid(message, code=UNEXPECTED, payment_intent=intent)


def pay_by_card(ledger: Ledger, intent: Json, method: Json, *, present: bool, return_url: str | None) -> Json:
    """Charges a card; `present` says that the cardholder can be asked. Raises Declined."""
    card = ledger.cards[method["id"]]
    intent |= {"payment_method": method["id"], "next_action": None}
    if card.charging:
        raise decline(ledger, intent, method, card.charging)
    if not card.asks:
        return succeed(ledger, intent, method)
    if not present:
        raise decline(ledger, intent, method, UNAUTHENTICATED)
    intent |= {"status": "requires_action", "last_payment_error": None, "next_action": _question(intent, return_url)}
    ledger.emit("payment_intent.requires_action", intent)
    return intent


def succeed(ledger: Ledger, intent: Json, method: Json) -> Json:
    """The whole amount is there."""
    charge = charges.succeeded(ledger, intent, method)
    intent |= {
        "status": "succeeded",
        "amount_received": intent["amount"],
        "payment_method": method["id"],
        "latest_charge": charge["id"],
        "last_payment_error": None,
        "next_action": None,
    }
    if intent["setup_future_usage"] and intent["customer"] and method["type"] == "card" and method["customer"] is None:
        payment_methods.attach(ledger, method, intent["customer"])
    ledger.emit("charge.succeeded", charge)
    ledger.emit("payment_intent.succeeded", intent)
    return intent


def decline(ledger: Ledger, intent: Json, method: Json, why: Refused) -> Refusal:
    """The attempt failed; the payment waits for another method."""
    charge = charges.failed(ledger, intent, method, why)
    known = {"charge": charge["id"], "code": why.code, "decline_code": why.decline_code, "payment_method": method}
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "latest_charge": charge["id"],
        "last_payment_error": dict(Declined(why.message, **known).error),
        "next_action": None,
    }
    ledger.emit("charge.failed", charge)
    ledger.emit("payment_intent.payment_failed", intent)
    return Declined(why.message, **known, payment_intent=intent)


def authenticate(ledger: Ledger, id_: str, *, success: bool) -> Json:
    """What the cardholder answered the bank."""
    intent = ledger.find("payment_intents", id_)
    method = ledger.kinds["payment_methods"].get(intent["payment_method"] or "")
    if intent["status"] != "requires_action" or method is None or method["type"] != "card":
        raise unexpected(intent, "Nobody is being asked about this PaymentIntent.")
    if success:
        return succeed(ledger, intent, method)
    error = invalid(FAILED_AUTHENTICATION, code="payment_intent_authentication_failure", payment_method=method).error
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_payment_error": dict(error),
        "next_action": None,
    }
    ledger.emit("payment_intent.payment_failed", intent)
    return intent


def _question(intent: Json, return_url: str | None) -> Json:
    if return_url:
        url = f"https://hooks.stripe.example/redirect/authenticate/{intent['id']}"
        return {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": url}}
    source = new_id("payatt")
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "stripe_3ds2_fingerprint", "three_d_secure_2_source": source}}
