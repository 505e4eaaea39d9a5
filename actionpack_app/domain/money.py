"""Money as integer minor units with a currency; nothing here ever holds a float.

Exponents follow the minor units in which Stripe counts the currencies that it takes (its documentation, "Supported
currencies"); they are those of ISO 4217 but for a few that have lost their decimals, as the Icelandic króna. The seller is
paid in those for which the catalogue names an account; others turn up in the provider's books only.
"""

import dataclasses
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

_NO_DECIMALS = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF"
_TWO_DECIMALS = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK DKK
    DOP DZD EGP ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD KZT LAK LBP LKR
    LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR
    SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW
"""
_THREE_DECIMALS = "BHD JOD KWD OMR TND"
EXPONENTS = {
    currency: exponent
    for exponent, currencies in ((0, _NO_DECIMALS), (2, _TWO_DECIMALS), (3, _THREE_DECIMALS))
    for currency in currencies.split()
}

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
