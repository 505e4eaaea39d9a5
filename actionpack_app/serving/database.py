"""Bringing the database up to date, and filling an empty one in demo and staging."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlmodel import select

from actionpack_app.db import engine, reading
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
    """Brings the database to the newest revision."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(migration_config(), "head")


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
