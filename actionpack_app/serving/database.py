"""Bringing the database up to date, and filling an empty one in demo and staging."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import select

from actionpack_app.db import engine, reading
from actionpack_app.logs import log
from actionpack_app.models import CatalogueVersion
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.samples.manage import fill_key_pool, seed_samples
from actionpack_app.settings import get_settings

ROOT = Path(__file__).parents[2]


def migration_config(target: Engine | None = None) -> Config:
    """What alembic runs with, on `target` or on the engine of the environment."""
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["engine"] = target or engine()
    return config


def migrate() -> None:
    """Brings the database to the newest revision; one that is newer than this version is left as it is.

    While a deployment rolls, and after it was rolled back, a version serves on the schema of the next (docs/operations.md).
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = migration_config()
    if newer := _unknown_revision(config):
        log.warning("the database is newer than this version, and is left as it is", revision=newer)
        return
    command.upgrade(config, "head")


def _unknown_revision(config: Config) -> str:
    """The database's revision, where this version doesn't have it; empty otherwise."""
    with engine().connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    return "" if revision is None or revision in known else revision


def fill() -> bool:
    """Imports the sample catalogue into an empty database and, outside production, the sample partners."""
    with reading() as session:
        empty = session.exec(select(CatalogueVersion.id).limit(1)).first() is None
    if empty and get_settings().has_samples:
        import_catalogue(sample_catalogue())
    seeded = get_settings().has_samples and seed_samples()
    if get_settings().has_samples:
        fill_key_pool()
    return seeded
