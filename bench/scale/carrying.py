"""Workers that carry what is due, one or several, living or killed; and what the books hold afterwards."""

import contextlib
import dataclasses
import itertools
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psutil
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from actionpack_app.domain.notices import NoticeKind
from actionpack_app.domain.orders import OrderStatus, PaymentStatus
from actionpack_app.gateways.payments.sandbox_ledger import Ledger, payments
from actionpack_app.models import Invoice, Notice, NoticeDelivery, Order, Payment, SubscriptionTerm
from bench.stores import Store

LOOKS_EVERY_SECONDS = 0.2
GIVES_UP_AFTER_SECONDS = 1800.0


@dataclasses.dataclass
class Carried:
    """How a run went."""

    seconds: float
    """From the first renewal's order to the last one's payment."""
    whole_seconds: float
    """From the start of the processes to their end."""
    memory_mb: list[float]
    """The most that each worker held."""
    processor_seconds: float
    """Of all workers, as last seen: it says more than the clock on a machine that others use too."""
    after_kill_seconds: float = 0.0
    """From the death of one to the last renewal."""
    longest_pause_seconds: float = 0.0
    """Between two renewals."""


def carry(store: Store, workers: int, *, kill_after: int = 0) -> Carried:
    """Starts workers and waits until nothing is due; with `kill_after`, the first one dies after so many renewals."""
    begun = time.monotonic()
    with _running(store, workers) as running:
        memory, busy, killed_at = [0.0] * workers, [0.0] * workers, None
        while any(process.poll() is None for process in running):
            time.sleep(LOOKS_EVERY_SECONDS)
            memory = [max(pair) for pair in zip(memory, map(_resident_mb, running), strict=True)]
            busy = [max(pair) for pair in zip(busy, map(_busy_seconds, running), strict=True)]
            if kill_after and killed_at is None and _renewed(store.engine) >= kill_after:
                running[0].send_signal(signal.SIGKILL)
                killed_at = datetime.now(UTC)
            if time.monotonic() - begun > GIVES_UP_AFTER_SECONDS:
                raise RuntimeError("the workers don't come to an end")
        ended = [process.returncode for process in running]
        if any(code not in {0, -signal.SIGKILL} for code in ended):
            raise RuntimeError(f"a worker ended with {ended}; see {store.folder}")
    moments = _moments(store.engine)
    pauses = [(after - before).total_seconds() for before, after in itertools.pairwise(moments)]
    return Carried(
        seconds=(moments[-1] - _first(store.engine)).total_seconds(),
        whole_seconds=time.monotonic() - begun,
        memory_mb=memory,
        processor_seconds=sum(busy),
        after_kill_seconds=(moments[-1] - killed_at).total_seconds() if killed_at else 0.0,
        longest_pause_seconds=max(pauses, default=0.0),
    )


def books(store: Store) -> dict[str, tuple[int, int]]:
    """What was written for the next term: how many rows, and about how many subscriptions, or charges, each once."""
    with Session(store.engine) as session:
        counted = {
            "orders": _count(session, Order.subscription_id, Order.term_number == 1),
            "paid orders": _count(session, Order.subscription_id, Order.term_number == 1, Order.status == OrderStatus.PAID),
            "payments": _count(session, Payment.order_id, Payment.status == PaymentStatus.SUCCEEDED),
            "terms": _count(session, SubscriptionTerm.subscription_id, SubscriptionTerm.number == 1),
            "invoices": _count(session, Invoice.subscription_id),
            "notices": _count(session, Notice.subscription_id, Notice.kind == NoticeKind.RENEWED),
            "deliveries": _count(session, NoticeDelivery.person_id),
        }
        last = session.exec(select(sa.func.max(col(Invoice.number)))).one()
    counted["invoice numbers without gaps"] = (counted["invoices"][0], int(last.rpartition("-")[2]) if last else 0)
    ledger = Ledger(store.environment["DATABASE_URL"])
    with ledger.engine().connect() as connection:
        taken = sa.select(sa.func.count(), sa.func.count(sa.distinct(payments.c.order_number)))
        counted["charges in the provider's ledger"] = tuple(connection.execute(taken).one())  # pyright: ignore[reportArgumentType]
    ledger.close()
    return counted


def _count(session: Session, about: Any, *conditions: Any) -> tuple[int, int]:
    rows, different = session.execute(sa.select(sa.func.count(), sa.func.count(sa.distinct(about))).where(*conditions)).one()
    return rows, different


@contextlib.contextmanager
def _running(store: Store, workers: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    names = [f"number-{n}" for n in range(workers)]
    running = [store.start(store.folder / f"{name}.log", "worker", "--once", "--name", name) for name in names]
    try:
        yield running
    finally:
        for process in running:
            if process.poll() is None:
                process.kill()
            process.wait()


def _resident_mb(process: subprocess.Popen[bytes]) -> float:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(process.pid).memory_info().rss / 1e6
    return 0.0


def _busy_seconds(process: subprocess.Popen[bytes]) -> float:
    with contextlib.suppress(psutil.Error):
        times = psutil.Process(process.pid).cpu_times()
        return times.user + times.system
    return 0.0


def _renewed(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(sa.func.count()).select_from(SubscriptionTerm).where(SubscriptionTerm.number == 1)).one()


def _first(engine: Engine) -> datetime:
    with Session(engine) as session:
        return session.exec(select(Order.created_at).where(Order.term_number == 1).order_by(col(Order.created_at)).limit(1)).one()


def _moments(engine: Engine) -> list[datetime]:
    with Session(engine) as session:
        paid = select(Order.paid_at).where(Order.term_number == 1, Order.status == OrderStatus.PAID)
        return [at for at in session.exec(paid.order_by(col(Order.paid_at))) if at]
