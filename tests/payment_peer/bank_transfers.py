"""Bank transfers: money sent to an account that is the customer's own, and how it is matched to what waits for it.

https://docs.stripe.com/payments/customer-balance/reconciliation: the payment whose reference was given comes first, then one
that waits for exactly what there is, then the oldest; what is left stays in the customer's cash balance.
"""

import hashlib
import secrets

from tests.payment_peer import bank_accounts, paying
from tests.payment_peer.answers import Json, invalid
from tests.payment_peer.customers import cash_of
from tests.payment_peer.forms import Form, dig
from tests.payment_peer.ledger import Ledger

CURRENCIES = {
    "us_bank_transfer": "usd",
    "gb_bank_transfer": "gbp",
    "eu_bank_transfer": "eur",
    "jp_bank_transfer": "jpy",
    "mx_bank_transfer": "mxn",
}
COUNTRIES = {"BE", "DE", "ES", "FR", "IE", "NL"}


def options(form: Form, currency: str, customer: str | None) -> Json:
    """What a payment by bank transfer must say. Raises what Stripe would for a currency that it can't take so."""
    param = "payment_method_options[customer_balance]"
    if currency not in CURRENCIES.values():
        known = ", ".join(sorted(CURRENCIES.values()))
        raise invalid(f"The currency {currency} is not supported by customer_balance, which takes {known}.", param="currency")
    if customer is None:
        raise invalid("A payment with customer_balance needs a customer.", code="parameter_missing", param="customer")
    said = dig(form, "payment_method_options", "customer_balance") or {}
    if said.get("funding_type") != "bank_transfer":
        raise invalid("Missing required param: funding_type.", code="parameter_missing", param=f"{param}[funding_type]")
    kind = dig(said, "bank_transfer", "type")
    if CURRENCIES.get(str(kind)) != currency:
        raise invalid(f"The bank transfer type {kind!r} does not take {currency}.", param=f"{param}[bank_transfer][type]")
    transfer: Json = {"type": kind}
    if kind == "eu_bank_transfer":
        country = dig(said, "bank_transfer", kind, "country")
        if country not in COUNTRIES:
            raise invalid(f"No bank accounts in {country!r}.", param=f"{param}[bank_transfer][{kind}][country]")
        transfer[kind] = {"country": country}
    return {"bank_transfer": transfer, "funding_type": "bank_transfer"}


def wait_for_funds(ledger: Ledger, intent: Json, method: Json, address: str) -> Json:
    """The payment waits for its money; what the customer has with us already is used first."""
    intent |= {"payment_method": method["id"], "status": "requires_action", "last_payment_error": None}
    ledger.funded.setdefault(intent["id"], 0)
    intent["next_action"] = {
        "type": "display_bank_transfer_instructions",
        "display_bank_transfer_instructions": _instructions(ledger, intent, address),
    }
    reconcile(ledger, intent["customer"], intent["currency"], intent["id"])
    if intent["status"] == "requires_action":
        ledger.emit("payment_intent.requires_action", intent)
    return intent


def fund(ledger: Ledger, customer: str, currency: str, amount: int, reference: str | None = None) -> None:
    """A transfer arrives; `reference` is the payment that it names."""
    ledger.find("customers", customer)
    ledger.cash[customer, currency] = ledger.cash.get((customer, currency), 0) + amount
    reconcile(ledger, customer, currency, reference)
    if ledger.cash[customer, currency]:
        ledger.emit("cash_balance.funds_available", cash_of(ledger, customer))


def release(ledger: Ledger, intent: Json) -> None:
    """A canceled payment gives back what it had been sent."""
    held = ledger.funded.pop(intent["id"], 0)
    if held:
        key = (intent["customer"], intent["currency"])
        ledger.cash[key] = ledger.cash.get(key, 0) + held
        reconcile(ledger, *key)


def reconcile(ledger: Ledger, customer: str, currency: str, first: str | None = None) -> None:
    """Gives a customer's cash to the payments that wait for it."""
    key = (customer, currency)
    while ledger.cash.get(key, 0) and (waiting := _waiting(ledger, customer, currency)):
        held = ledger.cash[key]
        named = [one for one in waiting if one["id"] == first]
        exact = [one for one in waiting if _missing(ledger, one) == held]
        intent = (named or exact or waiting)[0]
        used = min(held, _missing(ledger, intent))
        ledger.cash[key] -= used
        _apply(ledger, intent, used)


def _waiting(ledger: Ledger, customer: str, currency: str) -> list[Json]:
    return [
        one
        for one in ledger.kinds["payment_intents"].values()
        if (one["customer"], one["currency"], one["status"]) == (customer, currency, "requires_action")
        and one["id"] in ledger.funded
    ]


def _missing(ledger: Ledger, intent: Json) -> int:
    return intent["amount"] - ledger.funded[intent["id"]]


def _apply(ledger: Ledger, intent: Json, amount: int) -> None:
    ledger.funded[intent["id"]] += amount
    if _missing(ledger, intent):
        instructions = intent["next_action"]["display_bank_transfer_instructions"]
        instructions["amount_remaining"] = _missing(ledger, intent)
        ledger.emit("payment_intent.partially_funded", intent)
        return
    del ledger.funded[intent["id"]]
    paying.succeed(ledger, intent, ledger.kinds["payment_methods"][intent["payment_method"]])


def _instructions(ledger: Ledger, intent: Json, address: str) -> Json:
    transfer = intent["payment_method_options"]["customer_balance"]["bank_transfer"]
    country = dig(transfer, "eu_bank_transfer", "country")
    digest = hashlib.sha256(intent["id"].encode()).hexdigest()
    return {
        "amount_remaining": _missing(ledger, intent),
        "currency": intent["currency"],
        "financial_addresses": bank_accounts.of(transfer["type"], intent["customer"], country),
        "hosted_instructions_url": f"{address}/hosted/instructions/{secrets.token_urlsafe(12)}",
        "reference": digest[:10].upper(),
        "type": transfer["type"],
    }
