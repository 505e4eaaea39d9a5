"""Companies on their way to becoming members."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from actionpack_app.domain.enrolment import Step
from actionpack_app.models.columns import instant, one_of

_DRAFT = "completed_at IS NULL"


class Enrolment(SQLModel, table=True):
    """A draft, found by a cookie of its own; one that was completed stays as the record of what was accepted."""

    __tablename__ = "enrolment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("(completed_at IS NULL) = (partner_id IS NULL)", name="completed_by_a_partner"),
        Index("open_drafts", "expires_at", sqlite_where=text(_DRAFT), postgresql_where=text(_DRAFT)),
    )

    id: str = Field(primary_key=True, max_length=36)
    token_hash: str = Field(max_length=64, unique=True)
    """Of the browser in which it was begun; the cookie holds 32 random bytes."""
    mail_token_hash: str | None = Field(default=None, max_length=64, unique=True)
    """Of the browser that goes on with it by the link in the mail."""
    typed: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """By field, as it was typed."""
    step: Step = one_of(Step)
    """Where its person wants to be; how far they may go follows from what is there."""
    letter_login: str = Field(default="", max_length=254)
    """The mailbox that the last letter went to."""
    letters: int = Field(default=0)
    verified_login: str = Field(default="", max_length=254)
    """The mailbox whose link was opened; another address is to be verified anew."""
    terms_version: str = Field(default="", max_length=32)
    terms_accepted_at: datetime | None = instant(nullable=True)
    created_at: datetime = instant()
    updated_at: datetime = instant()
    expires_at: datetime = instant()
    completed_at: datetime | None = instant(nullable=True)
    partner_id: str | None = Field(default=None, foreign_key="partner.id", index=True)
    """Whom it became."""
