"""Passwords of people, looked up before there is an actor; and how often things were tried."""

import dataclasses
import hashlib
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, func, or_, select

from actionpack_app.db import insert_into
from actionpack_app.domain.errors import TooManyTries
from actionpack_app.domain.throttle import KNOWN_ADDRESS_FOR, Limit
from actionpack_app.models import Attempts, Credential, LoginSession, Partner, Person, ProviderLink

_KEPT = timedelta(hours=24)
"""No limit remembers longer."""


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """A person with what they sign in with."""

    person: Person
    credential: Credential


_LOGIN_OF = select(Credential.login).where(Credential.person_id == bindparam("person"))


class Credentials:
    """What people sign in with, across companies: an address belongs to one account."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_login(self, login: str, *, lock: bool = False) -> Account | None:
        """The account of an address, active or not."""
        query = select(Credential, Person).join(Person, col(Person.id) == Credential.person_id)
        query = query.where(Credential.login == login)
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        return Account(found[1], found[0]) if found else None

    def has_password(self, person_id: str) -> bool:
        """Whether somebody signs in with one; sample people don't."""
        return self._session.connection().execute(_LOGIN_OF, {"person": person_id}).first() is not None

    def of_person(self, person_id: str, *, lock: bool = False) -> Account | None:
        """Somebody's account; None for people without a password, such as sample people."""
        query = select(Credential, Person).join(Person, col(Person.id) == Credential.person_id)
        query = query.where(Credential.person_id == person_id)
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        return Account(found[1], found[0]) if found else None

    def company_of(self, person: Person) -> Partner | None:
        """The company of a person; None for operators."""
        return self._session.get(Partner, person.partner_id) if person.partner_id else None

    def person(self, person_id: str, *, lock: bool = False) -> Person | None:
        """Anybody; `lock` keeps other writers away until the transaction ends."""
        return self._session.get(Person, person_id, with_for_update=lock)

    def add(self, credential: Credential) -> bool:
        """Keeps a new one; False where its address has an account already."""
        values = credential.model_dump()
        statement = insert_into(self._session, Credential).values(**values).on_conflict_do_nothing(index_elements=["login"])
        return self._session.connection().execute(statement.returning(col(Credential.login))).first() is not None

    def known_to_provider(self, issuer: str, subject: str) -> Person | None:
        """The person behind a subject of the identity provider, active or not."""
        query = select(Person).join(ProviderLink, col(ProviderLink.person_id) == Person.id)
        return self._session.exec(query.where(ProviderLink.issuer == issuer, ProviderLink.subject == subject)).one_or_none()

    def link(self, new: ProviderLink) -> bool:
        """Keeps who somebody is to the provider; False where the subject is somebody's already, which changes nothing."""
        values = insert_into(self._session, ProviderLink).values(**new.model_dump())
        values = values.on_conflict_do_nothing(index_elements=["issuer", "subject"])
        return self._session.connection().execute(values.returning(col(ProviderLink.person_id))).first() is not None

    def of_provider_address(self, login: str) -> Person | None:
        """Somebody who has no password here, only an account of the provider's, by the address that they were invited at."""
        query = select(Person).join(ProviderLink, col(ProviderLink.person_id) == Person.id)
        return self._session.exec(query.where(func.lower(Person.email) == login).limit(1)).first()

    def end_sessions(self, person_id: str, but: str = "") -> None:
        """Signs somebody out everywhere; `but` is the hash of a session that goes on."""
        query = delete(LoginSession).where(col(LoginSession.person_id) == person_id, col(LoginSession.token_hash) != but)
        self._session.exec(query)


class Tries:
    """Counts of tries. Each is named by what is tried, and by whom; rows are always taken in the order of the calls."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def take(self, limit: Limit, *named: str) -> None:
        """Counts a try before it is made. Raises TooManyTries, which counts nothing."""
        row = self._row(named)
        if limit.forgets(row.last_at, self._now):
            row.tries = 0
        wait = limit.wait(row.tries, row.last_at, self._now)
        if wait:
            raise TooManyTries(wait)
        row.tries, row.last_at = row.tries + 1, max(row.last_at, self._now)

    def give_back(self, *named: str) -> None:
        """A try that went well was none; the others stay counted."""
        row = self._row(named)
        row.tries = max(0, row.tries - 1)

    def succeed(self, *named: str) -> None:
        """It went well: all tries are forgotten, and that it did is known."""
        row = self._row(named)
        row.tries, row.succeeded_at = 0, self._now

    def known(self, *named: str) -> bool:
        """Whether it has gone well of late."""
        row = self._session.get(Attempts, _key(named))
        return row is not None and row.succeeded_at is not None and self._now - row.succeeded_at < KNOWN_ADDRESS_FOR

    def tidy(self) -> None:
        """Forgets what no limit remembers; leaves to others what they hold."""
        long_ago = or_(col(Attempts.succeeded_at).is_(None), col(Attempts.succeeded_at) < self._now - KNOWN_ADDRESS_FOR)
        old = select(Attempts.key).where(col(Attempts.last_at) < self._now - _KEPT, long_ago)
        self._session.exec(delete(Attempts).where(col(Attempts.key).in_(old.with_for_update(skip_locked=True))))

    def _row(self, named: tuple[str, ...]) -> Attempts:
        """The row, made if need be and ours until the transaction ends."""
        key = _key(named)
        new = insert_into(self._session, Attempts).values(key=key, tries=0, last_at=self._now)
        self._session.connection().execute(new.on_conflict_do_nothing(index_elements=["key"]))
        return self._session.get_one(Attempts, key, with_for_update=True, populate_existing=True)


def _key(named: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(named).encode("utf-8", "surrogatepass")).hexdigest()
