"""What reaches the database, and how PostgreSQL plans it."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, event

from actionpack_app.db import engine

Asked = list[tuple[str, Any]]
"""Statements, each with its parameters."""


@contextlib.contextmanager
def asked(on: Engine | None = None) -> Iterator[Asked]:
    """The statements that reach a database meanwhile; the product's own, unless another is named."""
    watched = on or engine()
    statements: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        statements.append((statement, parameters))

    event.listen(watched, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(watched, "before_cursor_execute", note)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's steps."""
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)
