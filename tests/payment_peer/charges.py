"""Charges: one attempt to take money."""

import secrets

from tests.payment_peer.answers import Json
from tests.payment_peer.call import Call
from tests.payment_peer.cards import Refused
from tests.payment_peer.ledger import Ledger, new_id, now
from tests.payment_peer.payment_methods import billing


def retrieve(ledger: Ledger, call: Call) -> Json:
    """GET /v1/charges/{id}"""
    return ledger.find("charges", call.id, "charge")


def succeeded(ledger: Ledger, intent: Json, method: Json) -> Json:
    """The money came."""
    outcome = {"network_status": "approved_by_network", "seller_message": "Payment complete.", "type": "authorized"}
    charge = _new(intent, method, {"paid": True, "captured": True, "status": "succeeded"}, outcome)
    charge |= {"amount_captured": intent["amount"], "balance_transaction": new_id("txn")}
    return ledger.add("charges", charge)


def failed(ledger: Ledger, intent: Json, method: Json, why: Refused) -> Json:
    """The bank said no."""
    outcome = {"network_status": "declined_by_network", "reason": why.decline_code, "type": "issuer_declined"}
    state = {"paid": False, "captured": False, "status": "failed", "failure_code": why.code, "failure_message": why.message}
    return ledger.add("charges", _new(intent, method, state, outcome))


def _new(intent: Json, method: Json, state: Json, outcome: Json) -> Json:
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method.get("billing_details", billing({})),
        "calculated_statement_descriptor": None,
        "created": now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": {"reason": None, "risk_level": "normal", "seller_message": None, **outcome},
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _details(method),
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": f"https://pay.stripe.example/receipts/{secrets.token_urlsafe(12)}",
        "refunded": False,
        "review": None,
        "shipping": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "transfer_data": None,
        "transfer_group": None,
        **state,
    }


def _details(method: Json) -> Json:
    if method["type"] != "card":
        return {"type": method["type"], method["type"]: {}}
    kept = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "wallet")
    card = {name: method["card"][name] for name in kept}
    return {"type": "card", "card": card | {"mandate": None, "network": "visa", "three_d_secure": None}}
