"""Support requests, their threads and the files sent with them."""

import enum
from datetime import datetime

from sqlalchemy import Boolean, Column, Index, Integer, false, text
from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import Instant, in_code_points, instant, one_of

_ASKS_TO_CANCEL = "asks_to_cancel AND status <> 'closed'"
NOT_CLOSED, CLOSED = "status <> 'closed'", "status = 'closed'"
"""As the indexes have them: a query that says the same, word for word, is answered by the index."""


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


def _lists(whose: str, scope: str) -> tuple[Index, ...]:
    """For a list that shows all, the open or the closed requests, the last touched first."""
    order = (scope, "updated_at", "number")
    return (
        Index(f"requests_of_{whose}", *order),
        Index(f"open_requests_of_{whose}", *order, sqlite_where=text(NOT_CLOSED), postgresql_where=text(NOT_CLOSED)),
        Index(f"closed_requests_of_{whose}", *order, sqlite_where=text(CLOSED), postgresql_where=text(CLOSED)),
    )


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
        *_lists("company", "partner_id"),
        *_lists("own", "created_by"),
        Index("requests_waiting", "status", "waits_since", "number"),
        Index("requests_waiting_by_problem", "status", "problem", "waits_since", "number"),
        Index("requests_waiting_by_person", "status", "assigned_to", "waits_since", "number"),
        Index("requests_waiting_by_both", "status", "assigned_to", "problem", "waits_since", "number"),
        Index("requests", "waits_since", "number"),
        Index("requests_by_problem", "problem", "waits_since", "number"),
        Index("requests_by_person", "assigned_to", "waits_since", "number"),
        Index("requests_by_both", "assigned_to", "problem", "waits_since", "number"),
    )

    id: str = Field(primary_key=True, max_length=36)
    number: str = Field(max_length=20, unique=True)
    partner_id: str = Field(foreign_key="partner.id")
    created_by: str = Field(foreign_key="person.id")
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
    waits_since: datetime = Field(sa_column=Column(Instant(), nullable=False, server_default="2000-01-01 00:00:00+00"))
    """Since when it waits for whom its status says, by the company's clock; a further message doesn't make it younger."""
    assigned_to: str | None = Field(default=None, foreign_key="person.id")
    """Who of the desk looks after it."""
    version: int = Field(default=0, sa_column=Column(Integer(), nullable=False, server_default="0"))
    """Grows with whatever the partner can see of it."""
    desk_version: int = Field(default=0, sa_column=Column(Integer(), nullable=False, server_default="0"))
    """Grows with what only the desk sees."""
    answer_version: int = Field(default=0, sa_column=Column(Integer(), nullable=False, server_default="0"))
    """The version with which the desk last answered, closed or reopened it."""


class RequestRead(SQLModel, table=True):
    """How far somebody of the company has read a request."""

    __tablename__ = "request_read"  # pyright: ignore[reportAssignmentType]

    request_id: str = Field(foreign_key="support_request.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True)
    version: int


class RequestWord(SQLModel, table=True):
    """A word under which a request is found. Those of the company's name and MPN ID are for the desk alone."""

    __tablename__ = "request_word"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("request_words_of_company", "partner_id", "of_company", "word", "request_id"),
        Index("request_words", "word", "request_id"),
    )

    request_id: str = Field(foreign_key="support_request.id", primary_key=True)
    of_company: bool = Field(primary_key=True)
    word: str = Field(sa_column=Column(in_code_points(32), primary_key=True))
    partner_id: str = Field(foreign_key="partner.id")


class Stamp(SQLModel, table=True):
    """Counts what changes in a list, so that an open page can ask in one look whether it is still up to date."""

    __tablename__ = "stamp"  # pyright: ignore[reportAssignmentType]

    scope: str = Field(primary_key=True, max_length=48)
    number: int


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
    internal: bool = Field(default=False, sa_column=Column(Boolean(), nullable=False, server_default=false()))
    """A note of the desk's, which the partner never sees."""


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
