"""Importing a catalogue file: checked whole before anything of it counts."""

import tomllib
from importlib.resources import files

from actionpack_app.db import transaction
from actionpack_app.domain.catalogue_file import CatalogueError, parse_catalogue
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import CatalogueVersion


def import_catalogue(content: str) -> None:
    """Puts a catalogue in force for everything ordered from now on. Raises CatalogueError that names the place."""
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as broken:
        raise CatalogueError(str(broken)) from None
    parse_catalogue(document)
    with transaction() as session:
        session.add(CatalogueVersion(document=document, imported_at=SystemClock().now()))


def sample_catalogue() -> str:
    """The catalogue file that comes with the product."""
    return files("actionpack_app.catalogue").joinpath("sample.toml").read_text(encoding="utf-8")
