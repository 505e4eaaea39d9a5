"""What the comparison of the books makes of bookings that are odd: a stranger's, a late one, one on its way."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from actionpack_app.domain.orders import RefundStatus
from actionpack_app.gateways.clock import StandingClock, SystemClock
from actionpack_app.models import Case, Refund
from actionpack_app.services.refunds import give_back
from actionpack_app.workflows import desk
from actionpack_app.workflows import reconcile as comparison
from actionpack_app.workflows.reconcile import reconcile
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance
from tests.integration.rows import all_of, of
from tests.integration.shopping import bought
from tests.integration.stripe import OLD_WAY, Stripe, customer, settled

pytestmark = OLD_WAY

STRANGERS = (
    {"partner_id": "of-another-server"},
    {"partner_id": "x" * 300},
    {"order_number": "ORDER-OF-ANOTHER-PRODUCT-1"},
)


def paid_elsewhere(stripe: Stripe, company: Company, currency: str = "usd", marks: dict[str, str] | None = None) -> str:
    """A payment at the same account that isn't ours, with its owner's metadata. Returns its id."""
    bought(company, stripe.saved(company))
    card = next(one for one in stripe.peer.ledger()["payment_methods"] if one["customer"] == customer(company))
    sent = {
        "amount": "999",
        "currency": currency,
        "customer": customer(company),
        "confirm": "true",
        "payment_method": card["id"],
        "payment_method_types[0]": "card",
        **{f"metadata[{name}]": value for name, value in (marks or {}).items()},
    }
    status, made = stripe.peer.call(
        "POST",
        "/v1/payment_intents",
        urlencode(sent),
        {
            "Authorization": f"Bearer {stripe.peer.secret_key}",
            "Idempotency-Key": "elsewhere:1",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert status == 200
    return str(made["id"])


@pytest.mark.parametrize("marks", STRANGERS, ids="-".join)
def test_a_strangers_payment_is_one_case_whatever_it_says_of_itself(
    stripe: Stripe, fabrikam: Company, marks: dict[str, str]
) -> None:
    ref = paid_elsewhere(stripe, fabrikam, marks=marks)
    assert reconcile().new_cases == 1
    (case,) = all_of(Case)
    assert (case.provider_ref, case.partner_id, case.order_number) == (ref, None, "")


def test_a_payment_in_a_currency_that_we_dont_sell_in_is_a_case(stripe: Stripe, fabrikam: Company) -> None:
    ref = paid_elsewhere(stripe, fabrikam, "brl")
    assert [(found.ref, str(found.theirs and found.theirs.currency)) for found in reconcile().differences] == [(ref, "BRL")]


@pytest.mark.parametrize("days", [0, 5, 44])
def test_a_refund_that_is_heard_of_late_is_no_difference(
    stripe: Stripe, fabrikam: Company, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    bought(fabrikam, stripe.saved(fabrikam))
    now = SystemClock().now()
    stripe.peer.pause("refunds.create", "after")
    desk.refund(finance(), asks_to_cancel(fabrikam))
    stripe.peer.waiting()
    monkeypatch.setattr(give_back, "SystemClock", lambda: StandingClock(now + timedelta(days=days)))
    stripe.peer.resume()
    settled()
    assert [row.status for row in of(Refund, fabrikam)] == [RefundStatus.SUCCEEDED]
    assert reconcile().differences == ()
    for day in range(30, 90, 2):
        later = StandingClock(now + timedelta(days=day))
        monkeypatch.setattr(comparison, "SystemClock", lambda later=later: later)
        assert reconcile().differences == (), day


def test_a_refund_that_is_on_its_way_is_no_difference(stripe: Stripe, fabrikam: Company) -> None:
    bought(fabrikam, stripe.saved(fabrikam))
    stripe.peer.pause("refunds.create", "after")
    desk.refund(finance(), asks_to_cancel(fabrikam))
    stripe.peer.waiting()
    found = reconcile()
    stripe.peer.resume()
    settled()
    assert found.differences == ()
    assert reconcile().differences == ()
