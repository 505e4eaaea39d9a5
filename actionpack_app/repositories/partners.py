"""The actor's company and its people."""

from typing import Any

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from actionpack_app.domain.competencies import CompetencyState, qualified_offers
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Competency, Partner, Person
from actionpack_app.repositories.keys import row_known_by


class People:
    """The actor among the company's, or the desk's, people."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def me(self) -> Person:
        """The actor's own row. Raises NotFound where nobody acts but the product itself."""
        found = row_known_by(self._session, Person, self._actor.person_id) if self._actor.person_id else None
        if found is None:
            raise NotFound("person")
        return found


_TIME_ZONE: Any = sqlalchemy.select(col(Partner.time_zone)).where(col(Partner.id) == bindparam("partner"))
_LEVELS = select(Competency.level, Competency.state).where(Competency.partner_id == bindparam("partner"))


class Partners:
    """The one company that the actor belongs to."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def mine(self, *, lock: bool = False) -> Partner:
        """The actor's company; `lock` keeps other writers away until the transaction ends. Raises NotFound for operators.

        Locked, it is read anew, even where the transaction has read it before: somebody else may have been at work on it.
        """
        company = self._actor.partner_id
        found = row_known_by(self._session, Partner, company, anew=lock) if company else None
        if found is None:
            raise NotFound("partner")
        return found

    def time_zone(self) -> str:
        """The company's, where nothing else of it is needed. Raises NotFound for operators."""
        found = self._session.connection().execute(_TIME_ZONE, {"partner": self._actor.partner_id}).scalar_one_or_none()
        if found is None:
            raise NotFound("partner")
        return found

    def myself(self, *, lock: bool = False) -> Person:
        """The actor; `lock` as above. Raises NotFound for the product itself."""
        query = select(Person).where(Person.id == self._actor.person_id, Person.partner_id == self._actor.partner_id)
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound("person")
        return found

    def qualified_offers(self) -> frozenset[Offer]:
        """The competency offers that the company qualifies for; a gold competency counts for silver."""
        found = self._session.exec(_LEVELS, params={"partner": self._actor.partner_id})
        return qualified_offers((Offer(level), CompetencyState(state)) for level, state in found)

    def people(self) -> list[Person]:
        """The company's people, those who were erased or may no longer sign in too, by name."""
        query = select(Person).where(Person.partner_id == self._actor.partner_id)
        return list(self._session.exec(query.order_by(col(Person.name), col(Person.id))))

    def known(self, person_ids: set[str]) -> dict[str, Person]:
        """People by id, operators too."""
        return {person.id: person for person in self._session.exec(select(Person).where(col(Person.id).in_(person_ids)))}

    def names_of(self, person_ids: set[str]) -> dict[str, str]:
        """Names by id; an operator's too, as who answered is no secret."""
        return {key: person.name for key, person in self.known(person_ids).items()}
