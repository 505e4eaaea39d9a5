"""Stripe, by its official client.

PaymentIntents are made and confirmed in two calls, so that the reference is known before money moves. One that was
declined is cancelled by its caller: it could still be confirmed from a browser that kept its secret.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import httpx
import stripe

from actionpack_app.domain.errors import CardDeclined, NotFound, ProviderUnavailable, TransferNotMatched
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import RefundStatus
from actionpack_app.domain.reconciliation import Booking
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.payments import (
    CardDetails,
    ChargeResult,
    CustomerProfile,
    Notification,
    Outcome,
    PaymentRequest,
    RefundResult,
    Subject,
    TransferState,
)
from actionpack_app.gateways.payments.measured import measured
from actionpack_app.gateways.payments.stripe_answers import card_of, charge_result, mark_of, marks_of, refund_result
from actionpack_app.gateways.payments.stripe_errors import REFUSED_KEY, decline_code_of, in_our_words, request_of
from actionpack_app.gateways.payments.stripe_notifications import proved, subject_of
from actionpack_app.gateways.payments.stripe_transfers import funding, transfer_state, transfer_type
from actionpack_app.logs import log
from actionpack_app.settings import SettingsError

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 20.0
RETRIES = 2
"""Of a request that was not answered; each repeats the idempotency key of the first."""
PAGE = 100

_CARD_GONE = "card_not_found"

Intent = stripe.PaymentIntent

_DASHBOARD = "https://dashboard.stripe.com/"


def _http() -> stripe.HTTPXClient:
    return stripe.HTTPXClient(timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS), allow_sync_methods=True)


@measured
class StripePayments:
    """Cards, payments, transfers and refunds through Stripe."""

    name = "stripe"

    def __init__(self, secret_key: str, webhook_secret: str, api_base: str) -> None:
        self._webhook_secret = webhook_secret
        self.search_page = f"{_DASHBOARD}{'' if '_live_' in secret_key else 'test/'}search?query="
        self._secret_key, self._api_base = secret_key, api_base
        self._http = _http()
        self._stripe = self._client(self._http).v1

    def _client(self, http: stripe.HTTPXClient) -> stripe.StripeClient:
        return stripe.StripeClient(
            self._secret_key, base_addresses={"api": self._api_base}, http_client=http, max_network_retries=RETRIES
        )

    def close(self) -> None:
        """Gives the connections back."""
        self._http.close()

    def check(self) -> None:
        """Asks for something harmless. Raises SettingsError for a key that is refused, ProviderUnavailable.

        On a connection of its own: whoever checks forks the web processes afterwards, and would hand it on to all of them.
        """
        http = _http()
        try:
            self._client(http).v1.balance.retrieve()
        except REFUSED_KEY:
            raise SettingsError("STRIPE_SECRET_KEY is refused by Stripe") from None
        except stripe.StripeError:
            raise ProviderUnavailable from None
        finally:
            http.close()

    def register_customer(self, profile: CustomerProfile) -> str:
        """A Customer per partner. A second one does no harm, so an error that Stripe keeps under a key may be forgotten."""
        with in_our_words():
            made = self._stripe.customers.create(
                {
                    "name": profile.name,
                    "email": profile.email,
                    "description": f"MPN {profile.mpn_id}",
                    "metadata": {"partner_id": profile.partner_id},
                },
                {"idempotency_key": f"customer:{profile.partner_id}:{new_id()}"},
            )
        return made.id

    def begin_card(self, customer: str, marks: Mapping[str, str]) -> str:
        """A SetupIntent, to be confirmed by the card Element; the card may then be charged when nobody is there."""
        with in_our_words():
            made = self._stripe.setup_intents.create(
                {"customer": customer, "usage": "off_session", "payment_method_types": ["card"], "metadata": dict(marks)}
            )
        return str(made.client_secret)

    def save_card(self, customer: str, token: str) -> CardDetails:
        """The card of a confirmed SetupIntent, named by its id. Raises CardDeclined, NotFound."""
        if not token.startswith("seti_"):
            raise NotFound("card")
        with in_our_words():
            setup = self._stripe.setup_intents.retrieve(token)
            if setup.customer != customer:
                raise NotFound("card")
            if setup.status != "succeeded" or not setup.payment_method:
                raise CardDeclined("card_declined")
            details = card_of(self._stripe.payment_methods.retrieve(str(setup.payment_method)))
        if details is None:
            raise CardDeclined("card_declined")
        return details

    def forget_card(self, card_ref: str) -> None:
        """Detaches it; one that is detached already can't be, which is no matter."""
        try:
            self._stripe.payment_methods.detach(card_ref)
        except stripe.InvalidRequestError:
            return
        except stripe.StripeError:
            raise ProviderUnavailable from None

    def register(self, request: PaymentRequest) -> str:
        """A PaymentIntent that isn't confirmed. Made anew where Stripe keeps an error under its key: it takes no money yet."""
        with in_our_words():
            try:
                return self._register(request, request.idempotency_key)
            except stripe.APIError as failed:
                if not failed.http_status:
                    raise
            made = self._made_nevertheless(request)
            return made.id if made is not None else self._register(request, new_id())

    def _register(self, request: PaymentRequest, idempotency_key: str) -> str:
        return self._stripe.payment_intents.create(
            {
                "amount": request.amount.amount_minor,
                "currency": request.amount.currency.lower(),
                "customer": request.customer,
                "payment_method": request.card_ref,
                "payment_method_types": ["card"],
                "metadata": dict(request.marks),
            },
            {"idempotency_key": idempotency_key},
        ).id

    def charge(self, provider_ref: str, *, automatic: bool) -> ChargeResult:
        """Confirms it. Not answered, or answered with an error of Stripe's own: unknown.

        A PaymentIntent takes money once, however often it is confirmed. So each call has a key of its own, for the client's
        repetitions: under one for all of them, Stripe would repeat an error of its own for a day.
        """
        key = f"confirm:{provider_ref}:{new_id()}"
        try:
            confirmed = self._stripe.payment_intents.confirm(
                provider_ref, {"off_session": True} if automatic else {}, {"idempotency_key": key}
            )
        except stripe.CardError as refused:
            return ChargeResult(provider_ref, Outcome.DECLINED, decline_code_of(refused))
        except stripe.RateLimitError:
            return ChargeResult(provider_ref, Outcome.UNKNOWN)
        except stripe.InvalidRequestError:  # it has moved on; or it is as it was, and its card is gone
            found = self.look_up(provider_ref)
            return found if found.outcome is not Outcome.REGISTERED else ChargeResult(provider_ref, Outcome.DECLINED, _CARD_GONE)
        except stripe.StripeError:
            return ChargeResult(provider_ref, Outcome.UNKNOWN)
        return charge_result(confirmed)

    def look_up(self, provider_ref: str) -> ChargeResult:
        """Where it stands. Raises NotFound, ProviderUnavailable."""
        with in_our_words():
            return charge_result(self._stripe.payment_intents.retrieve(provider_ref))

    def cancel(self, provider_ref: str) -> ChargeResult:
        """Cancels it; one that succeeded, or is cancelled, answers so."""
        try:
            return charge_result(self._stripe.payment_intents.cancel(provider_ref))
        except stripe.InvalidRequestError:
            return self.look_up(provider_ref)
        except stripe.StripeError:
            raise ProviderUnavailable from None

    def challenge(self, provider_ref: str) -> str:
        """The client secret, for the browser of whoever pays; it is stored and logged nowhere."""
        with in_our_words():
            found = self._stripe.payment_intents.retrieve(provider_ref)
        return str(found.client_secret)

    def matches_transfers(self, currency: str) -> bool:
        """Where Stripe gives out accounts to transfer to."""
        return transfer_type(currency, "") is not None

    def expect_transfer(self, request: PaymentRequest) -> TransferState:
        """A PaymentIntent that the customer's balance pays as soon as enough has been transferred.

        Raises: TransferNotMatched where Stripe refuses, as bank transfers have to be activated for an account.
        """
        try:
            made = self._stripe.payment_intents.create(
                {
                    "amount": request.amount.amount_minor,
                    "currency": request.amount.currency.lower(),
                    "customer": request.customer,
                    "payment_method_types": ["customer_balance"],
                    "payment_method_data": {"type": "customer_balance"},
                    "payment_method_options": {"customer_balance": funding(request.amount.currency, request.country)},
                    "metadata": dict(request.marks),
                    "confirm": True,
                },
                {"idempotency_key": request.idempotency_key},
            )
        except stripe.InvalidRequestError as refused:
            log.warning("stripe takes no such transfer", code=str(refused.code), request=request_of(refused))
            raise TransferNotMatched from None
        except stripe.StripeError as failed:
            made = self._made_nevertheless(request) if failed.http_status else None
            if made is None:
                raise ProviderUnavailable from None
        return transfer_state(made)

    def _made_nevertheless(self, request: PaymentRequest) -> Intent | None:
        """What was made though the answer was an error: Stripe keeps that answer under the key, and would repeat it all day."""
        with in_our_words():
            found = self._stripe.payment_intents.list({"customer": request.customer, "limit": PAGE})
            marked = (one for one in found.auto_paging_iter() if dict(request.marks).items() <= marks_of(one).items())
            return next(marked, None)

    def look_up_transfer(self, provider_ref: str) -> TransferState:
        """How much has arrived."""
        with in_our_words():
            return transfer_state(self._stripe.payment_intents.retrieve(provider_ref))

    def unspent(self, customer: str, currency: str) -> Money:
        """The customer's cash balance in a currency."""
        with in_our_words():
            balance = self._stripe.customers.cash_balance.retrieve(customer)
        available: Any = balance.available or {}
        return Money(int(available[currency.lower()]) if currency.lower() in available else 0, currency)

    def refund(self, provider_ref: str, amount: Money, idempotency_key: str, marks: Mapping[str, str]) -> RefundResult:
        """Refunds a PaymentIntent, whole; one that was refunded already, whatever we were told, answers with that refund."""
        if (known := self._refund_of(provider_ref, amount)) is not None:
            return known
        try:
            made = self._stripe.refunds.create(
                {"payment_intent": provider_ref, "amount": amount.amount_minor, "metadata": dict(marks)},
                {"idempotency_key": idempotency_key},
            )
        except stripe.InvalidRequestError as refused:
            code = str(refused.code or "refused")[:40]
            return self._refund_of(provider_ref, amount) or RefundResult("", RefundStatus.FAILED, code)
        except stripe.StripeError:
            raise ProviderUnavailable from None
        return refund_result(made)

    def _refund_of(self, provider_ref: str, amount: Money) -> RefundResult | None:
        """The whole refund of a PaymentIntent that succeeded, or is under way; a part of it is somebody else's."""
        with in_our_words():
            found = self._stripe.refunds.list({"payment_intent": provider_ref, "limit": PAGE}).data
        results = (refund_result(refund) for refund in found if refund.amount == amount.amount_minor)
        return next((result for result in results if result.status is not RefundStatus.FAILED), None)

    def look_up_refund(self, refund_ref: str) -> RefundResult:
        """How far it is."""
        with in_our_words():
            return refund_result(self._stripe.refunds.retrieve(refund_ref))

    def taken_since(self, since: datetime) -> Iterator[Booking]:
        """Every PaymentIntent that succeeded."""
        with in_our_words():
            found = self._stripe.payment_intents.list({"created": {"gte": int(since.timestamp())}, "limit": PAGE})
            for intent in found.auto_paging_iter():
                if intent.status == "succeeded":
                    amount = Money(intent.amount_received, intent.currency.upper())
                    yield Booking(intent.id, amount, mark_of(intent, "order_number"), mark_of(intent, "partner_id"))

    def given_back_since(self, since: datetime) -> Iterator[Booking]:
        """Every refund that Stripe hasn't failed."""
        with in_our_words():
            found = self._stripe.refunds.list({"created": {"gte": int(since.timestamp())}, "limit": PAGE})
            for refund in found.auto_paging_iter():
                if refund.status not in {"failed", "canceled"}:
                    amount = Money(refund.amount, refund.currency.upper())
                    yield Booking(refund.id, amount, our_id=mark_of(refund, "refund_id"))

    def read_notification(self, body: bytes, signature: str) -> Notification:
        """Proves the signature over the raw body; without a secret, nothing is believed. Raises NotificationRefused."""
        return proved(body, signature, self._webhook_secret)

    def look_at(self, notification: Notification) -> Subject:
        """What it is about, fetched anew. Raises ProviderUnavailable."""
        with in_our_words():
            return subject_of(self._stripe, notification)
