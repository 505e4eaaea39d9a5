"""The sandbox provider's own books: a database beside the product's, never part of its transactions."""

import threading
from pathlib import Path

from sqlalchemy import BigInteger, Column, DateTime, Engine, MetaData, String, Table, create_engine, text
from sqlalchemy.engine import make_url

from actionpack_app.db import WRITER, ask_connections, keep_from_forks, make_engine

_metadata = MetaData()

cards = Table(
    "sandbox_card",
    _metadata,
    Column("ref", String(64), primary_key=True),
    Column("customer", String(36), nullable=False),
    Column("last4", String(4), nullable=False),
)
payments = Table(
    "sandbox_payment",
    _metadata,
    Column("ref", String(64), primary_key=True),
    Column("idempotency_key", String(80), unique=True, nullable=False),
    Column("customer", String(36), nullable=False),
    Column("card_ref", String(64), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("order_number", String(24), nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("decline_code", String(40), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("charged_at", DateTime(timezone=True), nullable=True),
)
refunds = Table(
    "sandbox_refund",
    _metadata,
    Column("ref", String(64), primary_key=True),
    Column("idempotency_key", String(80), unique=True, nullable=False),
    Column("payment_ref", String(64), unique=True, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)


class Ledger:
    """Opens the books when they are first needed."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._opened: Engine | None = None
        self._opening = threading.Lock()

    def engine(self) -> Engine:
        """The engine of the books."""
        with self._opening:
            if self._opened is None:
                self._opened = _open(self._url)
            return self._opened

    def close(self) -> None:
        """Gives the connections back."""
        with self._opening:
            if self._opened is not None:
                self._opened.dispose()
            self._opened = None


def _open(database_url: str) -> Engine:
    """A file beside the database for SQLite; a schema of its own in PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        beside = Path(url.database or "var/actionpack.db").with_name("sandbox-provider.db")
        opened = make_engine(f"sqlite:///{beside}").execution_options(**{WRITER: True})
    else:
        opened = create_engine(
            url, pool_use_lifo=True, hide_parameters=True, connect_args={"options": "-csearch_path=sandbox_provider"}
        )
        ask_connections(opened)
        keep_from_forks(opened)
    with opened.begin() as connection:  # one process after the other: the first makes what the others find
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7311502)"))
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS sandbox_provider"))
        _metadata.create_all(connection)
    return opened
