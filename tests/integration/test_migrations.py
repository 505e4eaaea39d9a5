"""The schema can be built, taken down and built again, and is the one that the tables describe."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from actionpack_app import models
from actionpack_app.db import engine
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.samples.manage import list_sample_partners, seed_samples
from actionpack_app.serving.database import fill, migrate, migration_config
from tests.integration.companies import Company
from tests.integration.store import KINDS, Store, Templates, configure, forget


@pytest.fixture(params=KINDS)
def empty_store(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A database without tables."""
    with templates.empty(request.param) as url:
        configure(monkeypatch, url, tmp_path / "files")
        yield Store(request.param, url, tmp_path / "files")
        forget()


def tables() -> set[str]:
    return set(sa.inspect(engine()).get_table_names())


def our_functions() -> list[str]:
    if engine().dialect.name != "postgresql":
        return []
    with engine().connect() as connection:
        return list(connection.scalars(sa.text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")))


def differences() -> list[object]:
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, SQLModel.metadata))


@pytest.mark.usefixtures("empty_store")
def test_migrations_build_exactly_the_tables_that_the_models_describe() -> None:
    migrate()
    assert tables() == {*SQLModel.metadata.tables, "alembic_version"}
    assert differences() == []


@pytest.mark.usefixtures("store")
def test_every_enumeration_is_checked_by_the_database_with_all_its_values() -> None:
    unchecked: list[str] = []
    for table in SQLModel.metadata.sorted_tables:
        checks = " ".join(check["sqltext"] for check in sa.inspect(engine()).get_check_constraints(table.name))
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                unchecked += [f"{table.name}.{column.name}: {value}" for value in column.type.enums if f"'{value}'" not in checks]
                assert column.name in checks
    assert unchecked == []


@pytest.mark.usefixtures("empty_store")
def test_taking_the_schema_down_leaves_nothing_and_it_can_be_built_again() -> None:
    migrate()
    command.downgrade(migration_config(), "base")
    assert tables() == {"alembic_version"}
    assert our_functions() == []
    migrate()
    assert differences() == []


@pytest.mark.usefixtures("empty_store")
def test_a_database_full_of_sample_partners_can_be_taken_down_and_filled_again() -> None:
    migrate()
    assert fill()
    command.downgrade(migration_config(), "base")
    assert tables() == {"alembic_version"}
    migrate()
    import_catalogue(sample_catalogue())
    assert seed_samples()
    assert len(list_sample_partners()) == 9


def test_migrating_twice_changes_nothing(fabrikam: Company) -> None:
    before = fabrikam.holds()
    migrate()
    assert dataclasses.asdict(fabrikam.holds()) == dataclasses.asdict(before)


@pytest.mark.usefixtures("store")
def test_the_database_is_at_the_one_newest_revision() -> None:
    heads = ScriptDirectory.from_config(migration_config()).get_heads()
    assert len(heads) == 1
    with engine().connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == tuple(heads)


def test_every_table_is_known_to_migrations() -> None:
    exported = {getattr(models, name).__tablename__ for name in models.__all__}
    assert exported == set(SQLModel.metadata.tables)


@pytest.mark.usefixtures("empty_store")
def test_filling_a_filled_database_changes_nothing() -> None:
    migrate()
    assert fill() is True
    before = [partner.id for partner in list_sample_partners()]
    assert fill() is False
    assert [partner.id for partner in list_sample_partners()] == before


def test_rows_survive_a_second_start(fabrikam: Company, sample: Callable[[str], Company]) -> None:
    sample("contoso")
    forget()
    migrate()
    assert fabrikam.holds().term.expiry < fabrikam.today
