"""Document numbers and the catalogue in force: the seller's own, shared by all partners."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from actionpack_app.db import insert_into
from actionpack_app.domain.catalogue_file import parse_catalogue
from actionpack_app.domain.offers import Catalogue
from actionpack_app.models import CatalogueVersion, Counter


def next_number(session: Session, series: str, year: int) -> int:
    """The next number of a series in a year, gapless: it is given back when the transaction fails.

    The row stays locked until the transaction ends, so that numbers are given in the order in which they are kept.
    """
    statement = (
        insert_into(session, Counter)
        .values(series=series, year=year, last=1)
        .on_conflict_do_update(index_elements=["series", "year"], set_={"last": col(Counter.last) + 1})
        .returning(col(Counter.last))
    )
    return session.connection().execute(statement).scalar_one()


def current_catalogue(session: Session) -> Catalogue:
    """The newest imported catalogue, parsed once per version and process."""
    newest = version_in_force(session)
    if newest is None:
        raise LookupError("no catalogue was imported")
    return _version(session, newest)


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
    return session.exec(_NEWEST).one()


_NEWEST = select(func.max(CatalogueVersion.id))
_parsed: dict[int, Catalogue] = {}
