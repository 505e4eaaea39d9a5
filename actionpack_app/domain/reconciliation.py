"""Comparing the provider's books with ours, both ways. A difference is told, never mended: a person decides."""

import dataclasses
import enum
from collections.abc import Iterable

from actionpack_app.domain.money import Money


class CaseKind(enum.StrEnum):
    """What a person at the desk has to settle."""

    NOT_IN_OUR_BOOKS = "not_in_our_books"
    """The provider took money that no paid order of ours accounts for."""
    NOT_AT_PROVIDER = "not_at_provider"
    """We count a payment as received that the provider doesn't."""
    AMOUNT_DIFFERS = "amount_differs"
    REFUND_NOT_IN_OUR_BOOKS = "refund_not_in_our_books"
    REFUND_NOT_AT_PROVIDER = "refund_not_at_provider"
    REFUND_AMOUNT_DIFFERS = "refund_amount_differs"
    DISPUTE = "dispute"
    """The cardholder asked the bank for the money back."""
    OVERPAID = "overpaid"
    """More was transferred than the order costs; the rest lies with the provider."""


class Side(enum.StrEnum):
    """Which of the two books is compared."""

    PAYMENTS = "payments"
    REFUNDS = "refunds"


@dataclasses.dataclass(frozen=True, slots=True)
class Booking:
    """One completed movement of money, as one side's books have it."""

    ref: str
    """The provider's reference, by which both sides know it."""
    amount: Money
    order_number: str = ""
    partner_id: str = ""
    our_id: str = dataclasses.field(default="", compare=False)
    """Our own id of a refund, as we marked the provider's record with it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """What the two books don't agree on."""

    kind: CaseKind
    ref: str
    order_number: str
    partner_id: str
    ours: Money | None
    theirs: Money | None

    @property
    def about(self) -> str:
        """The business fact: the same difference, found again, is the same case."""
        return f"{self.kind}:{self.ref}"


_KINDS = {
    Side.PAYMENTS: (CaseKind.NOT_IN_OUR_BOOKS, CaseKind.NOT_AT_PROVIDER, CaseKind.AMOUNT_DIFFERS),
    Side.REFUNDS: (
        CaseKind.REFUND_NOT_IN_OUR_BOOKS,
        CaseKind.REFUND_NOT_AT_PROVIDER,
        CaseKind.REFUND_AMOUNT_DIFFERS,
    ),
}


def compare(side: Side, ours: Iterable[Booking], theirs: Iterable[Booking]) -> tuple[Difference, ...]:
    """Every booking that only one side has, or that both have with another amount; in the order of the references."""
    missing_here, missing_there, differs = _KINDS[side]
    mine, their = {booking.ref: booking for booking in ours}, {booking.ref: booking for booking in theirs}
    found: list[Difference] = []
    for ref in sorted(mine.keys() | their.keys()):
        own, other = mine.get(ref), their.get(ref)
        if own is None and other is not None:
            found.append(Difference(missing_here, ref, other.order_number, other.partner_id, None, other.amount))
        elif own is not None and other is None:
            found.append(Difference(missing_there, ref, own.order_number, own.partner_id, own.amount, None))
        elif own is not None and other is not None and own.amount != other.amount:
            found.append(Difference(differs, ref, own.order_number, own.partner_id, own.amount, other.amount))
    return tuple(found)
