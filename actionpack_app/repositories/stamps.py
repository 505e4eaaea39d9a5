"""Stamps: an open page asks in one look whether its list has changed."""

from sqlmodel import Session, col

from actionpack_app.db import insert_into
from actionpack_app.models import Stamp

DESK, MONEY = "desk", "desk-money"
"""Whatever the desk's list of requests shows, and what finance's lists show; a company's list has the company's id."""


def stamp_of(session: Session, scope: str) -> int:
    """How often something has changed so far."""
    found = session.get(Stamp, scope)
    return found.number if found else 0


def put_stamps(session: Session, *scopes: str) -> None:
    """Counts a change. Last in a transaction: each stamp stays locked until its end, and they are taken in one order."""
    for scope in sorted(scopes):
        statement = insert_into(session, Stamp).values(scope=scope, number=1)
        grown = statement.on_conflict_do_update(index_elements=["scope"], set_={"number": col(Stamp.number) + 1})
        session.connection().execute(grown)
