"""PostgreSQL made to believe that it holds 10⁸ rows of everything that grows with companies: statistics, not rows.

What a person has to look at doesn't grow with companies: of that, it believes in ten thousand of each kind. Keys point
at ten rows each. The planner multiplies rows per page by the pages that a table has in truth, so that reading a whole table looks
cheaper here than it would be: an index that is chosen now would be chosen then.
"""

import enum
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlmodel import SQLModel

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, RefundStatus
from actionpack_app.models.cases import CaseStatus
from actionpack_app.models.columns import Instant
from actionpack_app.models.mails import MailStatus
from actionpack_app.models.running import EventStatus
from actionpack_app.models.support import RequestStatus

ROWS = 10**8
WAITING = 10_000
"""Of one kind: open cases, failed mails, transfers to be confirmed."""
A_KEY_HAS = 10
"""Rows: orders of a partner, messages of a request."""
YEARS = 3
"""In which it all was written."""
STAY_SMALL = frozenset({"catalogue", "clock_move", "counter", "data_import", "executor", "stamp"})
"""The product's own, and what samples have."""

MOSTLY: dict[tuple[str, str], enum.StrEnum] = {
    ("purchase_order", "status"): OrderStatus.PAID,
    ("payment", "status"): PaymentStatus.SUCCEEDED,
    ("refund", "status"): RefundStatus.SUCCEEDED,
    ("approval", "status"): ApprovalStatus.APPROVED,
    ("support_request", "status"): RequestStatus.CLOSED,
    ("desk_case", "status"): CaseStatus.CLOSED,
    ("notice_delivery", "mail_status"): MailStatus.SENT,
    ("letter", "mail_status"): MailStatus.SENT,
    ("provider_event", "status"): EventStatus.DONE,
}
"""How nearly all rows stand; each other value is for what waits."""
TRUE: dict[tuple[str, str], float] = {("person", "active"): 0.95, ("support_request", "asks_to_cancel"): 0.01}
"""How many of the rows."""
EMPTY: dict[tuple[str, str], float] = {("enrolment", "completed_at"): WAITING / ROWS}
"""How many of the rows have nothing there."""
AHEAD = {("subscription", "next_due_at")}
"""Instants of the year to come; all others are of the past."""


def enlarge(connection: Connection, now: datetime) -> frozenset[str]:
    """Writes the statistics; gives the names of the tables that are large by them."""
    tables = {table.name: table for table in SQLModel.metadata.tables.values() if table.name not in STAY_SMALL}
    for table in tables.values():
        if not _rows(connection, table.name):
            _put_any_row(connection, table)
    connection.exec_driver_sql("ANALYZE")
    for table in tables.values():
        _enlarge_table(connection, table.name)
        for column in table.columns:
            if told := _told(table, column, now):
                _tell(connection, table.name, column.name, told)
    return frozenset(tables)


def _rows(connection: Connection, name: str) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()


_CHECKS = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = CAST(:name AS regclass)"
_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_ANY: dict[type, Any] = {str: "x", int: 1, bool: False, bytes: b"x", date: _DAY.date(), datetime: _DAY, dict: {}, list: []}


def _put_any_row(connection: Connection, table: sa.Table) -> None:
    """A page for an empty table, of which PostgreSQL would believe nothing: a row without sense, past all constraints."""
    for (name,) in connection.execute(sa.text(_CHECKS), {"name": table.name}).all():
        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" DROP CONSTRAINT "{name}"')
    connection.exec_driver_sql("SET session_replication_role = replica")  # no foreign keys, no triggers
    connection.execute(table.insert().values({column.name: _any(column) for column in table.columns if not column.nullable}))
    connection.exec_driver_sql("SET session_replication_role = DEFAULT")


def _any(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, sa.Enum):
        return column.type.enums[0] if column.type.enum_class is None else next(iter(column.type.enum_class))
    kept = column.type.impl_instance if isinstance(column.type, sa.types.TypeDecorator) else column.type
    return _ANY.get(kept.python_type, "x")


_SIZE = (
    "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', CAST(:name AS text), 'reltuples', CAST(:rows AS real),"
    " 'relpages', greatest(2, (pg_relation_size(CAST(:name AS regclass)) / 8192)::integer))"
)
_INDEXES = (
    "SELECT c.relname, i.indpred IS NOT NULL FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE i.indrelid = CAST(:name AS regclass)"
)


def _enlarge_table(connection: Connection, name: str) -> None:
    connection.execute(sa.text(_SIZE), {"name": name, "rows": ROWS})
    for index, is_partial in connection.execute(sa.text(_INDEXES), {"name": name}).all():
        connection.execute(sa.text(_SIZE), {"name": index, "rows": WAITING if is_partial else ROWS})


def _told(table: sa.Table, column: sa.Column[Any], now: datetime) -> dict[str, Any]:
    """What is believed of a column; nothing where what the few rows say will do."""
    at = (table.name, column.name)
    if at in MOSTLY:
        return _values(
            {MOSTLY[at].value: 1.0, **{other.value: WAITING / ROWS for other in type(MOSTLY[at]) if other is not MOSTLY[at]}}
        )
    if at in TRUE:
        return _values({"t": TRUE[at], "f": 1 - TRUE[at]})
    if _is_unique(table, column):
        return {"n_distinct": -1.0}
    if column.foreign_keys or column.name.endswith("_id"):
        return {"n_distinct": -1.0 / A_KEY_HAS}
    if isinstance(column.type, Instant):
        first = now if at in AHEAD else now - timedelta(days=365 * YEARS)
        last = now + timedelta(days=365) if at in AHEAD else now
        bounds = [first + (last - first) * n / 100 for n in range(101)]
        return {"n_distinct": -0.5, "histogram_bounds": _array([bound.astimezone(UTC).isoformat() for bound in bounds])}
    return {}


def _values(shares: dict[str, float]) -> dict[str, Any]:
    whole = sum(shares.values())
    freqs = [share / whole for share in shares.values()]
    return {"n_distinct": float(len(shares)), "most_common_vals": _array(list(shares)), "most_common_freqs": freqs}


def _array(values: list[str]) -> str:
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def _is_unique(table: sa.Table, column: sa.Column[Any]) -> bool:
    alone = [
        list(index.columns) for index in table.indexes if index.unique and index.dialect_options["postgresql"]["where"] is None
    ]
    alone += [list(one.columns) for one in table.constraints if isinstance(one, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]
    return bool(column.unique) or [column] in alone


_TYPES = {"n_distinct": "real", "most_common_vals": "text", "most_common_freqs": "real[]", "histogram_bounds": "text"}


def _tell(connection: Connection, table: str, column: str, told: dict[str, Any]) -> None:
    where = {"table": table, "column": column}
    connection.execute(sa.text("SELECT pg_clear_attribute_stats('public', :table, :column, false)"), where)
    more = "".join(f", '{name}', CAST(:{name} AS {_TYPES[name]})" for name in told)
    restore = (
        "SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', CAST(:table AS text),"
        f" 'attname', CAST(:column AS text), 'inherited', false, 'null_frac', CAST(:nulls AS real), 'avg_width', 36{more})"
    )
    if not connection.execute(sa.text(restore), {**where, "nulls": EMPTY.get((table, column), 0.0), **told}).scalar_one():
        raise RuntimeError(f"{table}.{column}: {told}")
