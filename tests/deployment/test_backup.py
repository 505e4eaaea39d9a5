"""What was copied is the product again somewhere else, with the work under way, by the commands of docs/operations.md."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from actionpack_app.db import make_engine
from actionpack_app.serving.backup import NotBackedUpError, back_up
from actionpack_app.settings import read_settings
from tests.crash.books import Books, untrue
from tests.crash.servers import ROOT, WEBHOOK_SECRET, Server
from tests.crash.trials import Customer, House, at_the_point
from tests.crash.visitor import CHECKOUT
from tests.deployment.books_kept import rows_of
from tests.integration.postgres import program
from tests.integration.postgres import server as postgres
from tests.payment_peer.process import Peer, peer

KEY = "a staging key for backups"
LOOKS = 300


class Place:
    """Where a server keeps everything."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    @property
    def plain(self) -> str:
        """The address as PostgreSQL's own programs take it; the folder, for SQLite."""
        return self.url.replace("+psycopg", "") if self.url.startswith("postgresql") else str(self.folder)

    def engine(self) -> contextlib.AbstractContextManager:
        @contextlib.contextmanager
        def opened() -> Iterator:
            made = make_engine(self.url) if self.url.startswith("sqlite") else create_engine(self.url)
            yield made
            made.dispose()

        return opened()


@contextlib.contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    """An empty one."""
    folder.mkdir()
    if kind == "sqlite":
        yield Place(folder, f"sqlite:///{folder / 'actionpack.db'}")
        return
    with postgres() as where:
        yield Place(folder, f"postgresql+psycopg://postgres@/postgres?{where}")


def copy_of(kept: Place, folder: Path) -> None:
    """As the operator makes it."""
    if kept.url.startswith("postgresql"):
        folder.mkdir()
        subprocess.run([program("pg_dump"), "--format=custom", f"--file={folder / 'database.dump'}", kept.plain], check=True)
        with tarfile.open(folder / "files.tar", "w") as tar:
            tar.add(kept.folder / "files", "files")
        return
    environment = os.environ | {"DATABASE_URL": kept.url, "FILES_URL": f"file:{kept.folder / 'files'}", "ACTIONPACK_MODE": "demo"}
    command = [sys.executable, "-c", "from actionpack_app.cli import main; main()", "backup", str(folder)]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert told.stdout.splitlines() == ["actionpack.db", "durable-work.db", "files"]


def restore(folder: Path, into: Place) -> None:
    """As the operator does it."""
    if into.url.startswith("postgresql"):
        dump = str(folder / "database.dump")
        subprocess.run([program("pg_restore"), "--exit-on-error", "--no-owner", f"--dbname={into.plain}", dump], check=True)
        subprocess.run(["tar", "--extract", f"--file={folder / 'files.tar'}", f"--directory={into.folder}"], check=True)
        return
    shutil.copytree(folder, into.folder, dirs_exist_ok=True)


def wait_until(server: Server, engine: object, question: str, **values: str) -> None:
    """Looks until a count isn't nought any more."""
    for _look in range(LOOKS):
        with engine.connect() as connection:
            if connection.execute(text(question), values).scalar_one():
                return
        server.alive(0.1)
    raise AssertionError(f"never came true: {question}\n{server.log()[-2000:]}")


def pays(made: House, server: Server) -> Customer:
    """Somebody buys, and sees it confirmed."""
    customer = at_the_point(made, "pay", server)
    customer.visitor.order = {}
    customer.visitor.send(CHECKOUT, "buy", form={})
    assert customer.visitor.wait_for({"paid"}) == "paid"
    return customer


def invoice_of(customer: Customer, engine: object) -> tuple[str, bytes]:
    """The document of what was bought: its path, and its content."""
    question = "SELECT i.number FROM invoice i JOIN purchase_order o ON o.id = i.order_id WHERE o.number = :number"
    with engine.connect() as connection:
        path = f"/api/invoices/{connection.execute(text(question), {'number': customer.number}).scalar_one()}.pdf"
    return path, document(customer.visitor.address, path, customer.visitor.cookie)


def document(address: str, path: str, cookie: str) -> bytes:
    answer = httpx.get(f"{address}{path}", headers={"Cookie": cookie}, timeout=30)
    assert answer.status_code == 200
    return answer.content


@pytest.fixture
def provider() -> Iterator[Peer]:
    with peer() as made:
        yield made


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_back_up_restored_into_an_empty_place_is_the_same_books_and_work_goes_on(
    kind: str, tmp_path: Path, provider: Peer
) -> None:
    copied = tmp_path / "copied"
    with contextlib.ExitStack() as stack:
        old = stack.enter_context(place(kind, tmp_path / "old"))
        server = Server(old.folder, old.url, provider, KEY, "one")
        stack.callback(server.kill)
        server.start()
        provider.webhook(f"{server.address}/api/stripe/webhook", WEBHOOK_SECRET)
        engine = stack.enter_context(old.engine())
        made = House([server], engine, provider, Books(engine, provider), KEY, "")
        happy, waiting = pays(made, server), at_the_point(made, "pay", server)
        path, invoice = invoice_of(happy, engine)
        provider.fault("*", "error_500_before", times=None)
        waiting.visitor.send(CHECKOUT, "buy", form={})
        under_way = "SELECT count(*) FROM purchase_order WHERE number = :number AND status = 'processing'"
        wait_until(server, engine, under_way, number=waiting.number)
        server.kill()
        copy_of(old, copied)
        kept = rows_of(old.plain)

    with contextlib.ExitStack() as stack:
        new = stack.enter_context(place(kind, tmp_path / "new"))
        restore(copied, new)
        restored = rows_of(new.plain)
        assert restored.keys() == kept.keys()
        assert {table: rows for table, rows in restored.items() if rows != kept[table]} == {}
        assert any("PENDING" in row for table, rows in restored.items() if table.endswith("workflow_status") for row in rows)
        provider.clear_faults()
        again = Server(new.folder, new.url, provider, KEY, "two", server.port)
        stack.callback(again.kill)
        again.start()
        engine = stack.enter_context(new.engine())
        made = House([again], engine, provider, Books(engine, provider), KEY, "")
        wait_until(
            again, engine, "SELECT count(*) FROM purchase_order WHERE number = :number AND status = 'paid'", number=waiting.number
        )
        assert document(again.address, path, happy.visitor.cookie) == invoice, "still signed in, and the very same document"
        later = pays(made, again)
        numbers = {happy.number, waiting.number, later.number}
        assert [untrue(found) for found in made.books.orders(numbers)] == ["", "", ""]
        assert made.books.totals() == (3, 3)
        assert made.books.gaps() == []


class Writer(threading.Thread):
    """Writes to both files, one after the other, as a durable step and its use case do."""

    def __init__(self, first: Path, second: Path) -> None:
        super().__init__()
        self._files, self.written, self.enough, self._ended = (first, second), 0, threading.Event(), threading.Event()

    def run(self) -> None:
        with contextlib.ExitStack() as stack:
            opened = [stack.enter_context(contextlib.closing(sqlite3.connect(file, timeout=30))) for file in self._files]
            while not self._ended.is_set():
                self.written += 1
                for one in opened:
                    one.execute("UPDATE fact SET at = ?", [self.written])
                    one.commit()
                if self.written > 20:
                    self.enough.set()

    def end(self) -> None:
        self._ended.set()
        self.join(30)


def fact_in(file: Path) -> int:
    with contextlib.closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute("SELECT at FROM fact").fetchone()[0]


def test_a_back_up_beside_a_busy_server_holds_one_moment_of_all_files(tmp_path: Path) -> None:
    files = tmp_path / "actionpack.db", tmp_path / "durable-work.db"
    for file in files:
        with contextlib.closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE fact (at INTEGER, weight BLOB)")
            database.execute("INSERT INTO fact VALUES (0, randomblob(2000000))")
            database.commit()
    writer = Writer(*files)
    writer.start()
    try:
        assert writer.enough.wait(30)
        for turn in range(5):
            back_up(read_settings({"DATABASE_URL": f"sqlite:///{files[0]}"}), tmp_path / f"copy{turn}")
    finally:
        writer.end()
    for turn in range(5):
        first, second = (fact_in(tmp_path / f"copy{turn}" / file.name) for file in files)
        assert first > 20
        assert first - second in {0, 1}, "the second file is written right after the first"


def test_a_back_up_is_refused_where_it_could_not_be_one(tmp_path: Path) -> None:
    with pytest.raises(NotBackedUpError, match="pg_dump"):
        back_up(read_settings({"DATABASE_URL": "postgresql://actionpack@db/actionpack"}), tmp_path / "copy")
    settings = read_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'actionpack.db'}"})
    with pytest.raises(NotBackedUpError, match="no database"):
        back_up(settings, tmp_path / "copy")
    (tmp_path / "actionpack.db").touch()
    with pytest.raises(NotBackedUpError, match="there already"):
        back_up(settings, tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / "actionpack.db"]
