"""Finding and claiming what is due today among few and among many subscriptions: how long it takes, and what is read."""

import dataclasses
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from actionpack_app.db import WRITER
from actionpack_app.repositories.year import DueSubscriptions
from actionpack_app.services.year.sweep import BATCH, LEASE
from bench.scale.rows import Day, make_due_again
from tests.integration.asked import asked, nodes


@dataclasses.dataclass(frozen=True)
class Reading:
    """What the database says that it does for one batch."""

    index: str
    """The index that finds the rows; empty where it reads the whole table."""
    examined: int
    """PostgreSQL: rows that its scans gave or threw away. SQLite: steps of its virtual machine."""


def claim_all(engine: Engine, now: datetime) -> tuple[int, float]:
    """Claims everything that is due, batch by batch as the sweep does; how many, and in what time (seconds)."""
    claimed, started = 0, time.perf_counter()
    while found := _claim(engine, now):
        claimed += found
    return claimed, time.perf_counter() - started


def compare(small: Engine, large: Engine, day: Day, now: datetime, *, due: int, rounds: int) -> tuple[float, float]:
    """Medians in seconds of claiming the same number among few and among many, in turn; the first round warms up."""
    times: dict[Engine, list[float]] = {small: [], large: []}
    for turn in range(rounds + 1):
        for engine in (small, large) if turn % 2 else (large, small):
            make_due_again(engine, day)
            claimed, took = claim_all(engine, now)
            if claimed != due:
                raise RuntimeError(f"{claimed} of {due} were claimed")
            times[engine].append(took)
    return statistics.median(times[small][1:]), statistics.median(times[large][1:])


def reading_of(engine: Engine, now: datetime) -> Reading:
    """What claiming one batch reads; nothing stays claimed."""
    with _transaction(engine) as session, asked(engine) as statements:
        DueSubscriptions(session).claim(now, now + LEASE, BATCH)
        statement, parameters = statements[0]
        if engine.dialect.name == "postgresql":
            return _read_by_postgresql(session, statement, parameters)
        return _read_by_sqlite(session, statement, parameters)


def _claim(engine: Engine, now: datetime) -> int:
    with _transaction(engine) as session:
        found = DueSubscriptions(session).claim(now, now + LEASE, BATCH)
        session.commit()
    return len(found)


@contextmanager
def _transaction(engine: Engine) -> Iterator[Session]:
    """As the product writes, on a database of our own choice; committed only by who says so."""
    with Session(engine, expire_on_commit=False) as session:
        session.connection(execution_options={WRITER: True})
        yield session


def _read_by_postgresql(session: Session, statement: str, parameters: Any) -> Reading:
    session.rollback()
    answer = session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
    scans = [node for node in nodes(answer[0]["Plan"]) if "Scan" in node["Node Type"]]
    of_the_table = [node for node in scans if node["Node Type"] != "Bitmap Index Scan"]
    examined = sum(node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in of_the_table)
    whole = any(node["Node Type"] == "Seq Scan" for node in scans)
    session.rollback()
    return Reading("" if whole else ", ".join(node["Index Name"] for node in scans if "Index Name" in node), round(examined))


def _read_by_sqlite(session: Session, statement: str, parameters: Any) -> Reading:
    session.rollback()
    connection = session.connection()
    plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    indexes = [line.partition("INDEX ")[2].partition(" ")[0] for line in plan if "INDEX" in line]
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(step, 1)
    connection.exec_driver_sql(statement, parameters).all()
    driver.set_progress_handler(None, 0)
    session.rollback()
    return Reading(", ".join(indexes), steps)
