"""Bank transfers through Stripe: which kind a currency has, and where the money goes.

Stripe gives out accounts to transfer to in five currencies (its documentation, "Bank transfer payments"); for others, the
won among them, the seller's own account and the desk take their place.
"""

from typing import Any

import stripe

from actionpack_app.domain.money import Money
from actionpack_app.gateways.payments import Outcome, TransferState

_TYPES = {
    "USD": "us_bank_transfer",
    "GBP": "gb_bank_transfer",
    "EUR": "eu_bank_transfer",
    "JPY": "jp_bank_transfer",
    "MXN": "mx_bank_transfer",
}
_EURO_ACCOUNTS = frozenset({"BE", "DE", "ES", "FR", "IE", "NL"})
"""Countries in which Stripe opens euro accounts; others transfer to an Irish one."""

_SHOWN = {
    "account_holder_name": "holder",
    "bank_name": "bank",
    "branch_name": "branch",
    "iban": "iban",
    "bic": "bic",
    "account_number": "account",
    "sort_code": "sort_code",
    "routing_number": "routing_number",
    "swift_code": "bic",
    "clabe": "clabe",
    "bank_code": "bank_code",
    "branch_code": "branch_code",
    "account_type": "account_type",
}


def transfer_type(currency: str, country: str) -> dict[str, Any] | None:
    """Stripe's description of a transfer in a currency; None where it matches none."""
    kind = _TYPES.get(currency)
    if kind is None:
        return None
    if kind == "eu_bank_transfer":
        return {"type": kind, "eu_bank_transfer": {"country": country if country in _EURO_ACCOUNTS else "IE"}}
    return {"type": kind}


def funding(currency: str, country: str) -> Any:
    """How the customer's balance gets its money."""
    return {"funding_type": "bank_transfer", "bank_transfer": transfer_type(currency, country)}


def transfer_state(intent: stripe.PaymentIntent) -> TransferState:
    """How much has arrived of what an intent asks for."""
    currency = intent.currency.upper()
    if intent.status == "succeeded":
        return TransferState(intent.id, Outcome.SUCCEEDED, Money(intent.amount, currency))
    if intent.status == "canceled":
        return TransferState(intent.id, Outcome.DECLINED, Money(0, currency))
    action = intent.next_action
    shown = action.display_bank_transfer_instructions if action else None
    if shown is None:
        return TransferState(intent.id, Outcome.UNKNOWN, Money(0, currency))
    missing = shown.amount_remaining if shown.amount_remaining is not None else intent.amount
    return TransferState(intent.id, Outcome.REGISTERED, Money(intent.amount - missing, currency), _instructions(shown))


def _instructions(shown: Any) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = [("reference", str(shown.reference))] if shown.reference else []
    addresses: list[Any] = shown.financial_addresses or []
    for address in addresses[:1]:
        kind = str(address.type)
        details: dict[str, Any] = address[kind].to_dict() if kind in address else {}
        fields += [(_SHOWN[key], str(value)) for key, value in details.items() if key in _SHOWN and value]
    return tuple(fields)
