"""Carrying what falls due without serving: the same engine as beside the server, with its progress on standard error."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

from actionpack_app.metrics import answer_on
from actionpack_app.services.year.sweep import backlog
from actionpack_app.settings import get_settings
from actionpack_app.traces import begin_traces, end_traces
from actionpack_app.workflows import engine
from actionpack_app.workflows.mails import send_due
from actionpack_app.workflows.upkeep import Upkeep
from actionpack_app.workflows.upkeep import once as upkeep_once
from actionpack_app.workflows.year import queue_due, schedule_sweeps

TELLS_EVERY_SECONDS = 60.0
WATCHES_EVERY_SECONDS = 0.5


def work(name: str, *, once: bool, metrics: int | None, say: Callable[[str], None]) -> None:
    """Works until it is told to stop; with `once`, until nothing is due. `metrics` is the port that answers Prometheus."""
    if metrics is not None:
        answer_on(metrics)
    if get_settings().traces_url:
        begin_traces()
    executor = engine.launch(f"{engine.own_executor_id()}:worker{f':{name}' if name else ''}")
    upkeep = Upkeep(executor)
    try:
        schedule_sweeps()
        upkeep.start()
        say(f"Worker {executor} carries what falls due (Ctrl+C stops)")
        _once(executor, say) if once else _until_stopped(say)
    finally:
        upkeep.stop()
        engine.shut_down()
        end_traces()


def _once(executor: str, say: Callable[[str], None]) -> None:
    stop = threading.Event()
    queue_due()
    while backlog() or engine.backlog():
        stop.wait(WATCHES_EVERY_SECONDS)
        queue_due()
    upkeep_once(executor)
    while send_due():
        pass
    say("Nothing more is due")


def _until_stopped(say: Callable[[str], None]) -> None:
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for signalled in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signalled, end)
    while not stop.wait(TELLS_EVERY_SECONDS):
        say(f"Backlog: {backlog()} subscriptions due, {engine.backlog()} pieces of work begun")
