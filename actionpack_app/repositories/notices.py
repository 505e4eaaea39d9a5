"""What the company was told, who has read it, and how far the mails are."""

import functools
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Connection, bindparam, func
from sqlmodel import Session, col, select, update

from actionpack_app.db import insert_of
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor, Right, roles_with
from actionpack_app.models import Notice, NoticeDelivery, Partner, Person
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import Listed, Page

_RECIPIENTS = (
    select(Person)
    .where(
        Person.partner_id == bindparam("partner"),
        col(Person.active).is_(True),
        col(Person.role).in_(roles_with(Right.SEE_BILLING)),
    )
    .order_by(col(Person.id))
)


_TOLD = (
    select(Notice, Person, Partner)
    .join(Partner, col(Partner.id) == Notice.partner_id)
    .join(Person, col(Person.partner_id) == Notice.partner_id)
    .where(Notice.id == bindparam("notice"), Person.id == bindparam("person"))
)


_MINE = (
    select(Notice)
    .join(NoticeDelivery, col(NoticeDelivery.notice_id) == Notice.id)
    .where(NoticeDelivery.person_id == bindparam("person"))
)
_NEWEST = (col(NoticeDelivery.at).desc(), col(Notice.key).desc())
_ALL_MINE, _UNREAD_MINE = Listed(_MINE, _NEWEST), Listed(_MINE.where(col(NoticeDelivery.read_at).is_(None)), _NEWEST)
_UNREAD: Any = sqlalchemy.select(col(NoticeDelivery.notice_id)).where(
    col(NoticeDelivery.person_id) == bindparam("person"), col(NoticeDelivery.read_at).is_(None)
)
_UNREAD_OF = _UNREAD.where(col(NoticeDelivery.notice_id).in_(bindparam("notices", expanding=True)))
_COUNT_UNREAD = _UNREAD.with_only_columns(func.count(), maintain_column_froms=True)


@functools.cache
def _telling(dialect: str) -> Any:
    """An INSERT that is told its values as it is asked."""
    return insert_of(dialect, Notice).on_conflict_do_nothing(index_elements=["key"]).returning(col(Notice.id))


def unread_by(connection: Connection, person_id: str) -> int:
    """How many of a person's notices are unread."""
    return connection.execute(_COUNT_UNREAD, {"person": person_id}).scalar_one()


def told_to(session: Session, notice_id: str, person_id: str) -> tuple[Notice, Person, Partner]:
    """A notice, one of its readers and their company, for whoever sends it. Raises NoResultFound."""
    notice, person, partner = session.exec(_TOLD, params={"notice": notice_id, "person": person_id}).one()
    return notice, person, partner


class Notices:
    """Notices of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def add(self, notice: Notice) -> bool:
        """Stores a notice; False where its business fact has been told of already."""
        values = {name: value for name, value in notice.model_dump().items() if value is not None}
        connection = self._session.connection()
        return connection.execute(_telling(connection.dialect.name), values).first() is not None

    def deliver(self, deliveries: list[NoticeDelivery]) -> None:
        """Hands a notice to the people that it is for."""
        self._session.add_all(deliveries)

    def recipients(self) -> list[Person]:
        """Whom the company's notices are for: active people who see orders and invoices."""
        return list(self._session.exec(_RECIPIENTS, params={"partner": self._actor.partner_id}))

    def of_subscription(self, subscription_id: str, limit: int) -> list[tuple[Notice, list[NoticeDelivery]]]:
        """What was told of one subscription and to whom, the newest first."""
        query = select(Notice).where(Notice.partner_id == self._actor.partner_id, Notice.subscription_id == subscription_id)
        found = list(self._session.exec(query.order_by(col(Notice.at).desc(), col(Notice.key).desc()).limit(limit)))
        told: dict[str, list[NoticeDelivery]] = {notice.id: [] for notice in found}
        for delivery in self._session.exec(select(NoticeDelivery).where(col(NoticeDelivery.notice_id).in_(told))):
            told[delivery.notice_id].append(delivery)
        return [(notice, told[notice.id]) for notice in found]

    def between(self, after: datetime, until: datetime) -> list[Notice]:
        """What was told after one instant of the partner's time and up to another, the oldest first."""
        query = select(Notice).where(Notice.partner_id == self._actor.partner_id, col(Notice.at) > after, col(Notice.at) <= until)
        return list(self._session.exec(query.order_by(col(Notice.at), col(Notice.key))))

    def leave_in_the_past(self, read_until: datetime) -> None:
        """What a sample partner was told before it was made: nothing of it is mailed, the older ones have been read."""
        mine = select(Notice.id).where(Notice.partner_id == self._actor.partner_id)
        told = col(NoticeDelivery.notice_id).in_(mine)
        self._session.exec(update(NoticeDelivery).where(told).values(mail_status=MailStatus.NONE))
        older = update(NoticeDelivery).where(told, col(NoticeDelivery.at) <= read_until)
        self._session.exec(older.values(read_at=NoticeDelivery.at))

    def mine(self, page: int, *, unread_only: bool) -> Page[Notice]:
        """What the actor was told, the newest first."""
        listed = _UNREAD_MINE if unread_only else _ALL_MINE
        return listed.page(self._session, page, {"person": self._actor.person_id})

    def unread_of(self, notice_ids: list[str]) -> set[str]:
        """Which of these the actor hasn't read."""
        if not notice_ids:
            return set()
        asked = {"person": self._actor.person_id, "notices": notice_ids}
        return set(self._session.connection().execute(_UNREAD_OF, asked).scalars())

    def unread(self) -> int:
        """How many of the actor's notices are unread."""
        return unread_by(self._session.connection(), self._actor.person_id)

    def check_mine(self, notice_id: str) -> None:
        """Whether the actor was told of it. Raises NotFound."""
        if self._session.get(NoticeDelivery, (findable(notice_id), self._actor.person_id)) is None:
            raise NotFound(notice_id)

    def mark_read(self, at: datetime, notice_id: str = "") -> None:
        """Marks one of the actor's notices as read, or all of them."""
        statement = update(NoticeDelivery).where(*self._unread()).values(read_at=at)
        self._session.exec(statement.where(col(NoticeDelivery.notice_id) == notice_id) if notice_id else statement)

    def _unread(self) -> tuple[ColumnElement[bool], ...]:
        return (col(NoticeDelivery.person_id) == self._actor.person_id, col(NoticeDelivery.read_at).is_(None))
