"""Imported catalogues; the newest one is in force."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import instant


class CatalogueVersion(SQLModel, table=True):
    """A catalogue file as it was imported, already checked."""

    __tablename__ = "catalogue"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("one_successor", "follows", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    document: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    imported_at: datetime = instant()
    follows: int | None = Field(default=None)
    """The version that was in force when it was imported, and that it was compared with; each has one successor."""
