"""Comparing the provider's payments and refunds with ours, both ways. Differences open cases; no money moves."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from dbos import DBOS

from actionpack_app.domain.reconciliation import Booking, Difference, Side, compare
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.services.cases.books import open_differences, our_payments, our_refunds, payments_under_way, refunds_under_way
from actionpack_app.workflows.durable import workflow

DAYS = 35
"""How far back the nightly comparison looks."""
MARGIN = timedelta(days=60)
"""The two sides date a booking by a moment of their own, and an answer can be late: a customer has 45 days to say where a
transfer's refund goes. One that stands at the edge of one side's books is in the other's all the same."""

ANSWERED_WITHIN = timedelta(hours=6)
"""A payment that is begun is settled within it; one that still isn't is a difference like any other."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reconciled:
    """What was compared, and what came of it."""

    payments: int
    refunds: int
    differences: tuple[Difference, ...]
    new_cases: int


def reconcile(days: int = DAYS) -> Reconciled:
    """Compares the last days' bookings. Raises ProviderUnavailable."""
    since = SystemClock().now() - timedelta(days=days)
    payments = _compare(Side.PAYMENTS, since, our_payments, _taken_since)
    refunds = _compare(Side.REFUNDS, since, our_refunds, _given_back_since)
    differences = (*payments[1], *refunds[1])
    return Reconciled(payments[0], refunds[0], differences, open_differences(differences))


def _taken_since(since: datetime) -> Iterator[Booking]:
    """The provider's payments but for those whose answer is on its way to us, as at nine in the morning somewhere."""
    provider = get_payments()
    found = list(provider.taken_since(since))
    under_way = payments_under_way(provider.name, SystemClock().now() - ANSWERED_WITHIN)
    return (booking for booking in found if booking.ref not in under_way)


def _given_back_since(since: datetime) -> Iterator[Booking]:
    """The provider's refunds but for those that it is about to tell us of."""
    provider = get_payments()
    found = list(provider.given_back_since(since))
    under_way = refunds_under_way(provider.name)
    return (booking for booking in found if booking.our_id not in under_way)


def _compare(
    side: Side,
    since: datetime,
    ours: Callable[[str, datetime], list[Booking]],
    theirs: Callable[[datetime], Iterator[Booking]],
) -> tuple[int, tuple[Difference, ...]]:
    """Each side's bookings since an instant; what seems to differ is looked for a little beyond it on both sides."""
    name = get_payments().name
    own = ours(name, since)
    near = compare(side, own, theirs(since))
    if not near:
        return len(own), ()
    wider = {difference.about for difference in compare(side, ours(name, since - MARGIN), theirs(since - MARGIN))}
    return len(own), tuple(difference for difference in near if difference.about in wider)


@workflow("reconcile")
def reconcile_nightly() -> int:
    """The night's comparison; its id is the date, so that of many processes one does it."""
    return _reconcile()


@DBOS.step(name="compare", retries_allowed=True, max_attempts=8, interval_seconds=60)
def _reconcile() -> int:
    return reconcile().new_cases
