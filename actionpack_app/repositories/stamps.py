"""Stamps: an open page asks in one look whether its list has changed."""

from typing import Any

import sqlalchemy
from sqlalchemy import Connection, bindparam, event
from sqlmodel import Session, col

from actionpack_app.db import insert_into
from actionpack_app.models import Stamp

_CHANGED = "changed scopes"
DESK, MONEY = "desk", "desk-money"
"""Whatever the desk's list of requests shows, and what finance's lists show; a company's list has the company's id."""


_STAMP: Any = sqlalchemy.select(col(Stamp.number)).where(col(Stamp.scope) == bindparam("scope"))


def stamp_of(asked: Session | Connection, scope: str) -> int:
    """How often something has changed so far."""
    connection = asked.connection() if isinstance(asked, Session) else asked
    return connection.execute(_STAMP, {"scope": scope}).scalar_one_or_none() or 0


def put_stamps(session: Session, *scopes: str) -> None:
    """Has a change counted as the transaction commits: a stamp stays locked to the end, so they come last, in one order."""
    session.info.setdefault(_CHANGED, set()).update(scopes)


def _count(session: Session) -> None:
    changed: set[str] = session.info.pop(_CHANGED, set())
    if not changed:
        return
    session.flush()
    for scope in sorted(changed):
        statement = insert_into(session, Stamp).values(scope=scope, number=1)
        grown = statement.on_conflict_do_update(index_elements=["scope"], set_={"number": col(Stamp.number) + 1})
        session.connection().execute(grown)


event.listen(Session, "before_commit", _count)
