"""Payment methods: a saved card, or the balance that bank transfers fill."""

import hashlib

from tests.payment_peer.answers import Json, invalid
from tests.payment_peer.call import Call
from tests.payment_peer.cards import Card, read
from tests.payment_peer.forms import Form, dig, texts
from tests.payment_peer.ledger import Ledger, new_id, now

REUSED = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected "
    "account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod "
    "multiple times, you must attach it to a Customer first."
)
DETACHED = "The payment method you provided is not attached to a customer so detachment is impossible."


def retrieve(ledger: Ledger, call: Call) -> Json:
    """GET /v1/payment_methods/{id}"""
    return ledger.find("payment_methods", call.id)


def detach(ledger: Ledger, call: Call) -> Json:
    """POST /v1/payment_methods/{id}/detach"""
    method = ledger.find("payment_methods", call.id)
    if method["customer"] is None:
        raise invalid(DETACHED)
    method["customer"] = None
    ledger.emit("payment_method.detached", method)
    return method


def attach(ledger: Ledger, method: Json, customer: str) -> None:
    """Saves a method for a customer."""
    method["customer"] = customer
    ledger.emit("payment_method.attached", method)


def create(ledger: Ledger, data: Form) -> Json:
    """From `payment_method_data`. Raises Declined for what is no card."""
    if data.get("type") == "customer_balance":
        return ledger.add("payment_methods", _new("customer_balance", data, {}))
    if data.get("type") != "card":
        raise invalid(f"The payment method type {data.get('type')!r} is not spoken here", param="payment_method_data[type]")
    card, month, year = read(dig(data, "card") or {}, "payment_method_data[card]")
    return create_card(ledger, card, month, year, data)


def create_card(ledger: Ledger, card: Card, month: int, year: int, data: Form) -> Json:
    """A card that is nobody's yet."""
    method = ledger.add("payment_methods", _new("card", data, card_details(card, month, year)))
    ledger.cards[method["id"]] = card
    return method


def usable(ledger: Ledger, id_: str, customer: str | None, param: str = "payment_method") -> Json:
    """A method with which this customer can pay. Raises as Stripe does for a detached or foreign one."""
    method = ledger.find("payment_methods", id_, param)
    owner = method["customer"]
    if method["type"] == "card" and owner is None:
        raise invalid(REUSED, param=param)
    if owner is not None and customer is None:
        raise invalid(
            f"The payment method supplied ({id_}) belongs to Customer {owner}. Please include the Customer in the `customer` "
            "parameter on the PaymentIntent.",
            code="payment_intent_invalid_parameter",
            param=param,
        )
    if owner not in {None, customer}:
        raise invalid(
            f"The customer does not have a payment method with the ID {id_}. The payment method must be attached to the "
            "customer.",
            code="resource_missing",
            param=param,
        )
    return method


def card_details(card: Card, month: int, year: int) -> Json:
    """What everybody may know of a card."""
    return {
        "brand": "visa",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "display_brand": "visa",
        "exp_month": month,
        "exp_year": year,
        "fingerprint": hashlib.sha256(card.number.encode()).hexdigest()[:16],
        "funding": "credit",
        "generated_from": None,
        "last4": card.last4,
        "networks": {"available": ["visa"], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def billing(data: Form) -> Json:
    """Whose method it is, as far as it was said."""
    said = data.get("billing_details") or {}
    address = {name: dig(said, "address", name) for name in ("city", "country", "line1", "line2", "postal_code", "state")}
    return {"address": address, **{name: said.get(name) for name in ("email", "name", "phone", "tax_id")}}


def _new(kind: str, data: Form, details: Json) -> Json:
    return {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": data.get("allow_redisplay", "unspecified"),
        "billing_details": billing(data),
        "created": now(),
        "customer": None,
        "livemode": False,
        "metadata": texts(data.get("metadata")),
        "type": kind,
        kind: details,
    }
