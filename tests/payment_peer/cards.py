"""Stripe's test cards: what a number does when it is saved and when it is charged."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.payment_peer.answers import Declined
from tests.payment_peer.forms import Form


@dataclass(frozen=True)
class Refused:
    """Why the bank says no."""

    code: str
    decline_code: str
    message: str


GENERIC = Refused("card_declined", "generic_decline", "Your card was declined.")
INSUFFICIENT = Refused("card_declined", "insufficient_funds", "Your card has insufficient funds.")
UNAUTHENTICATED = Refused(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)


@dataclass(frozen=True)
class Card:
    """A number's behaviour: what refuses it when saved, when charged, and whether its bank asks the cardholder."""

    number: str
    saving: Refused | None = None
    charging: Refused | None = None
    asks: bool = False
    refunds_as: str = "succeeded"

    @property
    def last4(self) -> str:
        return self.number[-4:]


PAYS = Card("4242424242424242")
_KNOWN = {
    card.number: card
    for card in (
        PAYS,
        Card("4000000000000002", saving=GENERIC, charging=GENERIC),
        Card("4000000000009995", saving=INSUFFICIENT, charging=INSUFFICIENT),
        Card("4000000000000341", charging=GENERIC),
        Card("4000002760003184", asks=True),
        Card("4000000000005126", refunds_as="failed"),
    )
}


def read(form: Form, param: str) -> tuple[Card, int, int]:
    """The card with its month and year of expiry. Raises Declined for what can't be a card."""
    number = "".join(str(form.get("number", "")).split())
    if number not in _KNOWN:
        raise Declined("Your card number is incorrect.", code="incorrect_number", param=f"{param}[number]")
    month, year = _whole(form.get("exp_month")), _whole(form.get("exp_year"))
    if not 1 <= month <= 12:
        raise Declined("Your card's expiration month is invalid.", code="invalid_expiry_month", param=f"{param}[exp_month]")
    year += 2000 if year < 100 else 0
    today = datetime.now(UTC)
    if (year, month) < (today.year, today.month):
        raise Declined("Your card's expiration year is invalid.", code="invalid_expiry_year", param=f"{param}[exp_year]")
    return _KNOWN[number], month, year


def _whole(text: object) -> int:
    return int(str(text)) if str(text).isdecimal() else 0
