"""The life of an order and of a payment, as states that a database constraint can name."""

import dataclasses
import enum

from actionpack_app.domain.money import Money


class OrderStatus(enum.StrEnum):
    """draft → processing → paid, or back to draft; by transfer awaiting payment → proof in review → paid, or back."""

    DRAFT = "draft"
    PROCESSING = "processing"
    AWAITING_PAYMENT = "awaiting_payment"
    PROOF_IN_REVIEW = "proof_in_review"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


OPEN_STATUSES = frozenset({OrderStatus.DRAFT, OrderStatus.PROCESSING, OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW})
TRANSFER_OPEN = frozenset({OrderStatus.AWAITING_PAYMENT, OrderStatus.PROOF_IN_REVIEW})


class PaymentMethod(enum.StrEnum):
    """How an order is paid."""

    CARD = "card"
    TRANSFER = "transfer"


class TermFrom(enum.StrEnum):
    """What the term of an order rests on."""

    DATES = "dates"
    """Its dates stand: those of a renewal, of what is paid, or of a purchase by card, which is paid at once."""
    PAYMENT = "payment"
    """It begins on the day that the transfer is received, which nobody knows yet."""
    NOTHING = "nothing"
    """It was never paid, and won't be."""


def term_from(status: OrderStatus, method: PaymentMethod | None, *, renews: bool) -> TermFrom:
    """A purchase starts on the day it is paid (product, § 2): one by transfer has no dates before."""
    if renews or method is not PaymentMethod.TRANSFER or status in {OrderStatus.PAID, OrderStatus.REFUNDED}:
        return TermFrom.DATES
    return TermFrom.NOTHING if status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED} else TermFrom.PAYMENT


@dataclasses.dataclass(frozen=True, slots=True)
class Contact:
    """Whom finance asks about an order by bank transfer; an order that a renewal made by itself may know no phone number."""

    name: str = ""
    phone: str = ""
    email: str = ""


NO_CONTACT = Contact()


class PaymentStatus(enum.StrEnum):
    """What is known of one attempt to charge."""

    PENDING = "pending"
    """Stored before the provider was called; its outcome must be looked up if it is found again."""
    NEEDS_AUTHENTICATION = "needs_authentication"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUNDED = "refunded"
    """Given back, or on its way: a refund stands beside it that tells how far."""


PROVIDER_UNAVAILABLE = "provider_unavailable"
"""Decline code of an attempt that charged nothing because the provider couldn't be reached."""
GIVEN_UP = "given_up"
"""Decline code of an attempt that the partner left before confirming it to the bank."""


NEEDS_PARTNER = frozenset(
    {"authentication_required", "expired_card", "lost_card", "stolen_card", "pickup_card", "card_not_found"}
)
"""Decline codes that trying the same card again can't mend: the partner confirms to the bank, or uses another card."""


TOO_LATE = "too_late"
"""Decline code of an automatic charge that came after the renewal window: it was never asked for."""


class RefundStatus(enum.StrEnum):
    """How far a refund is."""

    PENDING = "pending"
    """Stored before the provider was asked, or asked and not settled."""
    BY_HAND = "by_hand"
    """A transfer: finance sends the money back and records it."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    """The provider couldn't give it back: finance sends it by transfer and records it."""


@dataclasses.dataclass(frozen=True, slots=True)
class RefundLine:
    """Money that goes back, or went back, as pages tell of it."""

    status: RefundStatus
    amount: Money


class ProofStatus(enum.StrEnum):
    """What finance said of a payment proof."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
