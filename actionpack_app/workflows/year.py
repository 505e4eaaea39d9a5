"""The engine of the year: a sweep finds what is due, claims it, and queues it in batches; any process carries them.

DBOS calls the sweep every minute, in one process of many. A batch that dies with its process is taken over; whatever of
it was carried is found done. What a claim loses, its lease gives back.
"""

from datetime import datetime
from typing import Any

from dbos import DBOS

from actionpack_app.db import answers_at_once
from actionpack_app.domain.agenda import Item
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.orders import PaymentMethod
from actionpack_app.domain.rights import the_product
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.logs import log
from actionpack_app.services.orders.intent import Placed
from actionpack_app.services.year.carry import carry
from actionpack_app.services.year.renew import Provider
from actionpack_app.services.year.sweep import backlog, claim_due, is_planned_later
from actionpack_app.workflows import engine
from actionpack_app.workflows.collect import collect_id, collect_payment
from actionpack_app.workflows.durable import workflow
from actionpack_app.workflows.errand import errand
from actionpack_app.workflows.transfers import expect_transfer

QUEUE = "due"
AT_ONCE, AT_ONCE_IN_THE_SANDBOX, AT_ONCE_IN_ONE_FILE = 8, 6, 2
"""Batches that one process carries side by side: most of a renewal is waiting for the payment provider, and some of it for the
database. The sandbox keeps nobody waiting, nor does a file, where more than two only take turns at writing."""
MOST_BATCHES = 200
"""Of one sweep; the next one, a minute later, goes on."""
SCHEDULE = "0 * * * * *"
"""Every minute."""
PATIENCE_SECONDS = 60.0
"""How long one charge is waited for; its workflow goes on by itself."""


def schedule_sweeps() -> None:
    """Has this process carry batches, and DBOS call the sweep; once everywhere, however many processes say it."""
    DBOS.register_queue(QUEUE, worker_concurrency=_at_once())
    DBOS.apply_schedules([{"schedule_name": "sweep", "workflow_fn": sweep, "schedule": SCHEDULE}])


def _at_once() -> int:
    if not isinstance(get_payments(), SandboxPayments):
        return AT_ONCE
    return AT_ONCE_IN_ONE_FILE if answers_at_once() else AT_ONCE_IN_THE_SANDBOX


@workflow("sweep")
def sweep(_at: datetime, _context: Any) -> None:
    """Queues everything that is due by now."""
    _queue_due()


@DBOS.step(name="queue_due")
def _queue_due() -> int:
    return queue_due()


def queue_due() -> int:
    """Claims and queues what is due, batch by batch; how many subscriptions that were."""
    queued = 0
    for _n in range(MOST_BATCHES):
        batch = claim_due()
        if not batch.rows:
            break
        engine.enqueue(QUEUE, carry_batch, f"due:{batch.fact}", [list(row) for row in batch.rows])
        queued += len(batch.rows)
    if queued:
        log.info("due subscriptions queued", queued=queued, left=backlog())
    return queued


@workflow("carry_batch")
def carry_batch(rows: list[list[str]]) -> None:
    """Carries each subscription of a batch; one that fails is due again, and keeps no other from being carried."""
    _carry_batch(rows)


@DBOS.step(name="carry_batch")
def _carry_batch(rows: list[list[str]]) -> None:
    done = failed = 0
    for partner_id, subscription_id in rows:
        try:
            carry_all(partner_id, subscription_id, SystemClock())
            done += 1
        except Exception as wrong:  # noqa: BLE001 (the lease gives it back; the others go on)
            failed += 1
            log.warning("a due subscription failed", subscription=subscription_id, error=type(wrong).__name__)
    log.info("due subscriptions carried", done=done, failed=failed)


def carry_all(partner_id: str, subscription_id: str, clock: Clock, *, patience: float = PATIENCE_SECONDS) -> tuple[Item, ...]:
    """Everything that is due for a subscription at an instant, charges included. Returns what was carried."""
    provider = provider_now()
    carried: list[Item] = []
    while True:
        try:
            step = carry(partner_id, subscription_id, provider, clock)
        except NotFound:
            return tuple(carried)
        carried += step.items
        if step.intent is None:
            return tuple(carried)
        _collect(partner_id, step.intent, clock, patience)
        if step.intent.method is PaymentMethod.CARD and is_planned_later(subscription_id, clock.now()):
            return tuple(carried)  # the term is paid, or the charge is still under way


def provider_now() -> Provider:
    """What the payment provider of this deployment is called, and can do."""
    payments = get_payments()
    return Provider(payments.name, payments.matches_transfers)


def _collect(partner_id: str, intent: Placed, clock: Clock, patience: float) -> None:
    """Has an automatic order's payment collected, by the workflow that serves Buy."""
    told = errand(the_product(partner_id), clock)
    if intent.method is PaymentMethod.CARD:
        identity = collect_id(intent.order_id, intent.attempt)
        engine.run_for(patience, collect_payment, identity, told, intent.order_number, intent.payment_id)
    else:
        engine.start(expect_transfer, f"expect:{intent.payment_id}", told, intent.payment_id)
