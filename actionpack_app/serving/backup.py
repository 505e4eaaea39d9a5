"""Copies of everything that an embedded server keeps, all of one moment, while it goes on serving.

The database, the durable work and the sandbox's books are three files that change one after the other; a copy of one of them from
a moment later would hold work that the others don't know of. So all of them are held for writing while they are copied. Who
reads isn't kept waiting. PostgreSQL keeps all of it in one database, and has tools of its own for that.
"""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from actionpack_app.settings import Settings

BESIDE = ("durable-work.db", "sandbox-provider.db")
"""What lies beside the database, where it is there."""
FILES = "files"
WAITS_SECONDS = 30.0


class NotBackedUpError(RuntimeError):
    """No copy was made; the text says why."""


def back_up(settings: Settings, folder: Path) -> list[str]:
    """Copies the databases, then the files that they name, into a new folder; what there is now. Raises NotBackedUpError."""
    database = make_url(settings.database_url).database
    if not settings.database_url.startswith("sqlite:") or not database:
        raise NotBackedUpError("the database isn't a file: PostgreSQL is backed up with pg_dump (docs/operations.md)")
    if not Path(database).is_file():
        raise NotBackedUpError(f"there is no database {database}")
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        raise NotBackedUpError(f"{folder} is there already: each copy has a folder of its own") from None
    beside = [Path(database), *(Path(database).with_name(name) for name in BESIDE)]
    _copy_together([file for file in beside if file.is_file()], folder)
    _copy_files(Path(settings.files_url.removeprefix("file:")), settings, folder)
    return sorted(one.name for one in folder.iterdir())


def _copy_together(files: list[Path], folder: Path) -> None:
    with contextlib.ExitStack() as held:
        for file in files:
            held.enter_context(_held(file))
        for file in files:
            with _opened(file) as source, _opened(folder / file.name) as copy:
                source.backup(copy)


def _copy_files(kept: Path, settings: Settings, folder: Path) -> None:
    """After the rows that name them: a file is written before its row, and never changed. Half-written ones are nobody's."""
    if settings.files_url.startswith("file:") and kept.is_dir():
        shutil.copytree(kept, folder / FILES, ignore=shutil.ignore_patterns(f"{tempfile.gettempprefix()}*"))


@contextlib.contextmanager
def _held(file: Path) -> Iterator[None]:
    """Nobody else writes to it meanwhile."""
    with _opened(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file, timeout=WAITS_SECONDS)
    try:
        yield connection
    finally:
        connection.close()
