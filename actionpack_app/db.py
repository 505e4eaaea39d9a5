"""The engine, and transactions that commit once, at their end.

Nothing is created at import: servers fork after loading the application, and no connection goes along. SQLite runs in
WAL mode with foreign keys on; writers take its lock at once (`BEGIN IMMEDIATE`), so that two of them queue instead of
failing halfway.
"""

import contextlib
import functools
import os
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlmodel import Session, SQLModel

from actionpack_app import traces
from actionpack_app.settings import get_settings

WRITER = "actionpack_writer"
"""Execution option that tells a writing transaction from a reading one."""

CONNECTS_WITHIN_SECONDS = 10
"""Whoever waits longer for the database is told that it can't be reached."""
POSTGRESQL = {
    "connect_timeout": CONNECTS_WITHIN_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # ms
}
"""A machine that is gone without a word is noticed within half a minute; the system alone would wait a quarter of an hour."""

FREE_WITHIN_SECONDS, ASKS_AGAIN_SECONDS = 30, 0.01
"""How long a file of SQLite may be locked by others, and how often it is asked for where SQLite itself doesn't wait."""

ASKED_AFTER_SECONDS = 1.0
"""A connection that has lain so long is asked whether it still is one; what was used just now is used at once."""


def make_engine(url: str) -> Engine:
    """An engine for `url`, with what each database needs."""
    made = _sqlite_engine(url) if url.startswith("sqlite") else _postgresql_engine(url)
    event.listen(made, "before_cursor_execute", _begin_query)
    event.listen(made, "after_cursor_execute", _end_query)
    event.listen(made, "handle_error", _end_failed_query)
    keep_from_forks(made)
    return made


def keep_from_forks(made: Engine) -> None:
    """No connection of this engine passes into a forked process: both would speak on it, and read each other's answers."""
    _kept_from_forks.add(made)


def _let_go() -> None:
    """Ends what no thread uses right now: the process that prepares the database and then forks the web processes uses none."""
    for made in list(_kept_from_forks):
        made.dispose()


_kept_from_forks: weakref.WeakSet[Engine] = weakref.WeakSet()
os.register_at_fork(before=_let_go)


def _postgresql_engine(url: str) -> Engine:
    made = create_engine(
        url, pool_use_lifo=True, pool_timeout=CONNECTS_WITHIN_SECONDS, hide_parameters=True, connect_args=POSTGRESQL
    )
    ask_connections(made)
    event.listen(made, "checkin", _writes_if_server_does)
    return made


def _writes_if_server_does(connection: Any, _record: object) -> None:
    """After reading, SQLAlchemy leaves a connection that insists on writing, even where the server's owner forbids it."""
    if connection is not None:  # one that broke meanwhile is gone
        connection.read_only = None


def ask_connections(made: Engine) -> None:
    """Has an engine notice connections that have gone while nobody used them, without a question before each use."""
    for listens, moment in asking(made.dialect):
        event.listen(made, moment, listens)


def asking(dialect: Dialect) -> list[tuple[Callable[..., None], str]]:
    """What a pool has to listen to for this, and when."""

    def lies(_connection: Any, record: Any) -> None:
        record.info["lies since"] = time.monotonic()

    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("lies since")
        if since is None or time.monotonic() - since < ASKED_AFTER_SECONDS:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone  # the pool makes a new one, and trusts none that is older

    return [(lies, "checkin"), (ask, "checkout")]


def _begin_query(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: FBT001
    if not traces.are_on():  # asked each time: a server's engine is older than its traces
        return
    spans = contextlib.ExitStack()
    spans.enter_context(traces.span(f"query {statement.partition(' ')[0]}", **{"db.query.text": statement[:_LONGEST_TOLD]}))
    context.spans_of_query = spans


def _end_query(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: FBT001
    _close(context)


def _end_failed_query(failure: Any) -> None:
    _close(failure.execution_context)


def _close(context: Any) -> None:
    spans: contextlib.ExitStack | None = getattr(context, "spans_of_query", None)
    if spans is not None:
        spans.close()


_LONGEST_TOLD = 2_000


@functools.cache
def engine() -> Engine:
    """The engine of this process."""
    return make_engine(get_settings().database_url)


@contextmanager
def transaction() -> Iterator[Session]:
    """One use case's writes: committed at the end, or not at all."""
    with Session(engine(), expire_on_commit=False) as session:
        session.connection(execution_options={WRITER: True})
        yield session
        session.commit()


@contextmanager
def reading() -> Iterator[Session]:
    """A consistent view for reading; never takes a write lock, never keeps a change."""
    with Session(engine(), expire_on_commit=False) as session:
        if engine().dialect.name != "postgresql":  # SQLite sees one moment from its first read on by itself
            yield session
            return
        session.connection(execution_options=_ONE_MOMENT)
        yield session
        session.expunge_all()
        session.commit()  # a rollback would have the driver forget all statements that it has prepared on the connection


_ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def glance() -> Iterator[Connection]:
    """For one question alone: without the transaction around it, which is two more round trips to PostgreSQL."""
    with engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


@contextmanager
def alone(*, writes: bool = False) -> Iterator[Session]:
    """As `transaction` or `reading` where each statement stands for itself: one round trip instead of three."""
    with Session(engine(), expire_on_commit=False) as session:
        if engine().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        elif writes:
            session.connection(execution_options={WRITER: True})
        yield session
        if writes:
            session.commit()


def answers_at_once() -> bool:
    """Whether a row is read from a file of this machine: sooner than another thread could be asked to."""
    return engine().dialect.name == "sqlite"


def _remember(session: Session, row: object) -> None:
    """A session keeps the rows that it has read, so that asking for one by its key again asks nobody."""
    session.info.setdefault("read", []).append(row)


event.listen(Session, "loaded_as_persistent", _remember)


def insert_into(session: Session, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that may say what happens on a conflict; each database has one of its own, spelled alike."""
    return insert_of(session.get_bind().dialect.name, table)


def insert_of(dialect: str, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """The same by the database's name, for statements that are kept."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def _sqlite_engine(url: str) -> Engine:
    database = make_url(url).database
    pool: dict[str, Any] = {}
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
        pool = {"max_overflow": -1}  # a file takes as many as there are threads: nobody, the event loop least, waits for one
    made = create_engine(
        url, hide_parameters=True, connect_args={"timeout": FREE_WITHIN_SECONDS, "check_same_thread": False}, **pool
    )
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    write_ahead(connection)
    for pragma in (
        "foreign_keys=ON",
        "synchronous=NORMAL",
        f"busy_timeout={FREE_WITHIN_SECONDS * 1000}",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def write_ahead(connection: sqlite3.Connection) -> None:
    """Has a file write ahead, so that readers and a writer don't wait for each other.

    Of several processes that come to a new file at once, SQLite refuses all but one without waiting (two that hold it
    for reading would wait for each other for ever), whatever time-out is set: they ask again.

    Raises: `sqlite3.OperationalError` where the file stays locked for half a minute, or can't be written.
    """
    until = time.monotonic() + FREE_WITHIN_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as refusal:
            if refusal.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(ASKS_AGAIN_SECONDS)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writer = connection.get_execution_options().get(WRITER, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")
