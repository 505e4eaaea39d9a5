"""Automatic renewals, counted by what came of them, once that is committed."""

from typing import Literal

from sqlalchemy import event
from sqlmodel import Session

from actionpack_app.metrics import RENEWALS

Outcome = Literal["paid", "failed", "awaiting_transfer", "skipped"]


def count_renewal(session: Session, outcome: Outcome) -> None:
    """Counts one when the transaction is committed; what is rolled back never happened."""

    def count(_session: Session) -> None:
        RENEWALS.labels(outcome).inc()

    event.listen(session, "after_commit", count, once=True)
