"""Money: saved cards, the attempts to pay an order, refunds, and whom the provider knows a partner as."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, Column, Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.orders import PaymentMethod, PaymentStatus, RefundStatus
from actionpack_app.models.columns import instant, one_of

_DEFAULT = "is_default AND removed_at IS NULL"
_UNSETTLED = "status IN ('pending', 'needs_authentication')"
_UNDER_WAY = "status = 'pending'"


class ProviderCustomer(SQLModel, table=True):
    """What a payment provider calls a partner."""

    __tablename__ = "provider_customer"  # pyright: ignore[reportAssignmentType]

    partner_id: str = Field(primary_key=True, foreign_key="partner.id")
    provider: str = Field(primary_key=True, max_length=16)
    provider_ref: str = Field(max_length=64, unique=True)


class SavedCard(SQLModel, table=True):
    """A card that the payment provider keeps; we know how it looks and what it is called there."""

    __tablename__ = "saved_card"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "one_default_card",
            "partner_id",
            unique=True,
            sqlite_where=text(_DEFAULT),
            postgresql_where=text(_DEFAULT),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    provider: str = Field(max_length=16)
    provider_ref: str = Field(max_length=64, index=True)
    brand: str = Field(max_length=24)
    last4: str = Field(max_length=4)
    exp_month: int
    exp_year: int
    is_default: bool = Field(default=False, sa_column=Column(Boolean(), nullable=False, server_default=false()))
    """Whether the checkout proposes it first."""
    created_at: datetime = instant()
    removed_at: datetime | None = instant(nullable=True)

    @property
    def named(self) -> str:
        """Brand and last four digits, as notices and the activity keep them."""
        return f"{self.brand} {self.last4}"


class Payment(SQLModel, table=True):
    """One attempt to charge an order. Stored before the provider is called, under the key that makes the call safe to repeat."""

    __tablename__ = "payment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("order_id", "attempt", name="one_payment_per_attempt"),
        Index(
            "one_success_per_order",
            "order_id",
            unique=True,
            sqlite_where=text("status = 'succeeded'"),
            postgresql_where=text("status = 'succeeded'"),
        ),
        Index("unsettled_payments", "started_at", sqlite_where=text(_UNSETTLED), postgresql_where=text(_UNSETTLED)),
    )

    id: str = Field(primary_key=True, max_length=36)
    order_id: str = Field(foreign_key="purchase_order.id", index=True)
    attempt: int
    idempotency_key: str = Field(max_length=80, unique=True)
    automatic: bool = Field(default=False)
    """Whether the automatic renewal tried it, not a person."""
    provider: str = Field(max_length=16)
    provider_ref: str | None = Field(default=None, max_length=64, unique=True)
    method: PaymentMethod = one_of(PaymentMethod)
    card_id: str | None = Field(default=None, foreign_key="saved_card.id")
    status: PaymentStatus = one_of(PaymentStatus)
    amount_minor: int
    currency: str = Field(max_length=3)
    decline_code: str = Field(default="", max_length=40)
    created_by: str | None = Field(default=None, foreign_key="person.id")
    """Who clicked Buy; None where the product itself acted."""
    created_at: datetime = instant()
    """In the partner's own time, which stands still for sample partners."""
    started_at: datetime = instant()
    """By the machine's clock: how long an answer has been waited for."""
    settled_at: datetime | None = instant(nullable=True)
    received_minor: int = Field(default=0)
    """What of a transfer has arrived."""
    instructions: list[list[str]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    """Where a transfer that the provider matches goes: pairs of a field's key and its value."""
    disputed_at: datetime | None = instant(nullable=True)


class Refund(SQLModel, table=True):
    """One payment given back, whole. Stored before the provider is called, as a payment is."""

    __tablename__ = "refund"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("refunds_under_way", "started_at", sqlite_where=text(_UNDER_WAY), postgresql_where=text(_UNDER_WAY)),
        Index("refunds_by_status", "status", "created_at"),
    )

    id: str = Field(primary_key=True, max_length=36)
    payment_id: str = Field(foreign_key="payment.id", unique=True)
    order_id: str = Field(foreign_key="purchase_order.id", index=True)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    idempotency_key: str = Field(max_length=80, unique=True)
    provider: str = Field(max_length=16)
    provider_ref: str | None = Field(default=None, max_length=64, unique=True)
    status: RefundStatus = one_of(RefundStatus)
    amount_minor: int
    currency: str = Field(max_length=3)
    surplus: bool = Field(default=False)
    """Given back because nothing was owed any more, not because the desk cancelled."""
    failure_code: str = Field(default="", max_length=40)
    reference: str = Field(default="", max_length=64)
    """What finance wrote on the transfer with which it sent the money back."""
    requested_by: str | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = instant()
    started_at: datetime = instant()
    """By the machine's clock: when the provider was last asked for it, or about it."""
    settled_at: datetime | None = instant(nullable=True)
    assigned_to: str | None = Field(default=None, foreign_key="person.id")
    """Who of the desk looks after it."""
