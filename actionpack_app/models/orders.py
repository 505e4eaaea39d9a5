"""Orders. While one is a draft, it keeps what the partner typed in the dialog."""

from datetime import date, datetime

from sqlalchemy import Boolean, Column, Index, String, false, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.models.columns import instant, one_of

_OPEN = "status IN ('draft', 'processing', 'awaiting_payment', 'proof_in_review')"
_WAITING = "status IN ('awaiting_payment', 'proof_in_review')"


class Order(SQLModel, table=True):
    """One purchase or renewal. While it is a draft, it keeps what the partner typed in the dialog."""

    __tablename__ = "purchase_order"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "one_open_order_per_offer",
            "partner_id",
            "offer",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index(
            "one_paid_order_per_term",
            "subscription_id",
            "term_number",
            unique=True,
            sqlite_where=text("status = 'paid'"),
            postgresql_where=text("status = 'paid'"),
        ),
        Index("waiting_transfers", "last_day", sqlite_where=text(_WAITING), postgresql_where=text(_WAITING)),
    )

    id: str = Field(primary_key=True, max_length=36)
    number: str = Field(max_length=20, unique=True)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    offer: Offer = one_of(Offer)
    subscription_id: str | None = Field(default=None, foreign_key="subscription.id", index=True)
    """The subscription that it renews, or started once it was paid."""
    term_number: int
    start: date
    expiry: date
    upgrade: bool = Field(default=False)
    status: OrderStatus = one_of(OrderStatus)
    currency: str = Field(max_length=3)
    net_minor: int
    tax_minor: int
    total_minor: int
    tax_percent: str = Field(max_length=8)
    reverse_charge: bool = Field(default=False)
    vat_id: str = Field(default="", sa_column=Column(String(32), nullable=False, server_default=text("''")))
    """The VAT ID that the reverse charge rests on, which the invoice prints; empty without reverse charge."""
    step: str = Field(default="method", max_length=16)
    """Where the dialog stands, so that another browser comes back to it."""
    method: PaymentMethod | None = one_of(PaymentMethod, nullable=True)
    card_id: str | None = Field(default=None, foreign_key="saved_card.id")
    contact_name: str = Field(default="", max_length=200)
    contact_phone: str = Field(default="", max_length=64)
    contact_email: str = Field(default="", max_length=254)
    po_number: str = Field(default="", max_length=64)
    approval_message: str | None = Field(default=None, max_length=500)
    """To those who are asked to approve it, while it is typed; a request keeps its own."""
    attempt: int = Field(default=0)
    """How many charges were tried."""
    decline_code: str = Field(default="", max_length=40)
    """Why the last charge was refused; empty when none was."""
    in_pmc: bool = Field(default=False, sa_column=Column(Boolean(), nullable=False, server_default=false()))
    """Whether it is placed in the Partner Membership Center; a partner that is moved takes its open order along."""
    created_at: datetime = instant()
    created_by: str | None = Field(default=None, foreign_key="person.id")
    placed_at: datetime | None = instant(nullable=True)
    last_day: date | None = None
    """The last day, inclusive, of an order by bank transfer."""
    paid_at: datetime | None = instant(nullable=True)
    closed_at: datetime | None = instant(nullable=True)
    assigned_to: str | None = Field(default=None, foreign_key="person.id")
    """Who of the desk looks after it."""
