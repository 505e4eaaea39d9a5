"""Payments in the business's words; the sandbox stands behind this port, and Stripe will.

A charge is safe to repeat under its idempotency key: the provider answers as it did the first time.
"""

import dataclasses
import enum
import functools
from typing import Protocol

from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.domain.money import Money
from actionpack_app.settings import get_settings


@dataclasses.dataclass(frozen=True, slots=True)
class CardDetails:
    """What the provider tells about a card that it keeps."""

    provider_ref: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


class Outcome(enum.StrEnum):
    """How a charge ended, or where it stands."""

    SUCCEEDED = "succeeded"
    NEEDS_AUTHENTICATION = "needs_authentication"
    DECLINED = "declined"


@dataclasses.dataclass(frozen=True, slots=True)
class ChargeRequest:
    """One charge of a saved card."""

    idempotency_key: str
    customer: str
    card_ref: str
    amount: Money
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class ChargeResult:
    """The provider's answer."""

    provider_ref: str
    outcome: Outcome
    decline_code: str = ""


class PaymentProvider(Protocol):
    """What the product asks of whoever moves the money."""

    @property
    def name(self) -> str:
        """How stored payments and cards name it."""
        ...

    def save_card(self, customer: str, token: str) -> CardDetails:
        """Keeps the card that the browser turned into `token`. Raises CardDeclined, NotATestCard, ProviderUnavailable."""
        ...

    def charge(self, request: ChargeRequest) -> ChargeResult:
        """Charges a kept card. Raises PaymentOutcomeUnknown, ProviderUnavailable."""
        ...

    def look_up(self, idempotency_key: str) -> ChargeResult | None:
        """What became of a charge; None if the provider never heard of it."""
        ...


@functools.cache
def get_payments() -> PaymentProvider:
    """The provider of this process. Raises ProviderUnavailable in production, where the sandbox must never take a card."""
    if not get_settings().has_samples:
        raise ProviderUnavailable
    from actionpack_app.gateways.payments.sandbox import SandboxPayments  # noqa: PLC0415 (its engine is made on first use)

    return SandboxPayments(get_settings().database_url)
