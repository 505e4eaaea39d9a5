"""The activity of all companies, for the desk."""

import dataclasses
from datetime import datetime

from sqlmodel import Session, col, or_, select

from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import ActivityEntry, Partner, Person
from actionpack_app.repositories.activity import Doer
from actionpack_app.repositories.activity_lists import Sought, page_of_activity
from actionpack_app.repositories.pages import Page

CALLED_MOST = 2500
"""People of one address."""


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
        return page_of_activity(self._session, self._sought(wanted), number)

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

    def _sought(self, wanted: Wanted) -> Sought:
        company = None
        if wanted.mpn_id:
            company = self._session.exec(select(Partner.id).where(Partner.mpn_id == wanted.mpn_id)).one_or_none() or ""
        return Sought(company, self._people(wanted), wanted.only, wanted.since, wanted.until)

    def _people(self, wanted: Wanted) -> tuple[str | None, ...] | None:
        """Those who are meant by who they are, by their address, or by both."""
        people: tuple[str | None, ...] | None = None
        if wanted.who == Doer.PRODUCT:
            people = (None,)
        elif wanted.who == Doer.DESK:
            people = tuple(operator.id for operator in self.operators())
        elif wanted.who:
            people = (wanted.who,)
        if not wanted.email:
            return people
        called = self._called(wanted.email)
        return tuple(person for person in called if people is None or person in people)

    def _called(self, email: str) -> list[str]:
        """The people with this address; it is asked first, so that the list is read by an index of theirs."""
        query = select(Person.id).where(or_(Person.email == email, Person.email == email.lower()))
        return list(self._session.exec(query.limit(CALLED_MOST)))
