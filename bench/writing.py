"""Writing many rows past the services: from a template of one of the product's own tables, by the quickest way in."""

import enum
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import SQLModel

_MOMENTS: dict[datetime, str] = {}


def write(engine: Engine, template: SQLModel, changes: Iterable[dict[str, Any]]) -> None:
    """Writes the template once for each change, in one transaction: COPY on PostgreSQL, one prepared INSERT on SQLite."""
    plain = {name: _plain(value, engine.dialect.name) for name, value in template.model_dump().items()}
    rows = ({**plain, **{name: _plain(value, engine.dialect.name) for name, value in one.items()}} for one in changes)
    values = (tuple(row.values()) for row in rows)
    kept: Any = sa.inspect(type(template)).local_table
    table, names = kept.name, ", ".join(plain)
    connection: Any = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            _copy(connection.cursor(), f"COPY {table} ({names}) FROM STDIN", values)
        else:
            marks = ", ".join("?" * len(plain))
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 (our own names)
        connection.commit()
    finally:
        connection.close()


def _copy(cursor: Any, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _plain(value: Any, dialect: str) -> Any:
    """A value as the driver keeps it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dict | list):
        return json.dumps(value)
    if dialect == "sqlite" and isinstance(value, datetime):
        return _MOMENTS.setdefault(value, value.strftime("%Y-%m-%d %H:%M:%S.%f"))
    if dialect == "sqlite" and isinstance(value, date):
        return value.isoformat()
    return value
