"""A fresh, migrated database with the sample catalogue in it, on SQLite and on PostgreSQL."""

import contextlib
import dataclasses
import gc
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command

from actionpack_app import db
from actionpack_app.gateways import files, mail, payments
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.gateways.payments.stripe import StripePayments
from actionpack_app.repositories import counters
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.settings import get_settings
from tests.integration.postgres import server

KINDS = ("sqlite", "postgresql")
STRIPE = ("STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE", "STRIPE_JS_URL")
SECRET_KEY = "a secret key for tests only"
STAGING_KEY = "a staging key for tests only"
TEMPLATE = "migrated"


@dataclasses.dataclass(frozen=True)
class Store:
    """Where one test keeps its rows and files."""

    kind: str
    url: str
    files: Path


OIDC = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def configure(monkeypatch: pytest.MonkeyPatch, url: str, folder: Path) -> None:
    """Sets the environment of a demo server on `url`."""
    for name in (*STRIPE, *OIDC, "PUBLIC_URL", "PORT", "REDIS_URL", "WEB_CONCURRENCY", "TRUSTED_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("FILES_URL", f"file:{folder}")
    monkeypatch.setenv("SMTP_URL", f"file:{folder / 'outbox'}")
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("STAGING_KEY", STAGING_KEY)
    monkeypatch.setenv("ACTIONPACK_MODE", "demo")
    forget()


def forget() -> None:
    """Closes all connections and forgets what the process has cached."""
    if db.engine.cache_info().currsize:
        db.engine().dispose()
    if payments.get_payments.cache_info().currsize:
        provider = payments.get_payments()
        assert isinstance(provider, SandboxPayments | StripePayments)
        provider.close()
    for cached in (get_settings, db.engine, files.get_files, mail.get_mailer, payments.get_payments):
        cached.cache_clear()
    counters._parsed.clear()  # noqa: SLF001 (no other way to forget it)


class Templates:
    """Migrated databases, made once per session and kind, and their copies.

    The copies of a kind stand at one address, one after the other, so that their engine, disposed in between, keeps the
    statements that it has compiled: they take more time than the databases.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = contextlib.ExitStack()
        self._address = ""
        self._admin: psycopg.Connection | None = None
        self._file: Path | None = None
        self._engines: dict[str, db.Engine] = {}
        self._made = 0

    def close(self) -> None:
        """Ends the server, if one was started."""
        if self._admin is not None:
            self._admin.close()
        self._running.close()

    def use_engine(self, url: str) -> None:
        """Makes `db.engine()` give the engine that this address had before."""
        if url not in self._engines:
            self._engines[url] = db.make_engine(url)
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(db, "make_engine", lambda asked: self._engines[asked])
            db.engine()

    @contextlib.contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The address of a database without tables."""
        self._made += 1
        name = f"empty{self._made}"
        if kind == "sqlite":
            yield f"sqlite:///{self._folder / name}.db"
            return
        with self._database(name, "template1"):
            yield self._url(name)

    @contextlib.contextmanager
    def migrated(self, kind: str) -> Iterator[str]:
        """The address of a database with tables and the catalogue."""
        if kind == "sqlite":
            folder = self._folder / "copy"
            folder.mkdir()
            shutil.copy(self._sqlite_template(), folder / "actionpack.db")
            yield f"sqlite:///{folder / 'actionpack.db'}"
            shutil.rmtree(folder)
            return
        self._postgres_template()
        with self._database("copy", TEMPLATE):
            yield self._url("copy")

    def _sqlite_template(self) -> Path:
        if self._file is None:
            file = self._folder / f"{TEMPLATE}.db"
            _prepare(f"sqlite:///{file}")
            self._file = file
        return self._file

    def _postgres_template(self) -> None:
        admin = self._postgres()
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone() is None:
            admin.execute(f"CREATE DATABASE {TEMPLATE}")
            _prepare(self._url(TEMPLATE))

    @contextlib.contextmanager
    def _database(self, name: str, template: str) -> Iterator[None]:
        admin = self._postgres()
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # pyright: ignore[reportCallIssue]
        yield
        try:
            admin.execute(f"DROP DATABASE {name}")  # pyright: ignore[reportCallIssue]
        except psycopg.errors.ObjectInUse:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # pyright: ignore[reportCallIssue]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)  # told here, not in some later test
                gc.collect()
            pytest.fail("connections to the database were left open")

    def _postgres(self) -> psycopg.Connection:
        if self._admin is None:
            self._address = self._running.enter_context(server())
            self._admin = psycopg.connect(self._url("postgres").replace("+psycopg", ""), autocommit=True)
        return self._admin

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?{self._address}"


def _prepare(url: str) -> None:
    """Migrates a new database and imports the sample catalogue."""
    from actionpack_app.serving.database import migration_config  # noqa: PLC0415 (other tests need no server)

    with pytest.MonkeyPatch.context() as monkeypatch:
        configure(monkeypatch, url, Path("unused"))
        command.upgrade(migration_config(), "head")
        import_catalogue(sample_catalogue())
        if url.startswith("sqlite"):
            with db.engine().connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        forget()
