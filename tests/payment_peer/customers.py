"""Customers, their cash balance, and the account's own balance."""

from typing import Any

from tests.payment_peer.answers import Json
from tests.payment_peer.call import Call
from tests.payment_peer.forms import texts
from tests.payment_peer.ledger import Ledger, new_id, now


def create(ledger: Ledger, call: Call) -> Json:
    """POST /v1/customers"""
    given = {name: call.form.get(name) or None for name in ("address", "description", "email", "name", "phone", "shipping")}
    id_ = new_id("cus")
    return ledger.add(
        "customers",
        {
            "id": id_,
            "object": "customer",
            "balance": 0,
            "created": now(),
            "currency": None,
            "default_source": None,
            "delinquent": False,
            "discount": None,
            "invoice_prefix": id_[-8:].upper(),
            "invoice_settings": {
                "custom_fields": None,
                "default_payment_method": None,
                "footer": None,
                "rendering_options": None,
            },
            "livemode": False,
            "metadata": texts(call.form.get("metadata")),
            "next_invoice_sequence": 1,
            "preferred_locales": [],
            "tax_exempt": call.form.get("tax_exempt") or "none",
            "test_clock": None,
            **given,
        },
    )


def retrieve(ledger: Ledger, call: Call) -> Json:
    """GET /v1/customers/{id}"""
    return ledger.find("customers", call.id)


def cash_balance(ledger: Ledger, call: Call) -> Json:
    """GET /v1/customers/{id}/cash_balance"""
    return cash_of(ledger, ledger.find("customers", call.id)["id"])


def cash_of(ledger: Ledger, customer: str) -> Json:
    """What a customer has sent beyond what was asked, by currency; null when there never was any."""
    available = {currency: held for (who, currency), held in ledger.cash.items() if who == customer and held}
    return {
        "object": "cash_balance",
        "available": available or None,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "settings": {"reconciliation_mode": "automatic", "using_merchant_default": True},
    }


def balance(ledger: Ledger, _call: Call) -> Json:
    """GET /v1/balance"""
    totals: dict[str, int] = {"usd": 0}
    for charge in ledger.kinds["charges"].values():
        if charge["paid"]:
            kept = charge["amount"] - charge["amount_refunded"]
            totals[charge["currency"]] = totals.get(charge["currency"], 0) + kept
    return {"object": "balance", "available": _amounts(totals), "livemode": False, "pending": _amounts(dict.fromkeys(totals, 0))}


def _amounts(totals: dict[str, int]) -> list[dict[str, Any]]:
    return [{"amount": amount, "currency": currency, "source_types": {"card": amount}} for currency, amount in totals.items()]
