"""What needs a person at the desk: disputes, and differences between the provider's books and ours."""

import enum
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.models.columns import instant, one_of


class CaseStatus(enum.StrEnum):
    """Whether somebody still has to look at it."""

    OPEN = "open"
    CLOSED = "closed"


class Case(SQLModel, table=True):
    """One thing to settle. Opening it changes no money."""

    __tablename__ = "desk_case"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("cases_by_status", "status", "opened_at"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: CaseKind = one_of(CaseKind)
    about: str = Field(max_length=120, unique=True)
    """The business fact, so that finding it again opens nothing new."""
    status: CaseStatus = one_of(CaseStatus)
    partner_id: str | None = Field(default=None, foreign_key="partner.id", index=True)
    order_number: str = Field(default="", max_length=20)
    provider_ref: str = Field(default="", max_length=64)
    currency: str = Field(default="", max_length=3)
    ours_minor: int | None = None
    """What our books say, in minor units; None where they say nothing."""
    theirs_minor: int | None = None
    note: str = Field(default="", max_length=500)
    """How the desk settled it."""
    opened_at: datetime = instant()
    closed_at: datetime | None = instant(nullable=True)
    closed_by: str | None = Field(default=None, foreign_key="person.id")
    assigned_to: str | None = Field(default=None, foreign_key="person.id")
    """Who of the desk looks after it."""
