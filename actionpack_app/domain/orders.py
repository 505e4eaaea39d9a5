"""The life of an order and of a payment, as states that a database constraint can name."""

import enum


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


class PaymentStatus(enum.StrEnum):
    """What is known of one attempt to charge."""

    PENDING = "pending"
    """Stored before the provider was called; its outcome must be looked up if it is found again."""
    NEEDS_AUTHENTICATION = "needs_authentication"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUNDED = "refunded"
