"""The newest migration can be taken back with data in it, and lets the version before it go on beside it (docs/operations.md).

Two versions serve side by side while a deployment rolls: so a migration only adds, and what it adds may be left out.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from actionpack_app.db import engine
from actionpack_app.domain.rights import Role
from actionpack_app.models import Person
from actionpack_app.services.people.change import deactivate
from actionpack_app.services.people.look_after import erase
from actionpack_app.services.samples.manage import list_sample_partners
from actionpack_app.serving.database import fill, migrate, migration_config
from tests.integration.companies import Company, signed_in
from tests.integration.rows import all_of
from tests.integration.shopping import bought, reviewed_by_card
from tests.integration.store import KINDS, Store, Templates, configure, forget

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=KINDS, autouse=True)
def filled(
    request: pytest.FixtureRequest,
    templates: Templates,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    durable: None,  # noqa: ARG001 (it only has to run)
) -> Iterator[Store]:
    """A database at the newest revision, full of sample partners."""
    with templates.empty(request.param) as url:
        configure(monkeypatch, url, tmp_path / "files")
        migrate()
        fill()
        yield Store(request.param, url, tmp_path / "files")
        forget()


def erase_somebody() -> None:
    """Fabrikam's User is deactivated, and erased."""
    company = sample("fabrikam")
    person = company.person(Role.USER).person_id
    deactivate(company.admin, person, company.clock)
    erase(company.admin, person, company.clock)


FILLS: dict[str, Callable[[], object]] = {"0019": erase_somebody, "0020": lambda: sample("fabrikam")}
"""What puts something into everything that a revision adds; the newest one needs its line here."""


def sample(key: str) -> Company:
    return signed_in(next(made for made in list_sample_partners() if made.sample == key))


def newest() -> str:
    found = ScriptDirectory.from_config(migration_config()).get_current_head()
    assert found is not None
    return found


def described() -> sa.MetaData:
    """The tables as the database has them."""
    found = sa.MetaData()
    found.reflect(engine())
    found.remove(found.tables["alembic_version"])
    return found


def rows(tables: sa.MetaData) -> Rows:
    """Every row of these tables, in these tables' columns."""
    with engine().connect() as connection:
        return {
            table.name: sorted((dict(row) for row in connection.execute(sa.select(table)).mappings()), key=repr)
            for table in tables.sorted_tables
        }


def before_and_after() -> tuple[sa.MetaData, sa.MetaData]:
    """The tables of the version before, and the newest's; the database is at the version before."""
    after = described()
    command.downgrade(migration_config(), "-1")
    return described(), after


def added(before: sa.MetaData, after: sa.MetaData) -> dict[str, set[str]]:
    """Columns by table that the newest revision adds."""
    found = {
        name: set(table.columns.keys()) - set(before.tables[name].columns.keys() if name in before.tables else ())
        for name, table in after.tables.items()
    }
    return {name: columns for name, columns in found.items() if columns}


def test_the_newest_revision_goes_down_and_up_again_with_data_in_what_it_added() -> None:
    assert newest() in FILLS, f"say in FILLS how to put something into what revision {newest()} adds"
    FILLS[newest()]()
    held = rows(described())
    before, after = before_and_after()
    for table, columns in added(before, after).items():
        for column in columns:
            assert any(row[column] is not None for row in held[table]), f"nothing stood in {table}.{column}"
    kept = rows(before)
    assert kept == {
        name: sorted(({key: row[key] for key in table.columns.keys()} for row in held[name]), key=repr)  # noqa: SIM118
        for name, table in before.tables.items()
    }, "what the version before it knows is as it was"
    command.upgrade(migration_config(), "head")
    assert rows(before) == kept
    assert {name: sorted(table.columns.keys()) for name, table in described().tables.items()} == {
        name: sorted(table.columns.keys()) for name, table in after.tables.items()
    }


def test_partners_go_on_after_a_roll_back_was_taken_back() -> None:
    command.downgrade(migration_config(), "-1")
    command.upgrade(migration_config(), "head")
    fabrikam = sample("fabrikam")
    bought(fabrikam, reviewed_by_card(fabrikam))
    assert fabrikam.holds().term.expiry > fabrikam.today


def must_be_given(column: sa.Column) -> bool:
    """Whether a row can't be stored by somebody who doesn't know of it."""
    return not column.nullable and column.server_default is None


def test_the_newest_revision_only_adds_and_what_it_adds_may_be_left_out() -> None:
    before, after = before_and_after()
    for name, old in before.tables.items():
        assert name in after.tables, f"{name} was taken away"
        new = after.tables[name]
        for column in old.columns:
            assert column.name in new.columns, f"{name}.{column.name} was taken away"
            now = new.columns[column.name]
            assert str(now.type) == str(column.type), f"{name}.{column.name} is of another kind"
            assert now.nullable or not column.nullable, f"{name}.{column.name} may no longer be empty"
        for column in new.columns:
            assert column.name in old.columns or not must_be_given(column), f"the version before can't store {name} any more"
        assert narrower(old, new) == set(), f"{name} takes less than before"


def narrower(old: sa.Table, new: sa.Table) -> set[str]:
    """What refuses rows that the version before could have stored."""
    return refusals(new, set(old.columns.keys())) - refusals(old, set(old.columns.keys()))


def refusals(table: sa.Table, known: set[str]) -> set[str]:
    """Checks, uniqueness and references that the version before meets; of an enumeration's check, it may say more than before."""
    found = {f"unique {sorted(index.columns.keys())}" for index in table.indexes if index.unique}
    for one in table.constraints:
        columns = set(one.columns.keys())
        if isinstance(one, sa.CheckConstraint):
            found.add(f"check {one.name}" if one.name else f"check {one.sqltext}")
        elif columns <= known and not isinstance(one, sa.PrimaryKeyConstraint):
            found.add(f"{type(one).__name__} {sorted(columns)}")
    return found


def test_the_version_before_goes_on_storing_what_it_knows_of() -> None:
    """A new person as it would be written by a version that doesn't know what was added."""
    before, _after = before_and_after()
    command.upgrade(migration_config(), "head")
    table = before.tables["person"]
    with engine().begin() as connection:
        known = dict(connection.execute(sa.select(table)).mappings().first() or {})
        connection.execute(table.insert().values(known | {"id": "new", "email": "new@fabrikam.example.com"}))
    assert "new" in {person.id for person in all_of(Person)}
