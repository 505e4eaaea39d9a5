"""What stands in the tables, read past the services."""

import concurrent.futures
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlmodel import Session, SQLModel, select

from actionpack_app.db import engine, reading
from actionpack_app.models import Order
from tests.integration.companies import Company

Row = TypeVar("Row", bound=SQLModel)
Result = TypeVar("Result")


def all_of(table: type[Row]) -> list[Row]:
    """Every row of a table."""
    with reading() as session:
        return list(session.exec(select(table)))


def of(table: type[Row], company: Company) -> list[Row]:
    """A company's rows."""
    return [row for row in all_of(table) if getattr(row, "partner_id", None) == company.id]


def order_row(number: str) -> Order:
    """One order."""
    with reading() as session:
        return session.exec(select(Order).where(Order.number == number)).one()


def store_rows(*rows: SQLModel) -> None:
    """Writes rows past the services, in this order, and commits."""
    with Session(engine()) as session:
        for row in rows:
            session.add(row)
            session.flush()
        session.commit()


def copy_of(row: Row, **changed: object) -> Row:
    """The same row with other values, not stored yet."""
    return type(row)(**{**row.model_dump(), **changed})


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result | BaseException]:
    """Starts all calls at the same moment, each in a thread of its own; what they gave or raised, in order."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        start.wait()
        return call()

    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        waiting = [pool.submit(run, call) for call in calls]
        return [done.exception() or done.result() for done in waiting]
