"""Every call of a payment provider, timed and traced, whichever provider it is."""

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from actionpack_app.domain.errors import ActionPackError, ProviderUnavailable
from actionpack_app.gateways.payments import ChargeResult, Outcome
from actionpack_app.metrics import PROVIDER_SECONDS
from actionpack_app.traces import span

CALLS = (
    "check",
    "register_customer",
    "begin_card",
    "save_card",
    "forget_card",
    "register",
    "charge",
    "look_up",
    "cancel",
    "challenge",
    "expect_transfer",
    "look_up_transfer",
    "unspent",
    "refund",
    "look_up_refund",
    "look_at",
)
"""What asks the provider; lists for reconciliation are read page by page, and not timed."""
_OUTCOMES = {Outcome.DECLINED: "refused", Outcome.UNKNOWN: "unknown"}

Provider = TypeVar("Provider", bound=type)


def measured(provider: Provider) -> Provider:
    """A class of a provider, with its calls measured."""
    for name in CALLS:
        setattr(provider, name, _measured(name, cast("Callable[..., Any]", getattr(provider, name))))
    return provider


def _measured(operation: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def timed(*args: Any, **kwargs: Any) -> Any:
        begun, outcome = time.perf_counter(), "error"
        try:
            with span(f"provider {operation}"):
                result = call(*args, **kwargs)
            outcome = _OUTCOMES.get(result.outcome, "ok") if isinstance(result, ChargeResult) else "ok"
        except ProviderUnavailable:
            outcome = "unavailable"
            raise
        except ActionPackError:
            outcome = "refused"
            raise
        else:
            return result
        finally:
            PROVIDER_SECONDS.labels(operation, outcome).observe(time.perf_counter() - begun)

    return timed
