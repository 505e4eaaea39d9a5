"""Orders that a second admin was asked to approve."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.models.columns import instant, one_of

_LIVE = "status IN ('requested', 'approved')"


class Approval(SQLModel, table=True):
    """One request, for one order at one price, and what was said to it."""

    __tablename__ = "approval"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> requested_by", name="nobody_approves_their_own"),
        CheckConstraint("decided_by IS NOT NULL OR status NOT IN ('approved', 'declined')", name="a_verdict_has_somebody"),
        CheckConstraint("(status = 'requested') = (closed_at IS NULL)", name="a_request_is_open_until_closed"),
        Index("one_live_approval_per_order", "order_id", unique=True, sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
        Index("approvals_of_a_company", "partner_id", "requested_at", "id"),
    )

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id")
    order_id: str = Field(foreign_key="purchase_order.id", index=True)
    status: ApprovalStatus = one_of(ApprovalStatus)
    total_minor: int
    currency: str = Field(max_length=3)
    subscription_id: str | None = Field(default=None, foreign_key="subscription.id")
    """What the order renewed when somebody asked; None for a purchase, which has no dates before it is paid."""
    start: date | None = None
    expiry: date | None = None
    upgrade: bool = Field(default=False)
    message: str = Field(default="", max_length=500)
    requested_by: str = Field(foreign_key="person.id")
    requested_at: datetime = instant()
    last_day: date
    """Of the request and of its approval, inclusive; in the company's time zone."""
    decided_by: str | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=500)
    """Why it was declined."""
    closed_at: datetime | None = instant(nullable=True)
    """When it was decided, taken back, or found to be over."""
