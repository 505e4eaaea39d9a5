"""What a partner shows to prove a bank transfer."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.orders import ProofStatus
from actionpack_app.models.columns import instant, one_of

_WAITING = "status = 'waiting'"


class PaymentProof(SQLModel, table=True):
    """A document and what it says; finance accepts or rejects it."""

    __tablename__ = "payment_proof"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("one_waiting_proof", "order_id", unique=True, sqlite_where=text(_WAITING), postgresql_where=text(_WAITING)),
    )

    id: str = Field(primary_key=True, max_length=36)
    order_id: str = Field(foreign_key="purchase_order.id", index=True)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    attachment_id: str = Field(foreign_key="attachment.id", unique=True)
    uploaded_by: str = Field(foreign_key="person.id")
    paid_on: date
    paid_to: str = Field(max_length=64)
    """The account to which the partner says it sent the money."""
    reference: str = Field(max_length=64)
    status: ProofStatus = one_of(ProofStatus)
    reason: str = Field(default="", max_length=500)
    """Why finance rejected it, as the partner reads it."""
    created_at: datetime = instant()
    decided_at: datetime | None = instant(nullable=True)
    decided_by: str | None = Field(default=None, foreign_key="person.id")
