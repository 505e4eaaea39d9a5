"""The people of the actor's company as its Global admin looks after them, and who is invited."""

from datetime import datetime

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.models import Invitation, Person
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import Page, contains, page_of


class Colleagues:
    """People of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def page(self, search: str, number: int) -> Page[Person]:
        """Who comes in, then who was deactivated, by name; `search` finds names and addresses."""
        query = select(Person).where(Person.partner_id == self._actor.partner_id)
        if search:
            query = query.where(or_(contains(col(Person.name), search), contains(col(Person.email), search)))
        return page_of(self._session, query, (col(Person.active).desc(), col(Person.name), col(Person.id)), number)

    def get(self, person_id: str, *, lock: bool = False) -> Person:
        """One of them. Raises NotFound."""
        query = select(Person).where(Person.id == findable(person_id), Person.partner_id == self._actor.partner_id)
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound(person_id)
        return found

    def other_admins(self, person_id: str) -> int:
        """How many active Global admins there are beside somebody. Ask it with the company locked."""
        query = select(func.count()).select_from(Person).where(Person.partner_id == self._actor.partner_id)
        query = query.where(Person.role == Role.GLOBAL_ADMIN, col(Person.active).is_(True), Person.id != person_id)
        return self._session.exec(query).one()

    def has_address(self, login: str) -> bool:
        """Whether one of them, deactivated ones too, has this address."""
        addresses = self._session.exec(select(Person.email).where(Person.partner_id == self._actor.partner_id))
        return any(address.casefold() == login for address in addresses)


class Invitations:
    """Invitations of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def page(self, number: int) -> Page[Invitation]:
        """Those that wait to be accepted, expired ones too, the newest first."""
        return page_of(self._session, self._open(), (col(Invitation.created_at).desc(), col(Invitation.id)), number)

    def get(self, invitation_id: str) -> Invitation:
        """One that waits, locked until the transaction ends. Raises NotFound."""
        query = self._open().where(Invitation.id == findable(invitation_id))
        found = self._session.exec(query.with_for_update()).one_or_none()
        if found is None:
            raise NotFound(invitation_id)
        return found

    def to_address(self, login: str) -> Invitation | None:
        """The one that waits for an address."""
        return self._session.exec(self._open().where(Invitation.login == login).with_for_update()).one_or_none()

    def names_of(self, invitation_ids: set[str]) -> dict[str, str]:
        """Who was invited, by the invitation's id: the person's name once there is one."""
        query = select(Invitation, Person).outerjoin(Person, col(Person.id) == Invitation.person_id)
        query = query.where(Invitation.partner_id == self._actor.partner_id, col(Invitation.id).in_(invitation_ids))
        return {row.id: person.name if person else f"{row.name} ({row.email})" for row, person in self._session.exec(query)}

    def _open(self) -> SelectOfScalar[Invitation]:
        mine = Invitation.partner_id == (self._actor.partner_id or None)
        return select(Invitation).where(mine, col(Invitation.accepted_at).is_(None), col(Invitation.revoked_at).is_(None))


class Invited:
    """Invitations as those see them who come with a link; the link says which one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, invitation_id: str, *, lock: bool = False) -> Invitation | None:
        """Any invitation, whatever became of it."""
        return self._session.get(Invitation, invitation_id, with_for_update=lock)

    def to_the_desk(self, login: str) -> Invitation | None:
        """The one to the desk that waits for an address."""
        query = select(Invitation).where(col(Invitation.partner_id).is_(None), Invitation.login == login)
        query = query.where(col(Invitation.accepted_at).is_(None), col(Invitation.revoked_at).is_(None))
        return self._session.exec(query.with_for_update()).one_or_none()

    def add(self, invitation: Invitation) -> None:
        """Keeps a new one."""
        self._session.add(invitation)
        self._session.flush()

    def revoke_if_expired(self, invitation: Invitation, now: datetime) -> bool:
        """Makes room for another one where this one's time is over."""
        if invitation.expires_at > now:
            return False
        invitation.revoked_at = now
        self._session.flush()
        return True
