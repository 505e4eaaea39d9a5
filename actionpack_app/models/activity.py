"""Who did what to which thing, when, from where."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import instant


class ActivityEntry(SQLModel, table=True):
    """One fact of the activity. Append-only: a trigger refuses every update and deletion."""

    __tablename__ = "activity"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("activity_of_a_company", "partner_id", "at", "id"),
        Index("activity_of_a_company_by_person", "partner_id", "person_id", "at", "id"),
        Index("activity_of_a_company_by_action", "partner_id", "action", "at", "id"),
        Index("activity_of_a_company_by_both", "partner_id", "person_id", "action", "at", "id"),
        Index("activity_by_time", "at", "id"),
        Index("activity_of_a_person", "person_id", "at", "id"),
        Index("activity_by_action", "action", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    partner_id: str = Field(foreign_key="partner.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    """None where the product itself acted."""
    action: str = Field(max_length=48)
    subscription_id: str | None = Field(default=None, index=True, max_length=36)
    subject: str = Field(default="", max_length=64)
    """The number of the order, invoice or request that it is about."""
    details: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """`before`, `after` and what else is known of it: codes and numbers, put into words by whoever reads."""
    at: datetime = instant()
    address: str = Field(default="", max_length=64)
