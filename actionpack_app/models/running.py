"""What keeps the work going: notifications of the payment provider, and the processes that are alive."""

import enum
from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import instant, one_of

_UNHANDLED = "status <> 'done'"


class EventStatus(enum.StrEnum):
    """How far a notification is."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"
    """Tried, not done yet; it is tried again."""


class ProviderEvent(SQLModel, table=True):
    """A signed notification, stored once. It is a hint: what it tells about is fetched again; its content isn't kept."""

    __tablename__ = "provider_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("unhandled_events", "next_try_at", sqlite_where=text(_UNHANDLED), postgresql_where=text(_UNHANDLED)),
        Index("events_by_status", "status", "received_at"),
    )

    id: str = Field(primary_key=True, max_length=64)
    provider: str = Field(max_length=16)
    kind: str = Field(max_length=64)
    object_ref: str = Field(max_length=64)
    status: EventStatus = one_of(EventStatus)
    tries: int = Field(default=0)
    error: str = Field(default="", max_length=64)
    """The kind of the last failure; never its text."""
    received_at: datetime = instant()
    next_try_at: datetime = instant()
    handled_at: datetime | None = instant(nullable=True)


class Executor(SQLModel, table=True):
    """A process that carries durable work. One that isn't seen any more is dead, and its work is taken over."""

    __tablename__ = "executor"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=120)
    seen_at: datetime = instant()
