"""Payments in the business's words: the port behind which Stripe and the sandbox stand.

Taking money has two halves. `register` makes the provider's record of a payment and moves nothing; its reference is
stored with us before `charge` takes the money. So whatever happens in between, a crash, a lost answer, a key that the
provider has forgotten, there is one record to look up, and charging it again charges nothing more.
"""

import dataclasses
import enum
import functools
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import RefundStatus
from actionpack_app.domain.reconciliation import Booking
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
    """Where a payment stands with the provider."""

    REGISTERED = "registered"
    """Known, not asked to pay yet: nothing was taken."""
    SUCCEEDED = "succeeded"
    NEEDS_AUTHENTICATION = "needs_authentication"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    """Asked, not answered: it may have been taken. Look it up before anything else."""


@dataclasses.dataclass(frozen=True, slots=True)
class CustomerProfile:
    """Whom the provider is told about, so that people at the provider's dashboard recognise a partner."""

    partner_id: str
    name: str
    mpn_id: str
    email: str
    country: str


@dataclasses.dataclass(frozen=True, slots=True)
class PaymentRequest:
    """One payment to be registered; a card's, or a transfer's where `card_ref` is empty."""

    idempotency_key: str
    customer: str
    card_ref: str
    amount: Money
    country: str
    marks: Mapping[str, str]
    """Our own ids, kept with the provider's record so that it can be told whose it is."""


@dataclasses.dataclass(frozen=True, slots=True)
class ChargeResult:
    """The provider's answer."""

    provider_ref: str
    outcome: Outcome
    decline_code: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class TransferState:
    """A transfer that the provider matches: where the money goes, and how much of it has arrived."""

    provider_ref: str
    outcome: Outcome
    received: Money
    instructions: tuple[tuple[str, str], ...] = ()
    """Pairs of a field's key (`iban`, `bank`, `reference` …) and its value."""


@dataclasses.dataclass(frozen=True, slots=True)
class RefundResult:
    """How far a refund is with the provider."""

    provider_ref: str
    status: RefundStatus
    failure_code: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Notification:
    """What the provider signed: that something happened to an object. Only a hint; the object is fetched again."""

    id: str
    kind: str
    object_ref: str


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """What a notification is about, fetched anew. Empty where it is nothing of ours."""

    payment_ref: str = ""
    payment_id: str = ""
    """Our own id, as we marked the provider's record with it."""
    dispute_ref: str = ""
    disputed: Money | None = None
    card_gone: str = ""
    """A card that the provider doesn't keep any more."""
    card_kept: CardDetails | None = None
    """A card that somebody of ours handed over to `customer`, and that is still kept."""
    person_id: str = ""
    """Who handed it over, as we marked the provider's record."""
    refunds: tuple[tuple[str, RefundResult], ...] = ()
    """Our own id, empty for one made in the provider's dashboard, and the refund."""
    customer: str = ""
    unspent: tuple[Money, ...] = ()
    """What lies with the provider for `customer`, and no payment has asked for."""


class PaymentProvider(Protocol):
    """What the product asks of whoever moves the money.

    Every method raises ProviderUnavailable where nothing was done and trying later is right. Only `charge` can leave an
    outcome unknown: it says so in its answer.
    """

    @property
    def name(self) -> str:
        """How stored payments and cards name it."""
        ...

    @property
    def search_page(self) -> str:
        """Where people look at its records, with what it calls one at the end; empty where there is no page."""
        ...

    def check(self) -> None:
        """Whether the provider knows us. Raises SettingsError for a key that it refuses, ProviderUnavailable."""
        ...

    def register_customer(self, profile: CustomerProfile) -> str:
        """What the provider calls a partner; asked again, the same."""
        ...

    def begin_card(self, customer: str, marks: Mapping[str, str]) -> str:
        """The secret with which the browser hands a card to the provider; empty where it needs none."""
        ...

    def save_card(self, customer: str, token: str) -> CardDetails:
        """Keeps the card that the browser handed over as `token`. Raises CardDeclined, NotATestCard, NotFound."""
        ...

    def forget_card(self, card_ref: str) -> None:
        """Lets go of a kept card; one that is gone already is no matter."""
        ...

    def register(self, request: PaymentRequest) -> str:
        """Makes the record of a card payment and returns its reference; moves no money."""
        ...

    def charge(self, provider_ref: str, *, automatic: bool) -> ChargeResult:
        """Takes the money of a registered payment, once however often it is asked; `automatic` where nobody is there."""
        ...

    def look_up(self, provider_ref: str) -> ChargeResult:
        """Where a payment stands."""
        ...

    def cancel(self, provider_ref: str) -> ChargeResult:
        """Ends a payment that wasn't taken, so that nobody can take it later; tells if it was taken meanwhile."""
        ...

    def challenge(self, provider_ref: str) -> str:
        """The secret with which the browser asks the cardholder to confirm; empty where it needs none."""
        ...

    def matches_transfers(self, currency: str) -> bool:
        """Whether bank transfers in a currency are received and matched by the provider."""
        ...

    def expect_transfer(self, request: PaymentRequest) -> TransferState:
        """Registers a payment by transfer, and tells where the money goes."""
        ...

    def look_up_transfer(self, provider_ref: str) -> TransferState:
        """How much of a transfer has arrived."""
        ...

    def unspent(self, customer: str, currency: str) -> Money:
        """What a partner transferred beyond what was owed."""
        ...

    def refund(self, provider_ref: str, amount: Money, idempotency_key: str, marks: Mapping[str, str]) -> RefundResult:
        """Gives a payment back. Repeating it under its key gives back nothing more."""
        ...

    def look_up_refund(self, refund_ref: str) -> RefundResult:
        """How far a refund is."""
        ...

    def taken_since(self, since: datetime) -> Iterator[Booking]:
        """What the provider took, for reconciliation."""
        ...

    def given_back_since(self, since: datetime) -> Iterator[Booking]:
        """What the provider gave back, for reconciliation."""
        ...

    def read_notification(self, body: bytes, signature: str) -> Notification:
        """A notification, once its signature is proved. Raises NotificationRefused."""
        ...

    def look_at(self, notification: Notification) -> Subject:
        """What a notification is about, fetched anew."""
        ...


@functools.cache
def get_payments() -> PaymentProvider:
    """The provider of this process: Stripe where it is set up, else the sandbox.

    Raises ProviderUnavailable in production without Stripe: the sandbox must never take a card there.
    """
    settings = get_settings()
    if settings.stripe_secret_key:
        from actionpack_app.gateways.payments.stripe import StripePayments  # noqa: PLC0415 (a large library, seldom needed)

        return StripePayments(settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base)
    if not settings.has_samples:
        raise ProviderUnavailable
    from actionpack_app.gateways.payments.sandbox import SandboxPayments  # noqa: PLC0415 (its engine is made on first use)

    return SandboxPayments(settings.database_url)
