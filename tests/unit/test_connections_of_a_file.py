"""SQLite's connections: whoever asks for one gets one, however many others hold or ask."""

import multiprocessing
import sqlite3
import threading
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from actionpack_app.db import make_engine, write_ahead

MANY = 40


def test_nobody_waits_for_a_connection_to_a_file(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'file.db'}")
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(engine.connect()).execute(text("SELECT 1"))
    engine.dispose()


def test_whoever_comes_to_a_new_file_while_somebody_writes_waits(tmp_path: Path) -> None:
    """SQLite itself refuses to change a file's mode at once then, whatever time-out a connection has."""
    file = tmp_path / "new.db"
    writer = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"), closing(sqlite3.connect(file, timeout=30)) as refused:
        refused.execute("PRAGMA journal_mode=WAL")
    ended = threading.Timer(0.1, writer.commit)
    ended.start()
    engine = make_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    engine.dispose()
    ended.join()
    writer.close()


def test_whoever_cannot_write_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file.db"
    file.write_bytes(b"nothing of SQLite's" * 100)
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        write_ahead(connection)


def test_a_forked_process_has_connections_of_its_own(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'file.db'}")
    opened: list[sqlite3.Connection] = []
    event.listen(engine, "connect", lambda connection, _record: opened.append(connection))
    for _use in range(2):
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    assert len(opened) == 1
    child = multiprocessing.get_context("fork").Process(target=int)
    child.start()
    child.join()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()
