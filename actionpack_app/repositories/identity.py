"""Who is signed in: looked up before there is an actor, so not scoped to a company."""

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Dialect, Engine, bindparam
from sqlmodel import Session, and_, col, delete, or_, select, update

from actionpack_app.domain.accounts import SESSION_IDLE
from actionpack_app.models import Credential, LoginSession, Partner, Person
from actionpack_app.models.columns import Instant
from actionpack_app.repositories.keys import findable

_used_at: Any = sqlalchemy.func.coalesce(col(LoginSession.seen_at), col(LoginSession.created_at), type_=Instant())
_columns: Any = (
    col(Person.id).label("person_id"),
    col(Person.name),
    col(Person.email),
    col(Person.role),
    col(Partner.id).label("partner_id"),
    col(Partner.name).label("company"),
    col(Partner.mpn_id),
    col(Partner.locale),
    col(Partner.time_zone),
    col(Partner.clock_at),
    col(LoginSession.means),
    sqlalchemy.func.coalesce(col(LoginSession.proved_at), col(LoginSession.created_at), type_=Instant()).label("proved_at"),
    _used_at.label("seen_at"),
)
_SIGNED_IN: Any = (
    sqlalchemy.select(*_columns)
    .select_from(Person)
    .join(LoginSession, col(LoginSession.person_id) == Person.id)
    .outerjoin(Partner, col(Partner.id) == Person.partner_id)
    .where(
        col(LoginSession.token_hash) == bindparam("token_hash"),
        col(LoginSession.expires_at) > bindparam("now"),
        _used_at > bindparam("used_after", type_=Instant()),
        col(Person.active).is_(True),
    )
)
"""Asked on every event and request, so it is put together once."""


def is_over(now: datetime) -> Any:
    """The condition of sessions whose time is over, or that nobody has used for long."""
    unused_since = now - SESSION_IDLE
    never_seen = and_(col(LoginSession.seen_at).is_(None), col(LoginSession.created_at) <= unused_since)
    return or_(col(LoginSession.expires_at) <= now, col(LoginSession.seen_at) <= unused_since, never_seen)


def is_open(now: datetime) -> Any:
    """The condition of all others. Both are put so that an index leads to each part of them."""
    used_since = now - SESSION_IDLE
    just_begun = and_(col(LoginSession.seen_at).is_(None), col(LoginSession.created_at) > used_since)
    return and_(col(LoginSession.expires_at) > now, or_(col(LoginSession.seen_at) > used_since, just_begun))


def signed_in(connection: Connection, token_hash: str, now: datetime) -> Mapping[Any, Any] | None:
    """The active person of a session that isn't over, with the company: columns, as this is asked all the time."""
    return connection.execute(_SIGNED_IN, _asked(token_hash, now)).mappings().one_or_none()


def signed_in_by_file(engine: Engine, token_hash: str, now: datetime) -> Mapping[Any, Any] | None:
    """As `signed_in`, of a database that is a file: there SQLAlchemy's own part of an answer takes five times the file's."""
    text, names, given, made = _for_driver(engine.dialect)
    asked = _asked(token_hash, now)
    connection = engine.raw_connection()
    try:
        cursor: Any = connection.cursor()
        row = cursor.execute(text, [convert(asked[name]) for name, convert in given]).fetchone()
        cursor.close()
    finally:
        connection.close()
    return dict(zip(names, (convert(value) for convert, value in zip(made, row, strict=True)), strict=True)) if row else None


def _asked(token_hash: str, now: datetime) -> dict[str, Any]:
    return {"token_hash": token_hash, "now": now, "used_after": now - SESSION_IDLE}


@functools.cache
def _for_driver(dialect: Dialect) -> tuple[str, list[str], list[tuple[str, Any]], list[Any]]:
    """The statement as the driver takes it: its text, its columns, and how each value goes there and comes back."""
    compiled = _SIGNED_IN.compile(dialect=dialect)
    given = [
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is)
        for name in compiled.positiontup
    ]
    columns = list(_SIGNED_IN.selected_columns)
    made = [column.type.dialect_impl(dialect).result_processor(dialect, None) or _as_it_is for column in columns]
    return str(compiled), [column.key for column in columns], given, made


def _as_it_is(value: Any) -> Any:
    return value


class Identities:
    """Sessions, and the people behind them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sample_person(self, person_id: str) -> Person | None:
        """Somebody of a sample partner, or of the sample desk: the only ones whom demo sign-in lets in.

        Who has a password signs in with it, on a preview too.
        """
        query = (
            select(Person)
            .outerjoin(Partner, col(Partner.id) == Person.partner_id)
            .where(Person.id == findable(person_id), col(Person.active).is_(True))
            .where(col(Partner.sample).is_not(None) | col(Person.partner_id).is_(None))
            .where(col(Person.id).not_in(select(Credential.person_id)))
        )
        return self._session.exec(query).one_or_none()

    def active_person(self, person_id: str) -> tuple[Person, Partner] | None:
        """Somebody who may still come in, with the company; None for operators, who have none."""
        query = select(Person, Partner).join(Partner, col(Partner.id) == Person.partner_id)
        return self._session.exec(query.where(Person.id == person_id, col(Person.active).is_(True))).one_or_none()

    def add(self, login: LoginSession) -> None:
        """Stores a new session."""
        self._session.add(login)

    def end(self, token_hash: str) -> None:
        """Ends a session, if there is one."""
        self._session.exec(delete(LoginSession).where(col(LoginSession.token_hash) == token_hash))

    def end_over(self, now: datetime) -> None:
        """Forgets sessions whose time is over, or that nobody has used for long."""
        self._session.exec(delete(LoginSession).where(is_over(now)))

    def see(self, token_hash: str, now: datetime) -> None:
        """Keeps when a session was last used; never earlier than before."""
        query = update(LoginSession).where(col(LoginSession.token_hash) == token_hash, _used_at < now)
        self._session.exec(query.values(seen_at=now))

    def prove(self, token_hash: str, now: datetime) -> None:
        """Keeps that its person has proved anew who they are."""
        self._session.exec(update(LoginSession).where(col(LoginSession.token_hash) == token_hash).values(proved_at=now))

    def of_person(self, person_id: str, now: datetime) -> list[LoginSession]:
        """Somebody's sessions that aren't over, the last used first."""
        query = select(LoginSession).where(
            LoginSession.person_id == person_id, col(LoginSession.expires_at) > now, _used_at > now - SESSION_IDLE
        )
        return list(self._session.exec(query.order_by(_used_at.desc(), col(LoginSession.token_hash))).all())
