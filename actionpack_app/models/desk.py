"""What the desk leaves behind: looks at partners, and files that it imported."""

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.imports import ImportKind
from actionpack_app.models.columns import instant, one_of


class PartnerLook(SQLModel, table=True):
    """When an operator's look at a partner was last noted in its activity: once an hour, not at each click."""

    __tablename__ = "partner_look"  # pyright: ignore[reportAssignmentType]

    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)
    partner_id: str = Field(primary_key=True, foreign_key="partner.id", max_length=36)
    noted_at: datetime = instant()
    """By the machine's clock."""


class DataImport(SQLModel, table=True):
    """A file that was uploaded to be previewed and, once confirmed, an import. Its content never changes."""

    __tablename__ = "data_import"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("imports_by_time", "confirmed_at"),)

    id: str = Field(primary_key=True, max_length=36)
    kind: ImportKind = one_of(ImportKind)
    name: str = Field(max_length=120)
    """The file's."""
    content: str = Field(sa_column=Column(Text, nullable=False))
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    """None where the console command imported it."""
    uploaded_at: datetime = instant()
    confirmed_at: datetime | None = instant(nullable=True)
    changes: int = Field(default=0)
    """How much it changed."""
