"""Durable work: DBOS, started once in a process, under an id by which the living know the dead.

A workflow's id is a business fact (`collect:{order}:{attempt}`), so that starting it twice starts it once. Its arguments
and answers are ids and plain words: neither a row nor anything personal is kept twice.
"""

import contextlib
import contextvars
import functools
import logging
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from dbos import DBOS, DBOSConfig, PropagateOtelContext, SetWorkflowID
from sqlalchemy import Dialect
from sqlalchemy.engine import make_url

from actionpack_app import traces
from actionpack_app.db import asking, write_ahead
from actionpack_app.gateways.chance import new_id
from actionpack_app.logs import name_work
from actionpack_app.settings import PROCESS, get_settings

STEPS_VERSION = "2"
"""Raised when the steps of a workflow change, so that work begun under the old ones isn't carried on under the new."""
POLLS_EVERY_SECONDS = 0.1
FORGOTTEN_AT_ONCE = 500
COUNTED_MOST = 10_000


class Running(Protocol):
    """A workflow that was started, here or elsewhere."""

    def get_result(self, *, polling_interval_sec: float = ...) -> Any:
        """Waits for its end."""
        ...


def launch(executor_id: str = "") -> str:
    """Starts carrying durable work in this process, and takes up what a process of the same id left. Returns the id."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
    named = executor_id or own_executor_id()
    url = system_database_url(get_settings().database_url)
    config: DBOSConfig = {
        "name": "actionpack",
        "system_database_url": url,
        "executor_id": named,
        "application_version": STEPS_VERSION,
        "db_engine_kwargs": _engine_settings(url),
        "enable_otlp": traces.are_on(),
        "log_level": "WARNING",
    }
    name_work(lambda: DBOS.workflow_id or "")
    DBOS(config=config)
    DBOS.launch()
    return named


def shut_down() -> None:
    """Stops; what isn't finished is taken up by whoever lives."""
    DBOS.destroy()


def own_executor_id() -> str:
    """The same after a restart of this machine's server on this port, or of one of its processes; all others have another one."""
    number = os.environ.get(PROCESS, "1")
    return f"{socket.gethostname()}:{get_settings().port}{'' if number == '1' else f':web-{number}'}"


def system_database_url(database_url: str) -> str:
    """A file beside the database for SQLite; a schema of its own (`dbos`) in PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return database_url
    return f"sqlite:///{Path(url.database or 'var/actionpack.db').with_name('durable-work.db')}"


def _engine_settings(url: str) -> dict[str, Any]:
    """What the engine's connections are like.

    SQLite writes ahead and doesn't wait for the disk at each step: a step that a power cut forgets is done again, safely.
    PostgreSQL's connection that was used last is used next, without a question, so that its statements are prepared.
    """
    file = make_url(url).database
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": False, "pool_use_lifo": True, "pool_events": asking(_dialect(url))}
    if not file:
        return {}

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(file, timeout=30, check_same_thread=False)
        write_ahead(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    Path(file).parent.mkdir(parents=True, exist_ok=True)
    return {"creator": connect}


def _dialect(url: str) -> Dialect:
    of_its_kind: Any = make_url(url).get_dialect()  # its constructor has no type
    return of_its_kind(dbapi=of_its_kind.import_dbapi())


def start(workflow: Callable[..., Any], workflow_id: str, *args: Any) -> Running:
    """Starts a workflow, or finds the one that has this id; from a step too, which may start nothing in its own context."""
    return contextvars.Context().run(_start, traces.here(), workflow, workflow_id, *args)


def _start(trace: Any, workflow: Callable[..., Any], workflow_id: str, *args: Any) -> Running:
    with SetWorkflowID(workflow_id), _of(trace):
        return DBOS.start_workflow(workflow, *args)


def _of(trace: Any) -> contextlib.AbstractContextManager[Any]:
    """Has what is started belong to a trace, in whichever process it is carried."""
    return PropagateOtelContext(trace) if trace is not None else contextlib.nullcontext()


def start_anew(workflow: Callable[..., Any], workflow_id: str, *args: Any) -> Running:
    """Starts a workflow; where one of this id has ended already, another one under an id of its own."""
    return contextvars.Context().run(_start_anew, traces.here(), workflow, workflow_id, *args)


def _start_anew(trace: Any, workflow: Callable[..., Any], workflow_id: str, *args: Any) -> Running:
    known = DBOS.get_workflow_status(workflow_id)
    ended = known is not None and known.status not in {"PENDING", "ENQUEUED", "DELAYED"}
    return _start(trace, workflow, f"{workflow_id}:{new_id()}" if ended else workflow_id, *args)


def enqueue(queue: str, workflow: Callable[..., Any], workflow_id: str, *args: Any) -> None:
    """Puts a workflow into a queue, from which any process takes it; one that has this id is in it already."""
    contextvars.Context().run(_enqueue, traces.here(), queue, workflow, workflow_id, *args)


def _enqueue(trace: Any, queue: str, workflow: Callable[..., Any], workflow_id: str, *args: Any) -> None:
    with SetWorkflowID(workflow_id), _of(trace):
        DBOS.enqueue_workflow(queue, workflow, *args)


def run(workflow: Callable[..., Any], workflow_id: str, *args: Any) -> Any:
    """Starts a workflow, or finds it, and waits for its end. Not to be called from an event loop."""
    return start(workflow, workflow_id, *args).get_result(polling_interval_sec=POLLS_EVERY_SECONDS)


def run_for(seconds: float, workflow: Callable[..., Any], workflow_id: str, *args: Any) -> None:
    """Starts a workflow, or finds it, and waits until it is done, or says so, but no longer than this; it goes on by itself."""
    over = threading.Event()
    with _told_of(workflow_id, over):
        running = start(workflow, workflow_id, *args)
        ended = _waiting().submit(running.get_result, polling_interval_sec=POLLS_EVERY_SECONDS)
        ended.add_done_callback(lambda _: over.set())
        over.wait(seconds)
        if ended.done():
            ended.result()


def say_done() -> None:
    """Within a workflow: what it was asked for is committed. Whoever waits for it here needn't wait for the rest."""
    with _saying:
        waiting = list(_waits_for.get(DBOS.workflow_id or "", ()))
        for over in waiting:
            over.set()
    if waiting:
        time.sleep(GOES_FIRST_SECONDS)


GOES_FIRST_SECONDS = 0.02
"""For so long whoever waited has the processor, to show what came of it; the workflow has only its record left to write."""


_saying = threading.Lock()
_waits_for: dict[str, list[threading.Event]] = {}


@contextlib.contextmanager
def _told_of(workflow_id: str, over: threading.Event) -> Iterator[None]:
    with _saying:
        _waits_for.setdefault(workflow_id, []).append(over)
    try:
        yield
    finally:
        with _saying:
            _waits_for[workflow_id].remove(over)
            if not _waits_for[workflow_id]:
                del _waits_for[workflow_id]


@functools.cache
def _waiting() -> ThreadPoolExecutor:
    """Threads that wait for workflows, so that whoever asked can stop waiting."""
    return ThreadPoolExecutor(max_workers=64, thread_name_prefix="waits-for-workflow")


def pauses(first: float, longest: float) -> Iterator[None]:
    """Within a workflow: each step sleeps, over crashes too, and twice as long as the one before. In seconds."""
    seconds = first
    while True:
        DBOS.sleep(seconds)
        yield
        seconds = min(2 * seconds, longest)


def take_over(executor_id: str) -> None:
    """Carries on what a dead process left. Safe to do twice, and beside others: each workflow has one owner at a time."""
    DBOS._recover_pending_workflows([executor_id])  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] (no public way)


@contextlib.contextmanager
def at_work() -> Iterator[None]:
    """Around a workflow: this process is at it."""
    workflow_id = DBOS.workflow_id or ""
    _at_work.add(workflow_id)
    try:
        yield
    finally:
        _at_work.discard(workflow_id)


_at_work: set[str] = set()


def not_at_work(executor_id: str) -> set[str]:
    """What this process, of this id, has to carry and isn't at: found twice, it broke off, and its end couldn't be recorded.

    A database that takes nothing for a moment does this; nobody takes work from a process that lives.
    """
    mine = DBOS.list_workflows(status="PENDING", executor_id=executor_id, limit=COUNTED_MOST, load_input=False, load_output=False)
    return {one.workflow_id for one in mine} - _at_work


def carry_on(workflow_id: str) -> None:
    """Has any process carry on, from the last recorded step on, what broke off; what has ended meanwhile stays so."""
    DBOS.resume_workflow(workflow_id)


def forget_ended(names: list[str], before: datetime) -> int:
    """Forgets workflows of these names that ended before an instant; how many. Their ids could be used again."""
    forgotten = 0
    while found := DBOS.list_workflows(
        name=names,
        status=["SUCCESS", "ERROR", "CANCELLED"],
        completed_before=before.isoformat(),
        limit=FORGOTTEN_AT_ONCE,
        load_input=False,
        load_output=False,
    ):
        DBOS.delete_workflows([one.workflow_id for one in found])
        forgotten += len(found)
    return forgotten


def answers() -> bool:
    """Whether work can be taken on: the engine runs in this process, and what it keeps can be read."""
    try:
        DBOS.get_workflow_status(_NOBODY_S)
    except Exception:  # noqa: BLE001 (its own exceptions and the database's alike mean no)
        return False
    return True


_NOBODY_S = "asked whether it answers"


def backlog() -> int:
    """How many workflows aren't finished; no more than so many are counted, as each is read for it."""
    waiting = DBOS.list_workflows(status=["PENDING", "ENQUEUED"], limit=COUNTED_MOST, load_input=False, load_output=False)
    return len(waiting)
