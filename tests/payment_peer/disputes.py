"""Disputes: a cardholder asks the bank for the money back."""

from tests.payment_peer.answers import Json, invalid
from tests.payment_peer.call import Call
from tests.payment_peer.ledger import Ledger, new_id, now

ANSWER_WITHIN_SECONDS = 7 * 24 * 3600
FRAUD = {"brand": "visa", "case_type": "chargeback", "network_reason_code": "83"}


def retrieve(ledger: Ledger, call: Call) -> Json:
    """GET /v1/disputes/{id}"""
    return ledger.find("disputes", call.id, "dispute")


def open_dispute(ledger: Ledger, payment_intent: str) -> Json:
    """The cardholder says that it was not them."""
    intent = ledger.find("payment_intents", payment_intent)
    charge = ledger.kinds["charges"].get(intent["latest_charge"] or "")
    if charge is None or not charge["paid"] or charge["disputed"]:
        raise invalid("There is no charge that can be disputed.")
    charge["disputed"] = True
    dispute = ledger.add("disputes", _new(charge))
    ledger.emit("charge.dispute.created", dispute)
    return dispute


def close(ledger: Ledger, id_: str, *, won: bool) -> Json:
    """The bank decides; `won` is from the merchant's side."""
    dispute = ledger.find("disputes", id_)
    dispute |= {"status": "won" if won else "lost"}
    ledger.emit("charge.dispute.updated", dispute)
    ledger.emit("charge.dispute.closed", dispute)
    return dispute


def _new(charge: Json) -> Json:
    return {
        "id": new_id("dp"),
        "object": "dispute",
        "amount": charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now() + ANSWER_WITHIN_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "83"},
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "needs_response",
    }
