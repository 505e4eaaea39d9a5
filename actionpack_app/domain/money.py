"""Money as integer minor units with a currency; nothing here ever holds a float.

Exponents follow ISO 4217 for the currencies in which the seller can be paid.
"""

import dataclasses
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

EXPONENTS = {
    "AUD": 2, "BHD": 3, "CAD": 2, "CHF": 2, "CNY": 2, "CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2,
    "INR": 2, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "MXN": 2, "NOK": 2, "NZD": 2, "PLN": 2, "SEK": 2, "SGD": 2,
    "TND": 3, "USD": 2, "VND": 0,
}  # fmt: skip

MOST_DIGITS = 12
"""No price has more digits before the point."""


@dataclasses.dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units: 47500 USD is $475.00, 570000 KRW is ₩570,000."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency!r}")

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount_minor + other.amount_minor, self.currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units, for printing."""
        return Decimal(self.amount_minor).scaleb(-EXPONENTS[self.currency])


def from_major(amount: Decimal | str, currency: str) -> Money:
    """Money from major units. Raises ValueError for what isn't an amount, or not in this currency (a Korean half won)."""
    if currency not in EXPONENTS:
        raise ValueError(f"unknown currency {currency!r}")
    try:
        given = Decimal(amount)
        if not given.is_finite() or given.adjusted() > MOST_DIGITS:
            raise ValueError(f"{amount!r} is not an amount")
        minor = Fraction(given) * 10 ** EXPONENTS[currency]
    except InvalidOperation:
        raise ValueError(f"{amount!r} is not an amount") from None
    if minor.denominator != 1:
        raise ValueError(f"{amount} {currency} has more decimals than the currency")
    return Money(int(minor), currency)


def percentage(amount_minor: int, percent: Decimal) -> int:
    """`percent` per cent of an amount in minor units; half a minor unit rounds up."""
    return int((Decimal(amount_minor) * percent / 100).to_integral_value(ROUND_HALF_UP))
