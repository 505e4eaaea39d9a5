"""Connections to PostgreSQL: those that went while nobody used them are noticed, and reading leaves nothing behind on them."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import InternalError, OperationalError

from actionpack_app import db
from actionpack_app.db import make_engine
from tests.integration.postgres import server

PREPARED_AFTER = 5
"""So many uses of a statement on a connection, psycopg's own default."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server() as found:
        yield f"postgresql+psycopg://postgres@/postgres?{found}"


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    made = make_engine(address)
    yield made
    made.dispose()


def process_of(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT pg_backend_pid()")).scalar_one()


def end(address: str, process: int) -> None:
    other = make_engine(address)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
    other.dispose()


def test_one_that_has_gone_is_replaced(engine: Engine, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "ASKED_AFTER_SECONDS", 0.0)
    before = process_of(engine)
    end(address, before)
    assert process_of(engine) != before


def test_the_one_used_last_is_used_next_without_a_question(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    ping = engine.dialect.do_ping
    monkeypatch.setattr(engine.dialect, "do_ping", lambda connection: asked.append(time.monotonic()) or ping(connection))
    first = process_of(engine)
    assert [process_of(engine) for _ in range(5)] == [first] * 5
    assert asked == []


def test_one_that_goes_in_between_costs_one_question_only(engine: Engine, address: str) -> None:
    """Whoever meets it hears of an outage; the pool forgets everything that is older."""
    end(address, process_of(engine))
    with pytest.raises(OperationalError):
        process_of(engine)
    assert process_of(engine)


@pytest.fixture
def read_by(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(db, "engine", lambda: engine)
    return engine


def test_reading_keeps_the_statements_that_the_driver_has_prepared(read_by: Engine) -> None:
    for _again in range(PREPARED_AFTER + 1):
        with db.reading() as session:
            session.connection().execute(text("SELECT 'kept'"))
    with read_by.connect() as connection:
        prepared = connection.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()
    assert any("kept" in statement for statement in prepared)


def test_reading_changes_nothing(read_by: Engine) -> None:
    with read_by.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS written (one integer)"))
    with pytest.raises(InternalError, match="read-only"), db.reading() as session:
        session.connection().execute(text("INSERT INTO written VALUES (1)"))
    with db.alone(writes=True) as session:
        session.connection().execute(text("INSERT INTO written VALUES (2)"))
    with db.alone() as session:
        assert session.connection().execute(text("SELECT one FROM written")).scalars().all() == [2]


def test_after_reading_the_server_s_owner_still_says_whether_anything_is_written(read_by: Engine) -> None:
    """One whose server takes nothing any more must hear of it, as everybody else does."""
    with db.reading() as session:
        session.connection().execute(text("SELECT 1"))
    with read_by.connect() as connection:
        connection.execute(text("SET SESSION default_transaction_read_only = on"))
        connection.commit()
    with pytest.raises(InternalError, match="read-only"), db.transaction() as session:
        session.connection().execute(text("CREATE TABLE unwanted (one integer)"))
