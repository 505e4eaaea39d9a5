"""Automatic renewals while the payment provider can't be reached: nobody refused anything, so nobody is told so."""

from collections.abc import Callable
from typing import Any

import pytest

from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.models import Notice, Order
from actionpack_app.workflows import collect
from actionpack_app.workflows.clock import jump
from tests.integration.companies import Company
from tests.integration.desk import carried
from tests.integration.rows import of
from tests.integration.shopping import ledger


@pytest.fixture
def contoso(sample: Callable[[str], Company], monkeypatch: pytest.MonkeyPatch) -> Company:
    """A day before its anniversary; who asks again doesn't wait for long."""
    for name in ("FIRST_TRY_SECONDS", "LONGEST_TRY_SECONDS", "FIRST_PAUSE_SECONDS", "LONGEST_PAUSE_SECONDS"):
        monkeypatch.setattr(collect, name, 0.05)
    made = sample("contoso")
    jump(made.id, "expiry")
    return made


def breaks(monkeypatch: pytest.MonkeyPatch, call: str, times: int, *, after: bool = False) -> list[int]:
    """The provider's first calls of a kind have no answer: before anything is done, or `after` it was."""
    real: Any = getattr(SandboxPayments, call)
    tried: list[int] = []

    def flaky(self: SandboxPayments, *args: Any, **kwargs: Any) -> Any:
        tried.append(1)
        if len(tried) > times:
            return real(self, *args, **kwargs)
        if after:
            real(self, *args, **kwargs)
        raise ProviderUnavailable

    monkeypatch.setattr(SandboxPayments, call, flaky)
    return tried


def renewed(who: Company) -> Order:
    """The newest order, once whoever collects is done."""
    order = max(of(Order, who), key=lambda row: (row.created_at, row.number))
    carried(f"collect:{order.id}")
    return next(row for row in of(Order, who) if row.id == order.id)


@pytest.mark.parametrize(("call", "after"), [("register", False), ("register", True), ("charge", False), ("charge", True)])
def test_it_is_charged_once_as_soon_as_the_provider_answers(
    contoso: Company, monkeypatch: pytest.MonkeyPatch, call: str, *, after: bool
) -> None:
    before = len(ledger())
    tried = breaks(monkeypatch, call, 3, after=after)
    jump(contoso.id, "anniversary")
    order = renewed(contoso)
    assert tried
    assert (order.status, order.attempt) == (OrderStatus.PAID, 1)
    assert len([row for row in ledger()[before:] if row["outcome"] == "succeeded"]) == 1
    assert "charge_failed" not in {row.kind for row in of(Notice, contoso)}


def test_after_hours_without_an_answer_the_attempt_has_failed_and_the_schedule_goes_on(
    contoso: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "TRIES", 2)
    tried = breaks(monkeypatch, "register", 3)
    jump(contoso.id, "anniversary")
    order = renewed(contoso)
    assert len(tried) == 3
    assert (order.status, order.decline_code) == (OrderStatus.DRAFT, "provider_unavailable")
    assert "charge_failed" in {row.kind for row in of(Notice, contoso)}
    jump(contoso.id, "3d")
    order = renewed(contoso)
    assert (order.status, order.attempt) == (OrderStatus.PAID, 2)
