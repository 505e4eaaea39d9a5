"""What the database itself keeps of invoices and activity, by triggers: the words of their numbers, and sums by year.

Nothing writes these tables but the triggers (migration 0015), so that they always agree with the rows that they are about.
"""

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import in_code_points

WORD_LENGTH = 64


class InvoiceNumber(SQLModel, table=True):
    """A word under which an invoice is found: its number, what follows the series, and the count without zeros."""

    __tablename__ = "invoice_number"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("invoices_by_number", "partner_id", "word", "ref"),)

    ref: str = Field(foreign_key="invoice.number", primary_key=True)
    word: str = Field(sa_column=Column(in_code_points(WORD_LENGTH), primary_key=True))
    partner_id: str = Field(foreign_key="partner.id")


class ActivityNumber(SQLModel, table=True):
    """The same for an entry of the activity: of its subject, and of the invoice and the order that it names."""

    __tablename__ = "activity_number"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("activity_by_number", "partner_id", "word", "ref"),)

    ref: int = Field(foreign_key="activity.id", primary_key=True)
    word: str = Field(sa_column=Column(in_code_points(WORD_LENGTH), primary_key=True))
    partner_id: str = Field(foreign_key="partner.id")


class InvoicedYear(SQLModel, table=True):
    """What a company was invoiced in a calendar year of its own, less what was credited."""

    __tablename__ = "invoiced_year"  # pyright: ignore[reportAssignmentType]

    partner_id: str = Field(foreign_key="partner.id", primary_key=True)
    year: int = Field(primary_key=True)
    currency: str = Field(primary_key=True, max_length=3)
    total_minor: int = Field(sa_column=Column(BigInteger(), nullable=False))
