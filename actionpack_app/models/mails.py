"""What every mail on its way has: how far it is, where it goes, and when it is tried again."""

import enum
from datetime import datetime

from sqlmodel import Field, SQLModel

from actionpack_app.models.columns import Instant, known


class MailStatus(enum.StrEnum):
    """How far the mail of something to one person is."""

    WAITING = "waiting"
    """To be sent, or to be tried again."""
    SENT = "sent"
    FAILED = "failed"
    """Given up after many tries, or refused for good."""
    NONE = "none"
    """Not wanted by mail."""


class Mailed(SQLModel):
    """The columns of a table whose rows are mails."""

    mail_status: MailStatus = Field(sa_type=known(MailStatus))
    email: str = Field(max_length=254)
    """Where it went, or goes."""
    tries: int = Field(default=0)
    next_try_at: datetime = Field(sa_type=Instant)
    """By the machine's clock."""
    error: str = Field(default="", max_length=64)
    """Why the last try failed, as the mail server's code or the kind of failure; never its text."""
    sent_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def key_of_mail(self) -> tuple[str, ...]:
        """The primary key."""
        raise NotImplementedError
