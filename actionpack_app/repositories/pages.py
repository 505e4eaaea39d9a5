"""Lists come in pages of 20 rows."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, func, literal, literal_column
from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

PAGE_SIZE = 20
"""As many as an event can bring within 10 KB, each with its words and links."""
COUNTED_MOST = 1000
"""Of long lists; whoever wants what lies further down narrows the list."""

Row = TypeVar("Row")
Shown = TypeVar("Shown")


@dataclasses.dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; pages count from 1, and an empty list has one."""

    rows: tuple[Row, ...]
    number: int
    last: int
    total: int
    more: bool = False
    """Whether there is more than was counted."""

    def map(self, show: Callable[[Row], Shown]) -> "Page[Shown]":
        """The same page with each row put into another form."""
        return Page(tuple(show(row) for row in self.rows), self.number, self.last, self.total, self.more)


def page_from(rows: Sequence[Row], number: int) -> Page[Row]:
    """The page `number` of rows that are all there; a number outside the list gives the nearest page."""
    last = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(max(1, number), last)
    return Page(tuple(rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]), number, last, len(rows))


def page_of(session: Session, query: SelectOfScalar[Row], order_by: Any, number: int) -> Page[Row]:
    """The page `number` of a query; a number outside the list gives the nearest page."""
    rows, total = _rows_and_total(session, query, order_by, max(1, number))
    if not rows and number > 1:  # beyond the end: how much there is has to be asked first
        total = session.exec(select(func.count()).select_from(query.subquery())).one()
        number = max(1, -(-total // PAGE_SIZE))
        rows, total = _rows_and_total(session, query, order_by, number)
    return Page(tuple(rows), max(1, number), max(1, -(-total // PAGE_SIZE)), total)


def _rows_and_total(session: Session, query: SelectOfScalar[Row], order_by: Any, number: int) -> tuple[list[Row], int]:
    """One page and the length of the whole list, in one question."""
    counted = query.add_columns(func.count().over().label("total")).order_by(*order_by)
    found = session.execute(counted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return [row[0] for row in found], found[0][1] if found else 0


def begins_with(session: Session, column: Any, text: str) -> Any:
    """Whether a column begins with `text`, letter by letter, as an index answers it (in PostgreSQL by its pattern operators)."""
    beyond = text + "\U0010ffff"
    if session.get_bind().dialect.name == "postgresql":
        return and_(column.op("~>=~")(text), column.op("~<~")(beyond))
    return and_(column >= text, column < beyond)


class Listed(Generic[Row]):
    """A list's question, put together once: what it is asked with stands in it as parameters.

    Pages of it are bounded as those of `bounded_page_of`; a page and how many rows there are is one question.
    """

    def __init__(self, query: SelectOfScalar[Row], order_by: Any) -> None:
        self._query, self._order_by = query, order_by
        self._count = _counting(query, order_by, COUNTED_MOST)
        self._pages: dict[int, Any] = {}

    def page(self, session: Session, number: int, params: dict[str, Any]) -> Page[Row]:
        """The page `number`; a number outside the list gives the nearest page."""
        number = min(max(1, number), COUNTED_MOST // PAGE_SIZE)
        rows, found = self._read(session, number, params)
        if not rows and number > 1:  # beyond the end: how much there is has to be asked first
            total = min(session.exec(self._count, params=params).one(), COUNTED_MOST)
            number = max(1, -(-total // PAGE_SIZE))
            rows, found = self._read(session, number, params)
        total = min(found, COUNTED_MOST)
        return Page(rows, number, max(1, -(-total // PAGE_SIZE)), total, found > COUNTED_MOST)

    def _read(self, session: Session, number: int, params: dict[str, Any]) -> tuple[tuple[Row, ...], int]:
        if number not in self._pages:
            counted = self._query.add_columns(self._count.scalar_subquery()).order_by(*self._order_by)
            self._pages[number] = counted.offset(told((number - 1) * PAGE_SIZE)).limit(told(PAGE_SIZE))
        found = session.execute(self._pages[number], params).all()
        return tuple(row[0] for row in found), found[0][1] if found else 0


def bounded_page_of(
    session: Session, query: SelectOfScalar[Row], order_by: Any, number: int, most: int | None = None
) -> Page[Row]:
    """As `page_of`, for lists of any length: no more than `most` rows, else COUNTED_MOST, are counted and can be turned to.

    Both questions cost the same however long the list is, where an index has its order.
    """
    most = most or COUNTED_MOST

    def read(before: int) -> Sequence[Row]:
        return session.exec(query.order_by(*order_by).offset(told(before)).limit(told(PAGE_SIZE))).all()

    return counted_page(count_at_most(session, query, order_by, most), most, number, read)


def counted_page(found: int, most: int, number: int, read: Callable[[int], Sequence[Row]]) -> Page[Row]:
    """The nearest page to `number` of what was counted up to `most`; `read` gives the rows that follow after so many."""
    total = min(found, most)
    last = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), last)
    rows = read((number - 1) * PAGE_SIZE) if total else ()
    return Page(tuple(rows), number, last, total, found > most)


def told(number: int) -> Any:
    """A bound as part of the statement, not as one of its values.

    PostgreSQL plans a statement that it sees again and again once for all values, and takes a bound that it doesn't know for a
    tenth of the table: it would sort the whole list for a page of it.
    """
    bound: Any = literal_column(str(number))  # pyright: ignore[reportUnknownVariableType]
    return bound


def count_at_most(session: Session, query: SelectOfScalar[Any], order_by: Any, most: int) -> int:
    """How many rows there are; `most` + 1 for any more.

    In the order of the list, though that changes no number: so it is answered by the list's own index, from the index alone.
    """
    return session.exec(_counting(query, order_by, most)).one()


def _counting(query: SelectOfScalar[Any], order_by: Any, most: int) -> SelectOfScalar[int]:
    counted = query.with_only_columns(literal(1), maintain_column_froms=True).order_by(*order_by).limit(told(most + 1)).subquery()
    return select(func.count()).select_from(counted)


def unindexed(column: Any) -> Any:
    """A column that narrows what another condition has found: no index of its own leads to it, in any store."""
    return func.coalesce(column, column)


def contains(column: Any, text: str) -> Any:
    """Case-insensitive search for `text` as it is: its wildcards are letters."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.ilike(f"%{escaped}%", escape="\\")
