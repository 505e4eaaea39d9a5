"""The activity of all companies, for the desk."""

import dataclasses
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import ActivityEntry, Partner, Person
from actionpack_app.repositories.activity import Doer
from actionpack_app.repositories.pages import PAGE_SIZE, Page

MOST_LISTED = 100 * PAGE_SIZE
"""What lies further back is found by narrowing the list: counting all that ever happened would take longer every year."""


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are wanted; what is None or empty narrows nothing."""

    mpn_id: str = ""
    who: str = ""
    """One of Doer, or a person's id."""
    email: str = ""
    """Of a person of any company, or of the desk."""
    only: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""


class DeskActivity:
    """Raises NotAllowed for anybody who may not look partners up."""

    def __init__(self, session: Session, actor: Actor) -> None:
        if not actor.may(Right.DESK_LOOKUP):
            raise NotAllowed(Right.DESK_LOOKUP)
        self._session = session

    def page(self, wanted: Wanted, number: int) -> Page[ActivityEntry]:
        """A page of the newest entries; a number outside the list gives the nearest page."""
        query = self._narrowed(wanted)
        bounded = query.with_only_columns(col(ActivityEntry.id)).limit(MOST_LISTED)
        total = self._session.exec(select(func.count()).select_from(bounded.subquery())).one()
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(1, number), last)
        newest: tuple[Any, ...] = (col(ActivityEntry.at).desc(), col(ActivityEntry.id).desc())
        rows = self._session.exec(query.order_by(*newest).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))
        return Page(tuple(rows), number, last, total)

    def operators(self) -> list[Person]:
        """The desk's people."""
        query = select(Person).where(col(Person.partner_id).is_(None)).order_by(col(Person.name), col(Person.id))
        return list(self._session.exec(query))

    def people(self, ids: set[str]) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self._session.exec(select(Person).where(col(Person.id).in_(ids)))}

    def companies(self, ids: set[str]) -> dict[str, Partner]:
        """Companies by id."""
        return {partner.id: partner for partner in self._session.exec(select(Partner).where(col(Partner.id).in_(ids)))}

    def _narrowed(self, wanted: Wanted) -> SelectOfScalar[ActivityEntry]:
        query = select(ActivityEntry)
        person = col(ActivityEntry.person_id)
        if wanted.mpn_id:
            mine = self._session.exec(select(Partner.id).where(Partner.mpn_id == wanted.mpn_id)).one_or_none()
            query = query.where(ActivityEntry.partner_id == (mine or ""))
        if wanted.email:
            query = query.where(person.in_(self._called(wanted.email)))
        if wanted.who == Doer.PRODUCT:
            query = query.where(person.is_(None))
        elif wanted.who == Doer.DESK:
            query = query.where(person.in_([operator.id for operator in self.operators()]))
        elif wanted.who:
            query = query.where(person == wanted.who)
        if wanted.only is not None:
            query = query.where(col(ActivityEntry.action).in_(wanted.only))
        if wanted.since is not None:
            query = query.where(col(ActivityEntry.at) >= wanted.since)
        if wanted.until is not None:
            query = query.where(col(ActivityEntry.at) < wanted.until)
        return query

    def _called(self, email: str) -> list[str]:
        """The people with this address; it is asked first, so that the list is read by an index of theirs."""
        query = select(Person.id).where(or_(Person.email == email, Person.email == email.lower()))
        return list(self._session.exec(query.limit(MOST_LISTED)))
