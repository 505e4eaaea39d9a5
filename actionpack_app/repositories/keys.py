"""Keys as browsers send them, and rows by their key."""

import re
from typing import TypeVar

from sqlmodel import Session, SQLModel

from actionpack_app.domain.errors import NotFound

Row = TypeVar("Row", bound=SQLModel)

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def findable(key: str) -> str:
    """A key that a row could have. Raises NotFound for any other text, some of which no database would take."""
    if not is_key(key):
        raise NotFound(key)
    return key


def is_key(key: str) -> bool:
    """Whether a row could have it."""
    return _KEY.fullmatch(key) is not None


def row_of(session: Session, table: type[Row], key: str, *, lock: bool = False) -> Row | None:
    """A row by its key, asked for once in a transaction; `lock` reads it anew and keeps other writers away.

    Whoever asks checks whose it is. Raises NotFound for what can't be a key.
    """
    locked: set[tuple[type[SQLModel], str]] = session.info.setdefault("locked", set())
    anew = lock and (table, key) not in locked
    if anew:
        session.flush()  # what is read anew would otherwise lose what wasn't written yet
    found = session.get(table, findable(key), with_for_update=True if anew else None, populate_existing=anew)
    if anew:
        locked.add((table, key))
    return found
