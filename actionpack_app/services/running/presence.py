"""Signs of life of the processes that carry durable work."""

from datetime import datetime

from actionpack_app.db import reading, transaction
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.repositories.running import Executors


def beat(executor_id: str) -> None:
    """Says that a process lives."""
    with transaction() as session:
        Executors(session).beat(executor_id, SystemClock().now())


def silent(since: datetime) -> list[str]:
    """Processes that haven't been heard of since an instant."""
    with reading() as session:
        return Executors(session).silent_since(since)


def forget(executor_id: str, since: datetime) -> None:
    """A dead process whose work was taken over."""
    with transaction() as session:
        Executors(session).forget(executor_id, since)
