"""Mails that didn't get through, of all companies, for the desk."""

import dataclasses
from typing import Any

from sqlalchemy import Select, TextClause, func, literal, select, text, union_all
from sqlmodel import Session, col

from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.mails import Trouble
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import Letter, Notice, NoticeDelivery, Partner, Person
from actionpack_app.models.mails import Mailed, MailStatus
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import PAGE_SIZE, Page


@dataclasses.dataclass(frozen=True, slots=True)
class Delivered:
    """A notice on its way to one person."""

    delivery: NoticeDelivery
    notice: Notice
    person: Person
    partner: Partner


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """A letter on its way; some belong to no company."""

    letter: Letter
    partner: Partner | None


Stuck = Delivered | Written

_WHERE: dict[Trouble, TextClause] = {
    Trouble.FAILED: text("mail_status = 'failed'"),
    Trouble.RETRIED: text("mail_status = 'waiting' AND tries > 0"),
}
"""In so many words, so that the partial indexes answer them."""


class Post:
    """Raises NotAllowed for anybody who may not look partners up."""

    def __init__(self, session: Session, actor: Actor) -> None:
        if not actor.may(Right.DESK_LOOKUP):
            raise NotAllowed(Right.DESK_LOOKUP)
        self._session = session

    def page(self, trouble: Trouble, number: int) -> Page[Stuck]:
        """A page of both kinds of mails, those that were or will be tried last first."""
        both = union_all(self._keys(NoticeDelivery, trouble), self._keys(Letter, trouble)).subquery()
        total = self._session.execute(select(func.count()).select_from(both)).scalar_one()
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(1, number), last)
        ordered = select(both.c.queue, both.c.first, both.c.second).order_by(
            both.c.next_try_at.desc(), both.c.first, both.c.second
        )
        keys = [tuple(row) for row in self._session.execute(ordered.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))]
        found = self._delivered(keys) | self._written(keys)
        return Page(tuple(found[key] for key in keys), number, last, total)

    def counts(self) -> dict[Trouble, int]:
        """How many there are of each."""
        return {
            trouble: sum(
                self._session.execute(select(func.count()).select_from(table).where(_WHERE[trouble])).scalar_one()
                for table in (NoticeDelivery, Letter)
            )
            for trouble in Trouble
        }

    def failed(self, first: str, second: str) -> Stuck:
        """One mail that was given up, kept from others until the transaction ends. Raises NotFound.

        `second` is the person of a notice, and empty for a letter.
        """
        key = (findable(first), findable(second)) if second else (findable(first),)
        table: type[Mailed] = NoticeDelivery if second else Letter
        row = self._session.get(table, key, with_for_update=True)
        if row is None or row.mail_status is not MailStatus.FAILED:
            raise NotFound(first)
        named = ("notice", first, second) if second else ("letter", first, "")
        return (self._delivered([named]) | self._written([named]))[named]

    def _keys(self, table: type[NoticeDelivery] | type[Letter], trouble: Trouble) -> Select[str, Any, Any, Any]:
        notices = table is NoticeDelivery
        first: Any = col(NoticeDelivery.notice_id) if notices else col(Letter.id)
        second: Any = col(NoticeDelivery.person_id) if notices else literal("")
        next_try_at: Any = col(table.next_try_at)
        return select(
            literal("notice" if notices else "letter").label("queue"),
            first.label("first"),
            second.label("second"),
            next_try_at.label("next_try_at"),
        ).where(_WHERE[trouble])

    def _delivered(self, keys: list[tuple[str, ...]]) -> dict[tuple[str, ...], Stuck]:
        query = (
            select(NoticeDelivery, Notice, Person, Partner)
            .join(Notice, col(Notice.id) == NoticeDelivery.notice_id)
            .join(Person, col(Person.id) == NoticeDelivery.person_id)
            .join(Partner, col(Partner.id) == Notice.partner_id)
            .where(col(NoticeDelivery.notice_id).in_([first for queue, first, _second in keys if queue == "notice"]))
        )
        rows = self._session.execute(query).all()
        return {("notice", row[0].notice_id, row[0].person_id): Delivered(*row) for row in rows}

    def _written(self, keys: list[tuple[str, ...]]) -> dict[tuple[str, ...], Stuck]:
        query = (
            select(Letter, Partner)
            .outerjoin(Partner, col(Partner.id) == Letter.partner_id)
            .where(col(Letter.id).in_([first for queue, first, _second in keys if queue == "letter"]))
        )
        return {("letter", row[0].id, ""): Written(*row) for row in self._session.execute(query).all()}
