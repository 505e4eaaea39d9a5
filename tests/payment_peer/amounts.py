"""What can be asked for: amounts in a currency's smallest unit, sent as they are for zero-decimal currencies."""

from tests.payment_peer.answers import invalid
from tests.payment_peer.forms import Form

LEAST = {"usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "cad": 50, "aud": 50, "chf": 50}
MOST = 99_999_999
"""Eight digits: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts"""


def read(form: Form) -> tuple[int, str]:
    """Amount and currency of a payment."""
    amount, currency = int(form["amount"]), str(form["currency"]).lower()
    if len(currency) != 3 or not currency.isalpha():
        raise invalid(f"Invalid currency: {currency}.", param="currency")
    whole(amount)
    if amount < LEAST.get(currency, 1):
        message = "The charge amount must be at least the minimum of its currency."
        raise invalid(message, code="amount_too_small", param="amount")
    if amount > MOST:
        raise invalid(f"Amount must be no more than {MOST}.", code="amount_too_large", param="amount")
    return amount, currency


def whole(amount: int) -> int:
    """An amount of at least one unit."""
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="amount")
    return amount
