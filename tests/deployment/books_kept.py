"""Every row that a store keeps, whoever wrote it: ours, the durable work's, the sandbox's."""

import contextlib
import sqlite3
from pathlib import Path

import psycopg

Rows = dict[str, list[str]]

OF_NOBODY = ("pg_catalog", "information_schema")


def rows_of(address: str) -> Rows:
    """By table; of a folder of SQLite's files, or of a PostgreSQL database."""
    return _of_database(address) if address.startswith("postgresql:") else _of_folder(Path(address))


def _of_folder(folder: Path) -> Rows:
    kept: Rows = {}
    for file in sorted(folder.glob("*.db")):
        with contextlib.closing(sqlite3.connect(file)) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            for (table,) in tables:
                kept[f"{file.name}:{table}"] = sorted(map(repr, database.execute(f'SELECT * FROM "{table}"')))  # noqa: S608
    return kept


def _of_database(address: str) -> Rows:
    kept: Rows = {}
    with psycopg.connect(address) as database:
        question = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
        for schema, table in sorted(database.execute(question).fetchall()):
            if schema not in OF_NOBODY:
                rows = database.execute(f'SELECT * FROM "{schema}"."{table}"')  # noqa: S608 # pyright: ignore[reportArgumentType, reportCallIssue]
                kept[f"{schema}.{table}"] = sorted(map(repr, rows.fetchall()))
    return kept
