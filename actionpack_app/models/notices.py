"""What partners are told, who was told, and how far the mail is; the moves of test clocks."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.notices import NoticeKind
from actionpack_app.models.columns import instant, one_of
from actionpack_app.models.mails import Mailed

_TO_SEND = "mail_status = 'waiting'"
_UNREAD = "read_at IS NULL"
_MOVING = "done_at IS NULL"
_FAILED = "mail_status = 'failed'"


class Notice(SQLModel, table=True):
    """One thing that a company is told, once: its key is the business fact."""

    __tablename__ = "notice"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    subscription_id: str | None = Field(default=None, foreign_key="subscription.id", index=True)
    kind: NoticeKind = one_of(NoticeKind)
    key: str = Field(max_length=120, unique=True)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    at: datetime = instant()
    """In the partner's own time, which stands still for sample partners."""


class NoticeDelivery(Mailed, table=True):
    """A notice for one person: in the app, and by mail."""

    __tablename__ = "notice_delivery"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("mails_to_send", "next_try_at", sqlite_where=text(_TO_SEND), postgresql_where=text(_TO_SEND)),
        Index("notices_of_a_person", "person_id", "at"),
        Index("unread_notices", "person_id", sqlite_where=text(_UNREAD), postgresql_where=text(_UNREAD)),
        Index("failed_mails", "next_try_at", sqlite_where=text(_FAILED), postgresql_where=text(_FAILED)),
    )

    notice_id: str = Field(primary_key=True, foreign_key="notice.id", max_length=36)
    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)
    at: datetime = instant()
    """The notice's own, so that a person's list is read by an index."""
    read_at: datetime | None = instant(nullable=True)

    @property
    def key_of_mail(self) -> tuple[str, ...]:
        """Notice and person."""
        return self.notice_id, self.person_id


class ClockMove(SQLModel, table=True):
    """One move of a sample partner's clock, and what happened on the way."""

    __tablename__ = "clock_move"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("one_move_at_a_time", "partner_id", unique=True, sqlite_where=text(_MOVING), postgresql_where=text(_MOVING)),
    )

    id: str = Field(primary_key=True, max_length=36)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    from_at: datetime = instant()
    to_at: datetime = instant()
    statuses: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    """Of each subscription, as last seen."""
    changes: list[dict[str, str]] = Field(sa_column=Column(JSON, nullable=False))
    """Changes of a status on the way; all else that happened stands in the activity and the notices."""
    asked_at: datetime = instant()
    """By the machine's clock."""
    done_at: datetime | None = instant(nullable=True)
