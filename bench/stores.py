"""Databases for a run, on both kinds, migrated and with the sample catalogue by the product's own commands."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from actionpack_app.db import make_engine
from tests.integration.postgres import server

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from actionpack_app.cli import main; main()"]
CATALOGUE = ROOT / "actionpack_app" / "catalogue" / "sample.toml"
MEMORY = "512MB"
"""What PostgreSQL keeps pages in: a million subscriptions with their indexes fit, as they would on a server of their own."""
PORT = 3290
"""Nobody listens there; it is part of a worker's name."""


class Store:
    """One migrated database and the environment of processes that work on it."""

    def __init__(self, folder: Path, url: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.environment = os.environ | {
            "PORT": str(PORT),
            "PUBLIC_URL": f"http://localhost:{PORT}",
            "ACTIONPACK_MODE": "demo",
            "DATABASE_URL": url,
            "FILES_URL": f"file:{folder / 'files'}",
            "SECRET_KEY": "a-secret-for-the-benchmark",
            "STAGING_KEY": "a-key-for-the-benchmark",
        }
        self.environment.pop("STRIPE_SECRET_KEY", None)
        self.engine = make_engine(url)
        self.run("migrate")
        self.run("catalogue", "import", str(CATALOGUE))

    @property
    def kind(self) -> str:
        """Which database it is."""
        return self.engine.dialect.name

    def run(self, *command: str) -> None:
        """Runs one of the product's commands to its end."""
        subprocess.run([*COMMAND, *command], cwd=ROOT, env=self.environment, check=True, stderr=subprocess.DEVNULL)

    def start(self, log: Path, *command: str) -> subprocess.Popen[bytes]:
        """Starts one of the product's commands."""
        with log.open("ab") as output:
            return subprocess.Popen([*COMMAND, *command], cwd=ROOT, env=self.environment, stdout=output, stderr=output)


class Stores:
    """Makes databases of one kind, each of its own."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self._folder = folder
        self._address = address
        """The query part of a PostgreSQL server's addresses; empty for SQLite."""

    def new(self, name: str) -> Store:
        """A migrated database."""
        if not self._address:
            return Store(self._folder / name, f"sqlite:///{self._folder / name / 'actionpack.db'}")
        with psycopg.connect(f"postgresql://postgres@/postgres?{self._address}", autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return Store(self._folder / name, f"postgresql+psycopg://postgres@/{name}?{self._address}")


@contextlib.contextmanager
def stores(kind: str, folder: Path) -> Iterator[Stores]:
    """Where the databases of one kind are made; they go with the folder, or with the server."""
    if kind == "sqlite":
        yield Stores(folder / kind)
    else:
        with server(shared_buffers=MEMORY) as address:
            yield Stores(folder / kind, address)
