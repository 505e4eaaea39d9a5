"""Finding invoices and activity by a number, or by how a part of it begins, as fast among many as among few.

`INV-2026-000123` is found by its own beginnings, by those of `2026-000123`, and by those of `123`, with zeros before it or
without. The words lie in tables that the database keeps (migration 0015).
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from actionpack_app.domain.search import beyond
from actionpack_app.models import ActivityNumber, InvoiceNumber
from actionpack_app.repositories.pages import told

NUMBERED_MOST = 250
"""Of more rows with such a number, those with the highest ones are found."""


def found_by_number(
    table: type[InvoiceNumber] | type[ActivityNumber], partner_id: str, text: str, *, most: int | None = NUMBERED_MOST
) -> Any:
    """The keys of a company's rows with such a number: of more than `most`, those with the highest ones; None for all."""
    ranges = [_range(table, partner_id, word, most) for word in _asked(text)]
    return sa.union_all(*ranges) if len(ranges) > 1 else ranges[0]


def _asked(text: str) -> list[str]:
    capitals = "".join(letter.upper() if letter.isascii() else letter for letter in text)
    counted = capitals.lstrip("0") if capitals.isascii() and capitals.isdecimal() else ""
    return list(dict.fromkeys(word for word in (capitals, counted) if word))


def _range(table: type[InvoiceNumber] | type[ActivityNumber], partner_id: str, word: str, most: int | None) -> Any:
    ref: Any = col(table.ref)
    written = col(table.word)
    query = sa.select(ref).where(col(table.partner_id) == partner_id, written >= word, written < beyond(word))
    if most is None:
        return query
    highest = query.order_by(written.desc(), ref.desc()).limit(told(most + 1)).subquery()
    return sa.select(highest.c.ref)
