"""Support requests, their threads and the files sent with them."""

import enum
from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import instant, one_of

_ASKS_TO_CANCEL = "asks_to_cancel AND status <> 'closed'"


class RequestStatus(enum.StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class ProblemType(enum.StrEnum):
    """What a request is about."""

    BILLING = "billing"
    MEMBERSHIP = "membership"
    BENEFITS = "benefits"
    PEOPLE = "people"
    PROFILE = "profile"
    OTHER = "other"


class SupportRequest(SQLModel, table=True):
    """What a partner asks of the desk."""

    __tablename__ = "support_request"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "one_open_cancellation",
            "subscription_id",
            unique=True,
            sqlite_where=text(_ASKS_TO_CANCEL),
            postgresql_where=text(_ASKS_TO_CANCEL),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    number: str = Field(max_length=20, unique=True)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    created_by: str = Field(foreign_key="person.id", index=True)
    problem: ProblemType = one_of(ProblemType)
    title: str = Field(max_length=120)
    contact_name: str = Field(max_length=100)
    contact_phone: str = Field(default="", max_length=64)
    contact_email: str = Field(max_length=254)
    subscription_id: str | None = Field(default=None, foreign_key="subscription.id", index=True)
    asks_to_cancel: bool = Field(default=False)
    """Made through "Cancel subscription": marks the subscription while the request is open."""
    status: RequestStatus = one_of(RequestStatus)
    created_at: datetime = instant()
    updated_at: datetime = instant()
    closed_at: datetime | None = instant(nullable=True)


class SupportMessage(SQLModel, table=True):
    """One entry of a request's thread; the first is its details."""

    __tablename__ = "support_message"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(foreign_key="support_request.id", index=True)
    author_id: str = Field(foreign_key="person.id")
    body: str
    submission: str = Field(max_length=36, unique=True)
    """Chosen by the form once, so that sending it twice makes one message."""
    created_at: datetime = instant()


class Attachment(SQLModel, table=True):
    """A file sent with a message; its content lies in the file store under its id."""

    __tablename__ = "attachment"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    uploaded_by: str = Field(foreign_key="person.id")
    message_id: int | None = Field(default=None, foreign_key="support_message.id", index=True)
    """None until the message that it belongs to is sent."""
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=40)
    size_bytes: int
    created_at: datetime = instant()
