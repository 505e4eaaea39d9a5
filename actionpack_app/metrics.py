"""What is counted and timed, for `GET /metrics` (Prometheus).

Labels come from our own code, never from a request: whoever asks for random addresses adds no series. Gauges about all
companies are read when somebody asks (`services/figures.py`); they are the same whichever process answers.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SEVERAL = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes share one port: a folder in which each keeps its figures, so that any answers for all."""


def _make_folder() -> str:
    """Goes with the process that made it; those that are forked from it don't take it along."""
    folder, maker = tempfile.mkdtemp(prefix="actionpack-figures-"), os.getpid()
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == maker else None)
    return folder


_serve_together = os.environ.get("WEB_CONCURRENCY", "") not in {"", "1"}
if _serve_together and not os.environ.get(SEVERAL):  # the library looks when it is imported, and never again
    os.environ[SEVERAL] = _make_folder()

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server  # noqa: E402
from prometheus_client.multiprocess import (  # noqa: E402
    MultiProcessCollector,
    mark_process_dead,  # pyright: ignore[reportUnknownVariableType]
)
from prometheus_client.registry import REGISTRY  # noqa: E402

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_LONG = (0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3600.0, 86400.0)
_SIZES = (256, 1024, 4096, 10240, 40960, 163840, 655360)

EVENT_SECONDS = Histogram("actionpack_event_seconds", "Events of pages, from their turn to their end", ["event"], buckets=_QUICK)
EVENT_ERRORS = Counter("actionpack_event_errors", "Events that ended with an unexpected error", ["event"])
STATE_SECONDS = Histogram("actionpack_state_seconds", "How long events waited for their page's state", buckets=_QUICK)
MESSAGE_BYTES = Histogram("actionpack_message_bytes", "Messages over websockets", ["direction"], buckets=_SIZES)
SOCKETS_OPEN = Gauge("actionpack_sockets_open", "Open websockets", multiprocess_mode="livesum")
HTTP_SECONDS = Histogram(
    "actionpack_http_request_seconds", "HTTP requests until their answer begins", ["method", "route", "status"], buckets=_QUICK
)
PROVIDER_SECONDS = Histogram(
    "actionpack_provider_request_seconds", "Calls of the payment provider", ["operation", "outcome"], buckets=_QUICK
)
"""Outcomes: ok, refused, unknown (it may have happened), unavailable, error (a fault of ours)."""
WORK_SECONDS = Histogram(
    "actionpack_work_seconds", "Durable work from its start, pauses included", ["workflow", "outcome"], buckets=_LONG
)
"""Outcomes: ended, failed, interrupted (the process stops; it is carried on elsewhere)."""
RENEWALS = Counter("actionpack_renewals", "Automatic renewals by what came of them", ["outcome"])
"""Outcomes: paid, failed, awaiting_transfer, skipped."""
DONE = Counter("actionpack_done", "What was done to the books, by the action of its line in the activity", ["action"])
LIMITED = Counter("actionpack_limited", "Senders that met a limit; each counts once a minute", ["what"])

FIGURES = {
    "actionpack_subscriptions_due": "Subscriptions with something due that nobody carries yet",
    "actionpack_work_pending": "Durable work that was begun or queued and hasn't ended",
    "actionpack_mails_waiting": "Mails that are to be sent, or tried again",
    "actionpack_mails_failed": "Mails that were given up",
    "actionpack_reconciliation_cases_open": "Differences between the provider's books and ours that nobody has settled",
    "actionpack_sessions_open": "Sessions that haven't ended",
    "actionpack_up_database": "Whether the database answers",
    "actionpack_up_queue": "Whether durable work can be taken on",
    "actionpack_up_provider": "Whether the payment provider answers",
    "actionpack_up_states": "Whether page states can be kept",
    "actionpack_up_files": "Whether uploads and documents can be kept",
}
"""Read when somebody asks."""


def rendered(figures: dict[str, float]) -> bytes:
    """All of it in Prometheus' text format, of every process behind this port."""
    now = CollectorRegistry()
    for name, value in figures.items():
        Gauge(name, FIGURES[name], registry=now).set(value)
    return generate_latest(now) + generate_latest(_of_all_processes() if os.environ.get(SEVERAL) else REGISTRY)


def answer_on(port: int) -> None:
    """Answers Prometheus on a port of its own, with what this process counted and timed: for one that serves nothing else."""
    start_http_server(port)


def _of_all_processes() -> CollectorRegistry:
    """What was counted stays counted; what was open in a process that has ended isn't."""
    folder = Path(os.environ[SEVERAL])
    for pid in {int(file.stem.rpartition("_")[2]) for file in folder.glob("gauge_live*.db")}:
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(pid)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry
