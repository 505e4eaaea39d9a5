"""Who is signed in: looked up before there is an actor, so not scoped to a company."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select

from actionpack_app.models import LoginSession, Partner, Person
from actionpack_app.repositories.keys import findable

_SIGNED_IN = (
    select(Person, Partner)
    .join(LoginSession, col(LoginSession.person_id) == Person.id)
    .outerjoin(Partner, col(Partner.id) == Person.partner_id)
    .where(
        col(LoginSession.token_hash) == bindparam("token_hash"),
        col(LoginSession.expires_at) > bindparam("now"),
        col(Person.active).is_(True),
    )
)
"""Asked on every event and request, so it is put together once."""


class Identities:
    """Sessions, and the people behind them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def signed_in(self, token_hash: str, now: datetime) -> tuple[Person, Partner | None] | None:
        """The active person of a session that has not expired, with the company."""
        found = self._session.exec(_SIGNED_IN, params={"token_hash": token_hash, "now": now}).one_or_none()
        return (found[0], found[1]) if found else None

    def sample_person(self, person_id: str) -> Person | None:
        """Somebody of a sample partner, or of the sample desk: the only ones whom demo sign-in lets in."""
        query = (
            select(Person)
            .outerjoin(Partner, col(Partner.id) == Person.partner_id)
            .where(Person.id == findable(person_id), col(Person.active).is_(True))
            .where(col(Partner.sample).is_not(None) | col(Person.partner_id).is_(None))
        )
        return self._session.exec(query).one_or_none()

    def add(self, login: LoginSession) -> None:
        """Stores a new session."""
        self._session.add(login)

    def end(self, token_hash: str) -> None:
        """Ends a session, if there is one."""
        self._session.exec(delete(LoginSession).where(col(LoginSession.token_hash) == token_hash))

    def end_expired(self, now: datetime) -> None:
        """Forgets sessions whose time is over."""
        self._session.exec(delete(LoginSession).where(col(LoginSession.expires_at) <= now))
