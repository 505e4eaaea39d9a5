"""Letters, which are their own outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from actionpack_app.models.columns import instant
from actionpack_app.models.mails import Mailed

_TO_SEND = "mail_status = 'waiting'"
_FAILED = "mail_status = 'failed'"


class Letter(Mailed, table=True):
    """A mail to one person, once: its key is the business fact."""

    __tablename__ = "letter"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("letters_to_send", "next_try_at", sqlite_where=text(_TO_SEND), postgresql_where=text(_TO_SEND)),
        Index("failed_letters", "next_try_at", sqlite_where=text(_FAILED), postgresql_where=text(_FAILED)),
    )

    id: str = Field(primary_key=True, max_length=36)
    key: str = Field(max_length=160, unique=True)
    partner_id: str | None = Field(default=None, foreign_key="partner.id", index=True)
    kind: str = Field(max_length=32)
    to_name: str = Field(max_length=200)
    locale: str = Field(max_length=2)
    company: str = Field(default="", max_length=200)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    written_at: datetime = instant()
    """By the machine's clock."""

    @property
    def key_of_mail(self) -> tuple[str, ...]:
        """The primary key."""
        return (self.id,)
