"""Our side of a reconciliation, and the cases that come of it."""

from datetime import datetime

from actionpack_app.db import reading, transaction
from actionpack_app.domain.money import Money
from actionpack_app.domain.reconciliation import Booking, Difference
from actionpack_app.repositories.running import Work
from actionpack_app.services.cases.open_case import open_difference


def our_payments(provider: str, since: datetime) -> list[Booking]:
    """What we count as received through a provider since an instant."""
    with reading() as session:
        return [
            Booking(
                payment.provider_ref or payment.id, Money(payment.amount_minor, payment.currency), order.number, order.partner_id
            )
            for payment, order in Work(session).settled_payments(provider, since)
        ]


def payments_under_way(provider: str, since: datetime) -> frozenset[str]:
    """The provider's references of our payments that it may have taken already, while its answer is on its way to us."""
    with reading() as session:
        return Work(session).payments_being_settled(provider, since)


def our_refunds(provider: str, since: datetime) -> list[Booking]:
    """What we count as given back through a provider since an instant."""
    with reading() as session:
        return [
            Booking(refund.provider_ref or refund.id, Money(refund.amount_minor, refund.currency), order.number, order.partner_id)
            for refund, order in Work(session).settled_refunds(provider, since)
        ]


def refunds_under_way(provider: str) -> frozenset[str]:
    """Ids of our refunds that the provider may have in its books already, and we not yet in ours."""
    with reading() as session:
        return Work(session).refunds_without_name(provider)


def open_differences(found: tuple[Difference, ...]) -> int:
    """Opens a case for each; tells how many are new."""
    with transaction() as session:
        return sum(open_difference(session, difference) for difference in found)
