"""Document numbers and the catalogue in force: the seller's own, shared by all partners."""

import functools
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from actionpack_app.db import insert_of
from actionpack_app.domain.catalogue_file import parse_catalogue
from actionpack_app.domain.offers import Catalogue
from actionpack_app.models import CatalogueVersion, Counter


def next_number(session: Session, series: str, year: int) -> int:
    """The next number of a series in a year, gapless: it is given back when the transaction fails.

    The row stays locked until the transaction ends, so that numbers are given in the order in which they are kept.
    """
    connection = session.connection()
    return connection.execute(_counting(connection.dialect.name), {"series": series, "year": year}).scalar_one()


@functools.cache
def _counting(dialect: str) -> Any:
    return (
        insert_of(dialect, Counter)
        .values(series=bindparam("series"), year=bindparam("year"), last=1)
        .on_conflict_do_update(index_elements=["series", "year"], set_={"last": col(Counter.last) + 1})
        .returning(col(Counter.last))
    )


def current_catalogue(session: Session) -> Catalogue:
    """The newest imported catalogue: the same all through a transaction, parsed once per version and process."""
    if _IN_FORCE not in session.info:
        newest = version_in_force(session)
        if newest is None:
            raise LookupError("no catalogue was imported")
        session.info[_IN_FORCE] = _version(session, newest)
    return session.info[_IN_FORCE]


def catalogue_at(session: Session, at: datetime) -> Catalogue:
    """The catalogue that was in force at an instant; the oldest for what was paid before there was one, as samples' pasts."""
    before = session.exec(select(func.max(CatalogueVersion.id)).where(col(CatalogueVersion.imported_at) <= at)).one()
    oldest = session.exec(select(func.min(CatalogueVersion.id))).one() if before is None else before
    return _version(session, oldest) if oldest is not None else current_catalogue(session)


def _version(session: Session, number: int) -> Catalogue:
    if number not in _parsed:
        _parsed[number] = parse_catalogue(session.get_one(CatalogueVersion, number).document)
    return _parsed[number]


def version_in_force(session: Session) -> int | None:
    """The number of the newest catalogue; None before there is one."""
    return session.connection().execute(_NEWEST).scalar_one()


_IN_FORCE = "catalogue in force"
_NEWEST: Any = sqlalchemy.select(func.max(CatalogueVersion.id))
_parsed: dict[int, Catalogue] = {}
