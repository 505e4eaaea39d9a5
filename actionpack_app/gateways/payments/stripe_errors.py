"""Stripe's errors, put into the domain's words. This module owns that decision.

What Stripe raises                      what it means here
CardError                               DECLINED, with the decline code that chooses the advice; the payment stays open
                                        with Stripe until it is cancelled
InvalidRequestError of a charge         not an answer: the payment has moved on, look it up
InvalidRequestError, otherwise          ProviderUnavailable for people; our request was wrong, which the log says
RateLimitError, idempotency in use      ProviderUnavailable: refused before anything was done
AuthenticationError, PermissionError    ProviderUnavailable for people; a key is wrong, which the log says
APIConnectionError, 5xx                 unknown where money may have moved (`charge`), else ProviderUnavailable
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from actionpack_app.domain.errors import CardDeclined, NotFound, ProviderUnavailable
from actionpack_app.logs import log

REFUSED_KEY = (stripe.AuthenticationError, stripe.PermissionError)
AUTHENTICATION_FAILED = "payment_intent_authentication_failure"


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raises CardDeclined, NotFound or ProviderUnavailable for what Stripe raises; its texts go nowhere."""
    try:
        yield
    except stripe.CardError as refused:
        raise CardDeclined(decline_code_of(refused)) from None
    except stripe.InvalidRequestError as wrong:
        param: Any = wrong.param
        if wrong.code == "resource_missing" or param == "payment_method":  # a detached card has no code of its own
            raise NotFound("at Stripe") from None
        log.error("stripe refused a request of ours", code=str(wrong.code), param=str(param), request=request_of(wrong))
        raise ProviderUnavailable from None
    except stripe.StripeError as failed:
        _note(failed)
        raise ProviderUnavailable from None


def decline_code_of(refused: stripe.CardError) -> str:
    """The code that chooses the advice: the bank's where Stripe tells it, else Stripe's own."""
    error: Any = refused.error
    return decline_code(told(error, "decline_code") if error is not None else "", str(refused.code or ""))


def decline_code(from_bank: str, from_stripe: str) -> str:
    """One of the codes that `messages.explain.explain_decline` knows, or the one that is there."""
    if from_stripe in {AUTHENTICATION_FAILED, "setup_intent_authentication_failure"}:
        return "authentication_failed"
    if from_stripe in {"authentication_required", "expired_card", "incorrect_cvc", "incorrect_number", "invalid_cvc"}:
        return from_stripe
    code = from_bank or from_stripe or "card_declined"
    return "card_declined" if code in {"generic_decline", "do_not_honor"} else code[:40]


def request_of(failed: stripe.StripeError) -> str:
    """Stripe's own number of the request, with which its support finds it."""
    return str(failed.request_id or "")


def told(thing: Any, name: str) -> str:
    """A field of Stripe's as text; empty where it is null, or not there at all."""
    value = thing[name] if name in thing else None  # noqa: SIM401 (Stripe's objects aren't mappings)
    return str(value) if value is not None else ""


def _note(failed: stripe.StripeError) -> None:
    kind = type(failed).__name__
    if isinstance(failed, REFUSED_KEY):
        log.error("stripe refused our key: check STRIPE_SECRET_KEY", kind=kind, request=request_of(failed))
    else:
        log.warning("stripe is unavailable", kind=kind, status=failed.http_status, request=request_of(failed))
