"""Mails of all companies, for whoever sends them."""

from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, inspect
from sqlmodel import Session, col, select, update

from actionpack_app.models.mails import Mailed, MailStatus

Row = TypeVar("Row", bound=Mailed)


class Mails(Generic[Row]):
    """The mails of one table."""

    def __init__(self, session: Session, table: type[Row]) -> None:
        self._session = session
        self._table = table

    def due(self, now: datetime, limit: int) -> list[Row]:
        """Mails to be sent now, the oldest first; others who send at the same time get others."""
        query = select(self._table).where(*self._due(now)).order_by(col(self._table.next_try_at)).limit(limit)
        return list(self._session.exec(query.with_for_update(skip_locked=True)))

    def any_due(self, now: datetime) -> bool:
        """Whether there is a mail to be sent now."""
        return self._session.exec(select(col(self._table.tries)).where(*self._due(now)).limit(1)).first() is not None

    def get(self, key: tuple[str, ...]) -> Row:
        """One mail. Raises NoResultFound for none, which nobody deletes."""
        return self._session.get_one(self._table, key)

    def note_sent(self, key: tuple[str, ...], address: str, at: datetime) -> None:
        """The mail server has it."""
        its_key = [column == part for column, part in zip(inspect(self._table).primary_key, key, strict=True)]
        sent = {"mail_status": MailStatus.SENT, "email": address, "sent_at": at, "error": ""}
        self._session.connection().execute(update(self._table).where(*its_key).values(**sent))

    def _due(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        return col(self._table.mail_status) == MailStatus.WAITING, col(self._table.next_try_at) <= now
