"""Refunds of payments, whole or in part."""

from tests.payment_peer import amounts
from tests.payment_peer.answers import Json, invalid
from tests.payment_peer.call import Call
from tests.payment_peer.forms import Form, texts
from tests.payment_peer.ledger import Ledger, new_id, now
from tests.payment_peer.listing import page

FAILS_AFTER_SECONDS = 0.2
"""Time for the answer that says `pending` to be stored before the news that it failed."""


def create(ledger: Ledger, call: Call) -> Json:
    """POST /v1/refunds"""
    if call.form.get("origin") or call.form.get("customer"):
        raise invalid("This peer refunds payments, not cash balances.", param="origin")
    return refund(ledger, call.form)


def retrieve(ledger: Ledger, call: Call) -> Json:
    """GET /v1/refunds/{id}"""
    return ledger.find("refunds", call.id, "refund")


def index(ledger: Ledger, call: Call) -> Json:
    """GET /v1/refunds"""
    return page(ledger, "refunds", call, ("payment_intent", "charge"))


def refund(ledger: Ledger, form: Form) -> Json:
    """Gives money back; without an amount, all that is left."""
    charge = _charge(ledger, form)
    amount = _amount(charge, form)
    _reachable(ledger, charge, form)
    _not_disputed(ledger, charge)
    card = ledger.cards.get(charge["payment_method"])
    fails = card is not None and card.refunds_as == "failed"
    made = ledger.add("refunds", _new(charge, amount, form, "pending" if fails else "succeeded"))
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    ledger.emit("refund.created", made)
    ledger.emit("charge.refunded", charge)
    if fails:
        made["pending_reason"] = "processing"
        ledger.later(FAILS_AFTER_SECONDS, lambda: _fail(ledger, made, charge))
    return made


def _fail(ledger: Ledger, made: Json, charge: Json) -> None:
    """The bank sends the money back to the merchant."""
    del made["pending_reason"]
    made |= {"status": "failed", "failure_reason": "unknown", "failure_balance_transaction": new_id("txn")}
    charge["amount_refunded"] -= made["amount"]
    charge["refunded"] = False
    for name in ("refund.updated", "charge.refund.updated", "refund.failed"):
        ledger.emit(name, made)


def _charge(ledger: Ledger, form: Form) -> Json:
    if form.get("charge"):
        charge = ledger.find("charges", form["charge"], "charge")
    elif form.get("payment_intent"):
        intent = ledger.find("payment_intents", form["payment_intent"], "payment_intent")
        charge = ledger.kinds["charges"].get(intent["latest_charge"] or "")
        if charge is None or not charge["paid"]:
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise invalid(message, param="payment_intent")
    else:
        raise invalid("One of the following params should be provided: payment_intent or charge.", code="parameter_missing")
    if not charge["paid"]:
        raise invalid(f"Charge {charge['id']} has failed and can't be refunded.", param="charge")
    return charge


def _amount(charge: Json, form: Form) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    if not left:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = amounts.whole(int(form.get("amount") or left))
    if amount > left:
        raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).", param="amount")
    return amount


def _reachable(ledger: Ledger, charge: Json, form: Form) -> None:
    """A bank transfer goes back to an account that the customer is asked for by mail."""
    if charge["payment_method_details"]["type"] != "customer_balance" or form.get("instructions_email"):
        return
    if not ledger.find("customers", charge["customer"])["email"]:
        raise invalid("The customer needs an email address for this refund.", param="instructions_email")


def _not_disputed(ledger: Ledger, charge: Json) -> None:
    disputes = [one for one in ledger.kinds["disputes"].values() if one["charge"] == charge["id"]]
    if any(one["status"] != "won" for one in disputes):
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")


def _new(charge: Json, amount: int, form: Form, status: str) -> Json:
    kind = charge["payment_method_details"]["type"]
    details: Json = {"card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}}
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn"),
        "charge": charge["id"],
        "created": now(),
        "currency": charge["currency"],
        "destination_details": {"type": "card", **details} if kind == "card" else {"type": "customer_cash_balance"},
        "metadata": texts(form.get("metadata")),
        "payment_intent": charge["payment_intent"],
        "reason": form.get("reason") or None,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }
