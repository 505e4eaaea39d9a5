"""Mails of all companies, for whoever sends them."""

import functools
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, bindparam, inspect
from sqlmodel import Session, col, select, update

from actionpack_app.models.mails import Mailed, MailStatus

Row = TypeVar("Row", bound=Mailed)


@functools.cache
def _sent(table: Any) -> Any:
    """What is written for each mail, put together once for its table."""
    its_key = [column == bindparam(f"key_{at}") for at, column in enumerate(inspect(table).primary_key)]
    sent: dict[str, Any] = {"mail_status": MailStatus.SENT, "email": bindparam("to"), "sent_at": bindparam("now"), "error": ""}
    return update(table).where(*its_key).values(**sent)


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
        its_key = {f"key_{at}": part for at, part in enumerate(key)}
        self._session.connection().execute(_sent(cast("Any", self._table)), its_key | {"to": address, "now": at})

    def _due(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        return col(self._table.mail_status) == MailStatus.WAITING, col(self._table.next_try_at) <= now
