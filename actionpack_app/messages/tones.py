"""How urgent a state looks, as a badge's tone; its name says the same in words."""

from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.orders import OrderStatus, ProofStatus, RefundStatus
from actionpack_app.domain.status import Status

TONE_OF_REFUND = {
    RefundStatus.PENDING: "info",
    RefundStatus.BY_HAND: "warn",
    RefundStatus.SUCCEEDED: "ok",
    RefundStatus.FAILED: "danger",
}
"""How urgent a refund looks at the desk."""

TONE_OF_PROOF = {ProofStatus.WAITING: "info", ProofStatus.ACCEPTED: "ok", ProofStatus.REJECTED: "danger"}
"""How a payment proof looks."""

TONE_OF_STATUS = {
    Status.CANCELLED: "neutral",
    Status.EXPIRING_SOON: "warn",
    Status.ACTIVE: "ok",
    Status.AWAITING_PAYMENT: "info",
    Status.RENEWING: "info",
    Status.PAYMENT_DUE: "danger",
    Status.RENEWABLE: "warn",
    Status.LAPSED: "neutral",
}
"""How urgent a status looks; its name says the same."""

TONE_OF_COMPETENCY = {
    CompetencyState.STARTED: "neutral",
    CompetencyState.QUALIFIED: "info",
    CompetencyState.ACTIVE: "ok",
    CompetencyState.AT_RISK: "danger",
}
"""How a competency's state looks."""

TONE_OF_ORDER = {
    OrderStatus.DRAFT: "neutral",
    OrderStatus.PROCESSING: "info",
    OrderStatus.AWAITING_PAYMENT: "info",
    OrderStatus.PROOF_IN_REVIEW: "info",
    OrderStatus.PAID: "ok",
    OrderStatus.EXPIRED: "neutral",
    OrderStatus.CANCELLED: "neutral",
    OrderStatus.REFUNDED: "neutral",
}
"""How an order's status looks."""
