"""What lies about unfinished: intents that were stored, and whose process died before anybody was asked."""

import dataclasses
from datetime import datetime, timedelta

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.rights import the_product
from actionpack_app.gateways.clock import StandingClock, SystemClock, clock_of
from actionpack_app.models import Order, Partner, Payment, Refund
from actionpack_app.repositories.payments import Payments
from actionpack_app.repositories.running import Work


@dataclasses.dataclass(frozen=True, slots=True)
class Lying:
    """One intent that nobody may be at work on."""

    partner_id: str
    person_id: str
    stands_at: str
    """Where a sample partner's clock stands; empty for the machine's."""
    order_id: str
    order_number: str
    attempt: int
    id: str
    """Of the payment, or of the refund."""
    since: datetime

    @property
    def errand(self) -> list[str]:
        """On whose behalf it is carried on."""
        return [self.partner_id, self.person_id, self.stands_at]


@dataclasses.dataclass(frozen=True, slots=True)
class Unfinished:
    """All that lies about."""

    payments: tuple[Lying, ...]
    transfers: tuple[Lying, ...]
    ended_transfers: tuple[Lying, ...]
    refunds: tuple[Lying, ...]


REFUND_LOOKED_AT_EVERY = timedelta(minutes=10)
"""The provider tells of a refund by itself; this is for what it forgets to tell."""


def lying_about(before: datetime) -> Unfinished:
    """Intents older than an instant whose outcome isn't known."""
    with reading() as session:
        work = Work(session)
        payments, transfers = work.unanswered(before), work.unregistered_transfers(before)
        ended, refunds = work.ended_transfers(), work.refunds_under_way(before, before - REFUND_LOOKED_AT_EVERY)
        return Unfinished(
            payments=_lying(session, payments),
            transfers=_lying(session, transfers),
            ended_transfers=_lying(session, ended),
            refunds=tuple(_returning(session, refund) for refund in refunds),
        )


def awaiting_banks(before: datetime) -> tuple[Lying, ...]:
    """Payments whose cardholder was asked by the bank before an instant, and of which nobody has told us since."""
    with reading() as session:
        return _lying(session, Work(session).awaiting_banks(before))


def unanswered_for(a_while: timedelta, partner_id: str) -> tuple[Lying, ...]:
    """Payments of a sample partner that nobody has confirmed to the bank for so long, by the partner's own clock."""
    with reading() as session:
        now = clock_of(session.get_one(Partner, partner_id).clock_at).now()
        found = Work(session).awaiting_banks_of(partner_id)
        return _lying(session, [(payment, order) for payment, order in found if payment.created_at <= now - a_while])


def note_picked_up(payment_id: str, partner_id: str) -> None:
    """Somebody is at work on an intent again: it is given its time before it is looked at once more."""
    with transaction() as session:
        Payments(session, the_product(partner_id)).get(payment_id).started_at = SystemClock().now()


def on_behalf_of(partner_id: str, person_id: str = "") -> list[str]:
    """An errand for a partner, in its own time; for an operator's decision, or for nobody's."""
    with reading() as session:
        return [partner_id, person_id, _stands(session.get_one(Partner, partner_id))]


def _stands(partner: Partner) -> str:
    clock = clock_of(partner.clock_at)
    return clock.now().isoformat() if isinstance(clock, StandingClock) else ""


def _lying(session: Session, rows: list[tuple[Payment, Order]]) -> tuple[Lying, ...]:
    return tuple(
        Lying(
            partner_id=order.partner_id,
            person_id=payment.created_by or "",
            stands_at=_stands(session.get_one(Partner, order.partner_id)),
            order_id=order.id,
            order_number=order.number,
            attempt=payment.attempt,
            id=payment.id,
            since=payment.started_at,
        )
        for payment, order in rows
    )


def _returning(session: Session, refund: Refund) -> Lying:
    stands = _stands(session.get_one(Partner, refund.partner_id))
    return Lying(refund.partner_id, refund.requested_by or "", stands, refund.order_id, "", 0, refund.id, refund.started_at)
