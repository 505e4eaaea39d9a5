"""Invoices, the credit notes that correct them, and the counters that number documents without gaps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from actionpack_app.domain.offers import Offer
from actionpack_app.models.columns import instant, one_of


class Counter(SQLModel, table=True):
    """The last number given in a series and year; raised in the transaction that uses the number."""

    __tablename__ = "counter"  # pyright: ignore[reportAssignmentType]

    series: str = Field(primary_key=True, max_length=40)
    year: int = Field(primary_key=True)
    last: int


class Invoice(SQLModel, table=True):
    """An issued invoice. It never changes: `snapshot` holds everything that is printed on it."""

    __tablename__ = "invoice"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("invoices_of_a_company", "partner_id", "issued_on", "number"),
        Index("invoices_of_a_company_by_offer", "partner_id", "offer", "issued_on", "number"),
    )

    number: str = Field(primary_key=True, max_length=24)
    partner_id: str = Field(foreign_key="partner.id")
    order_id: str = Field(foreign_key="purchase_order.id", unique=True)
    subscription_id: str = Field(foreign_key="subscription.id", index=True)
    offer: Offer = one_of(Offer)
    issued_on: date
    issued_at: datetime = instant()
    currency: str = Field(max_length=3)
    net_minor: int
    tax_minor: int
    total_minor: int
    snapshot: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class CreditNote(SQLModel, table=True):
    """Takes an invoice back, whole. It never changes either."""

    __tablename__ = "credit_note"  # pyright: ignore[reportAssignmentType]

    number: str = Field(primary_key=True, max_length=24)
    invoice_number: str = Field(foreign_key="invoice.number", unique=True)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    order_id: str = Field(foreign_key="purchase_order.id", unique=True)
    subscription_id: str = Field(foreign_key="subscription.id", index=True)
    offer: Offer = one_of(Offer)
    issued_on: date = Field(index=True)
    issued_at: datetime = instant()
    currency: str = Field(max_length=3)
    net_minor: int
    tax_minor: int
    total_minor: int
    """What is given back: a positive amount."""
    snapshot: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
