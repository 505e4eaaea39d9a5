"""Keys as browsers send them, and rows by their key."""

import functools
import re
from typing import Any, TypeVar, cast

from sqlalchemy import bindparam, inspect
from sqlmodel import Session, SQLModel, select

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
    found = row_known_by(session, table, findable(key), anew=anew)
    if anew:
        locked.add((table, key))
    return found


def row_known_by(session: Session, table: type[Row], key: str, *, anew: bool = False) -> Row | None:
    """A row by its one key; asked for once in a transaction, unless `anew`, which keeps other writers away too.

    As `Session.get`, which puts the same question together again each time.
    """
    whole, asked = cast("Any", table), cast("Any", session)
    one, locking, identity = _by_key(whole)
    known: Any = None if anew else session.identity_map.get(identity((key,)))
    return known if known is not None else asked.exec(locking if anew else one, params={"key": key}).one_or_none()


@functools.cache
def _by_key(table: Any) -> tuple[Any, Any, Any]:
    mapper: Any = inspect(table)
    (column,) = mapper.primary_key
    one = select(table).where(column == bindparam("key"))
    locking = one.with_for_update().execution_options(populate_existing=True)
    return one, locking, mapper.identity_key_from_primary_key
