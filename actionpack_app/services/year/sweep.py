"""Finding what is due across all companies, by index, and claiming it for whoever carries it."""

import dataclasses
from datetime import datetime, timedelta

from actionpack_app.db import alone, reading, transaction
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.repositories.year import DueSubscriptions

BATCH = 50
LEASE = timedelta(minutes=10)
"""How long a claimed subscription is left to whoever claimed it. After that it is due again: a claim can't be lost."""


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """Claimed subscriptions, as pairs of partner and subscription."""

    rows: tuple[tuple[str, str], ...]
    fact: str
    """What makes this batch this one: its first subscription, how many, and until when they are claimed."""


def claim_due(limit: int = BATCH) -> Batch:
    """The subscriptions that have been due for longest; empty when nothing is."""
    now = SystemClock().now()
    with transaction() as session:
        found = DueSubscriptions(session).claim(now, now + LEASE, limit)
    if not found:
        return Batch((), "")
    rows = tuple((row.partner_id, row.id) for row in found)
    return Batch(rows, f"{rows[0][1]}:{len(rows)}:{now.isoformat()}")


def is_planned_later(subscription_id: str, now: datetime) -> bool:
    """Whether a subscription's next thing is known to fall due later; not so where a test clock decides."""
    with alone() as session:
        planned = DueSubscriptions(session).planned_for(subscription_id)
    return planned is not None and planned > now


def backlog() -> int:
    """How many subscriptions are due and not claimed."""
    with reading() as session:
        return DueSubscriptions(session).backlog(SystemClock().now())
