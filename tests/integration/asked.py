"""What reaches the database."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event

from actionpack_app.db import engine

Asked = list[tuple[str, Any]]
"""Statements, each with its parameters."""


@contextlib.contextmanager
def asked() -> Iterator[Asked]:
    """The statements that reach the database meanwhile."""
    statements: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        statements.append((statement, parameters))

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine(), "before_cursor_execute", note)
