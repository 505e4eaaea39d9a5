"""Importing a catalogue file: checked whole before anything of it counts."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.catalogue_difference import Change, catalogue_difference
from actionpack_app.domain.catalogue_file import CatalogueError, parse_catalogue
from actionpack_app.domain.errors import PreviewOutdated
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.offers import Catalogue
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import CatalogueVersion
from actionpack_app.repositories.counters import current_catalogue, version_in_force
from actionpack_app.services.catalogue.fits_books import check_fits_books
from actionpack_app.services.imports.console import note_console_import


def import_catalogue(content: str, name: str = "catalogue.toml") -> None:
    """Puts a catalogue in force for everything ordered from now on, from the console. Raises CatalogueError, PreviewOutdated."""
    document, catalogue = read_catalogue(content)
    with transaction() as session:
        follows = version_in_force(session)
        changes = difference_to(session, catalogue) if follows is not None else ()
        put_in_force(session, document, follows)
        note_console_import(session, ImportKind.CATALOGUE, name, content, len(changes))


def preview_catalogue(content: str) -> tuple[Change, ...]:
    """What a file would change of the catalogue in force. Raises CatalogueError; LookupError where none is in force yet."""
    _document, catalogue = read_catalogue(content)
    with reading() as session:
        return difference_to(session, catalogue)


def difference_to(session: Session, catalogue: Catalogue) -> tuple[Change, ...]:
    """What it changes of the catalogue in force. Raises CatalogueError where it can't follow it; LookupError as above."""
    in_force = current_catalogue(session)
    check_fits_books(session, in_force, catalogue)
    return catalogue_difference(in_force, catalogue)


def read_catalogue(content: str) -> tuple[Mapping[str, object], Catalogue]:
    """A file's document, and what it means. Raises CatalogueError that names the place."""
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as broken:
        raise CatalogueError("", "no_toml", detail=str(broken)) from None
    return document, parse_catalogue(document)


def put_in_force(session: Session, document: Mapping[str, object], follows: int | None) -> None:
    """Makes a checked document the successor of the version `follows`. Raises PreviewOutdated where that has one already."""
    session.add(CatalogueVersion(document=dict(document), imported_at=SystemClock().now(), follows=follows))
    try:
        session.flush()
    except IntegrityError:  # somebody else's import got in between, on another connection
        raise PreviewOutdated from None


def sample_catalogue() -> str:
    """The catalogue file that comes with the product."""
    return files("actionpack_app.catalogue").joinpath("sample.toml").read_text(encoding="utf-8")
