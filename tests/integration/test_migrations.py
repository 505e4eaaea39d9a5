"""The schema can be built, taken down and built again, and is the one that the tables describe."""

import dataclasses
import os
import subprocess
import sys
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
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from actionpack_app.services.running.presence import beat
from actionpack_app.services.samples.manage import list_sample_partners, seed_samples
from actionpack_app.serving.database import fill, migrate, migration_config
from tests.integration.companies import Company, signed_in
from tests.integration.desk import asks_to_cancel, finance, proved, transferred
from tests.integration.rows import all_of
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


@pytest.mark.usefixtures("store")
def test_a_version_before_the_database_s_serves_on_it_and_leaves_it_as_it_is() -> None:
    with engine().begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    migrate()
    with engine().connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "9999"


def test_several_who_migrate_at_once_find_it_done_once(empty_store: Store) -> None:
    command = [sys.executable, "-c", "from actionpack_app.cli import main; main()", "migrate"]
    environment = os.environ | {"DATABASE_URL": empty_store.url}
    started = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _one in range(3)]
    told = [process.communicate(timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], told
    assert differences() == []


NEW_TABLES = {
    *("payment_proof", "refund", "credit_note", "desk_case", "provider_customer", "provider_event", "executor"),  # 0002
    *("year_mark", "renewal_price", "notice", "notice_delivery", "clock_move"),  # 0003
    "competency_progress",  # 0005
    "letter",  # 0006
    *("partner_look", "data_import"),  # 0007
    *("business_profile", "profile_location", "profile_logo"),  # 0009
    *("product_key", "benefit_use"),  # 0010
    "approval",  # 0011
    *("request_read", "request_word", "stamp"),  # 0012
    *("credential", "invitation", "attempts"),  # 0013
    "enrolment",  # 0014
    *("invoice_number", "activity_number", "invoiced_year"),  # 0015
    "provider_link",  # 0017
    *("second_factor", "recovery_code"),  # 0018
}
NEW_COLUMNS = {
    "catalogue": {"follows"},
    "partner": {"search_name", "moved_at", "details_version", "approval_above_minor", "tax_key"},
    "payment": {"created_by", "received_minor", "instructions", "disputed_at", "started_at"},
    "saved_card": {"is_default"},
    "purchase_order": {"approval_message", "vat_id", "in_pmc", "assigned_to"},
    "subscription": {"next_due_at", "left_out_term"},
    "person": {"mail_locale", "reminder_mails", "feed_version", "erased_at"},
    "support_request": {"waits_since", "assigned_to", "version", "desk_version", "answer_version"},
    "support_message": {"internal"},
    **{table: {"assigned_to"} for table in ("refund", "desk_case")},
    "login_session": {"seen_at", "proved_at", "means", "address", "browser"},
}


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but the bookkeeping of migrations, as the database has it now."""
    described = sa.MetaData()
    described.reflect(engine())
    with engine().connect() as connection:
        return {
            table.name: sorted((dict(row) for row in connection.execute(sa.select(table)).mappings()), key=repr)
            for table in described.sorted_tables
            if table.name != "alembic_version"
        }


def without_what_is_new(rows: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    return {
        table: sorted(
            ({name: value for name, value in row.items() if name not in NEW_COLUMNS.get(table, set())} for row in kept),
            key=repr,
        )
        for table, kept in rows.items()
        if table not in NEW_TABLES
    }


class TestMoney:
    """Newer revisions over a database that was used under the first."""

    @pytest.fixture(autouse=True)
    def _filled(self, empty_store: Store) -> None:
        migrate()
        fill()

    def test_nothing_that_was_there_before_is_lost_on_the_way_up(self) -> None:
        command.downgrade(migration_config(), "0001")
        assert not tables() & NEW_TABLES
        before = everything()
        assert len(before["payment"]) > 5
        assert len(before["invoice"]) > 5
        command.upgrade(migration_config(), "head")
        assert without_what_is_new(everything()) == before
        assert differences() == []

    def test_what_is_new_is_filled_in_with_what_is_true(self) -> None:
        command.downgrade(migration_config(), "0001")
        migrate()
        payments = all_of(models.Payment)
        assert payments != []
        assert all(payment.started_at == payment.created_at for payment in payments)
        assert {(payment.received_minor, payment.instructions, payment.disputed_at) for payment in payments} == {(0, None, None)}
        assert {payment.created_by for payment in payments} == {None}

    def test_a_company_that_had_saved_its_card_before_has_a_default_one(self) -> None:
        command.downgrade(migration_config(), "0001")
        migrate()
        assert [card.is_default for card in all_of(models.SavedCard)] == [True] * 3

    def test_a_partner_goes_on_after_it(self) -> None:
        command.downgrade(migration_config(), "0001")
        migrate()
        fabrikam = signed_in(next(made for made in list_sample_partners() if made.sample == "fabrikam"))
        order = transferred(fabrikam)
        proved(fabrikam, order.number)
        confirm_transfer(finance(), order.number)
        cancel_and_refund(finance(), asks_to_cancel(fabrikam))
        assert [note.total_minor for note in all_of(models.CreditNote)] == [47500]

    def test_down_and_up_again_with_refunds_and_credit_notes_in_it(self) -> None:
        """What only the newer revision can hold is lost; what the older one holds is not."""
        contoso, fabrikam = (
            signed_in(next(made for made in list_sample_partners() if made.sample == key)) for key in ("contoso", "fabrikam")
        )
        cancel_and_refund(finance(), asks_to_cancel(contoso))
        proved(fabrikam, transferred(fabrikam).number)
        beat("somebody")
        held = everything()
        assert all(held[table] for table in ("refund", "credit_note", "payment_proof", "executor"))
        command.downgrade(migration_config(), "0001")
        assert everything() == without_what_is_new(held)
        assert "credit_note_append_only" not in our_functions()
        migrate()
        assert without_what_is_new(everything()) == without_what_is_new(held)
        assert differences() == []
        again = {table: rows for table, rows in everything().items() if table in NEW_TABLES and rows}
        assert again.keys() == {"request_word", "invoice_number", "activity_number", "invoiced_year"}, "what the rest tells"
        assert again["request_word"] == held["request_word"]
