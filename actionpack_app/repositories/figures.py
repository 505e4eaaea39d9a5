"""How much there is of what whoever runs the servers watches: numbers across all companies, nothing of any of them."""

from datetime import datetime

from sqlalchemy import TextClause, func, select, text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col

from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.models import Case, Letter, LoginSession, NoticeDelivery
from actionpack_app.models.cases import CaseStatus
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.identity import is_open

_MAILS = {status: text(f"mail_status = '{status.value}'") for status in (MailStatus.WAITING, MailStatus.FAILED)}
"""In so many words, so that the partial indexes answer them."""


class Figures:
    """Counts, each by an index or over a table that stays small."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def mails(self, status: MailStatus) -> int:
        """Mails of notices and letters that are waiting, or failed."""
        return sum(self._count(table, _MAILS[status]) for table in (NoticeDelivery, Letter))

    def open_differences(self) -> int:
        """Open cases about the provider's books and ours; disputes are the cardholders'."""
        return self._count(Case, (col(Case.status) == CaseStatus.OPEN) & (col(Case.kind) != CaseKind.DISPUTE))

    def open_sessions(self, now: datetime) -> int:
        """Sessions that aren't over."""
        return self._count(LoginSession, is_open(now))

    def _count(self, table: type[SQLModel], where: ColumnElement[bool] | TextClause) -> int:
        return self._session.execute(select(func.count()).select_from(table).where(where)).scalar_one()
