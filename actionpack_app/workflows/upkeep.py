"""What the product does by itself, in every process: says that it lives, takes over from the dead, and picks up what lies.

Every few seconds. All of it may be done by several processes at once: what is started is started under its business fact.
"""

import threading
from collections.abc import Callable
from datetime import timedelta

from dbos import DBOS

from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.logs import log
from actionpack_app.services.enrolment.draft import forget_expired_drafts
from actionpack_app.services.events.keep import events_due
from actionpack_app.services.running.pick_up import awaiting_banks, lying_about, note_picked_up, on_behalf_of
from actionpack_app.services.running.presence import beat, forget, silent
from actionpack_app.services.samples.clock import moves_lying_about
from actionpack_app.services.transfers.expire import due_to_expire, expire_order
from actionpack_app.workflows import engine
from actionpack_app.workflows.clock import play, play_id
from actionpack_app.workflows.collect import BANK_ANSWERS_WITHIN, collect_id, collect_payment, look_again
from actionpack_app.workflows.durable import workflow
from actionpack_app.workflows.mails import Post
from actionpack_app.workflows.notifications import handle_again
from actionpack_app.workflows.reconcile import reconcile_nightly
from actionpack_app.workflows.refund import carry_refund
from actionpack_app.workflows.transfers import begin_end, end_transfer, expect_transfer

EVERY_SECONDS = 5.0
"""Between two rounds."""
DEAD_AFTER = timedelta(seconds=20)
"""Without a sign of life; with a round and the queue's own pace, work is carried on within 30 seconds."""
LIES_AFTER = timedelta(seconds=15)
"""How long an intent may stand unanswered before it is looked at: longer than a click needs to start its workflow."""
ROUNDS_BETWEEN_BANKS = 12
"""The provider tells by itself what a bank was told; once a minute is for what it forgets to tell."""
FORGOTTEN = ["sweep", "carry_batch", "play", "tidy_up", "look_again"]
"""Workflows whose facts stand in our own tables, and whose ids never come again."""
REMEMBERED_FOR = timedelta(days=7)
NIGHT_HOUR = 2
"""When the books are compared, UTC."""


class Upkeep:
    """A thread that does it, until it is told to stop; mails are sent by threads beside it."""

    def __init__(self, executor_id: str) -> None:
        self._executor_id = executor_id
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._post = Post()
        self._broken_off: set[str] = set()

    def start(self) -> None:
        """Begins; the first sign of life is given before this returns."""
        beat(self._executor_id)
        self._thread.start()
        self._post.start()

    def stop(self) -> None:
        """Ends after the round that is under way."""
        self._stop.set()
        self._post.stop()
        self._thread.join(10)

    def _run(self) -> None:
        rounds = 0
        while not self._stop.wait(EVERY_SECONDS):
            once(self._executor_id)
            _try(self.carry_on)
            rounds += 1
            if rounds % ROUNDS_BETWEEN_BANKS == 0:
                _try(ask_banks)

    def carry_on(self) -> None:
        """Carries on what two rounds found broken off: what one alone finds may just be beginning, or being recorded."""
        found = engine.not_at_work(self._executor_id)
        for workflow_id in found & self._broken_off:
            engine.carry_on(workflow_id)
            log.info("carries on what broke off", work=workflow_id)
        self._broken_off = found


def once(executor_id: str) -> None:
    """One round. Whatever fails is tried again in the next one, and keeps nothing else from being done."""
    duties = (
        lambda: beat(executor_id),
        lambda: _take_over_from_the_dead(executor_id),
        pick_up,
        expire_transfers,
        carry_on_moves,
        _at_night,
    )
    for duty in duties:
        _try(duty)


def pick_up() -> None:
    """Starts what was meant to be started: the workflow of an intent, unless somebody is at work on it."""
    found = lying_about(SystemClock().now() - LIES_AFTER)
    for one in found.payments:
        args = (one.errand, one.order_number, one.id)
        engine.start_anew(collect_payment, collect_id(one.order_id, one.attempt), *args)
        note_picked_up(one.id, one.partner_id)
    for one in found.transfers:
        engine.start_anew(expect_transfer, f"expect:{one.id}", one.errand, one.id)
        note_picked_up(one.id, one.partner_id)
    for one in found.ended_transfers:
        engine.start_anew(end_transfer, f"end-transfer:{one.id}", one.errand, one.id)
    for one in found.refunds:
        engine.start_anew(carry_refund, f"refund:{one.id}", one.errand, one.id)
    for event_id in events_due():
        handle_again(event_id)


def ask_banks() -> None:
    """Looks what the bank was told where the cardholder didn't come back, and ends what waits for a day."""
    now = SystemClock().now()
    for one in awaiting_banks(now - LIES_AFTER):
        over = one.since < now - BANK_ANSWERS_WITHIN
        engine.start(look_again, f"look-again:{one.id}:{new_id()}", one.errand, one.order_number, one.id, over)


def expire_transfers() -> None:
    """Ends the orders by bank transfer whose last day has passed, here and with the provider."""
    for partner_id, number in due_to_expire():
        begin_end(on_behalf_of(partner_id), expire_order(partner_id, number))


def carry_on_moves() -> None:
    """Starts the moves of test clocks whose process died before it could, or that broke on the way."""
    for partner_id, move_id in moves_lying_about(SystemClock().now() - LIES_AFTER):
        engine.start_anew(play, play_id(move_id), partner_id, move_id)


def _take_over_from_the_dead(executor_id: str) -> None:
    dead_since = SystemClock().now() - DEAD_AFTER
    for dead in silent(dead_since):
        if dead != executor_id:
            engine.take_over(dead)
            forget(dead, dead_since)
            log.info("took over from a dead process", executor=dead)


def _at_night() -> None:
    now = SystemClock().now()
    if now.hour == NIGHT_HOUR:
        engine.start(reconcile_nightly, f"reconcile:{now.date().isoformat()}")
        engine.start(tidy_up, f"tidy-up:{now.date().isoformat()}")


@workflow("tidy_up")
def tidy_up() -> int:
    """Forgets the sweeps and batches of a week ago, of which there are thousands; what moved money is remembered.

    And the drafts of companies that never went on with their enrolment.
    """
    _forget_drafts()
    return _tidy_up()


@DBOS.step(name="forget_ended")
def _tidy_up() -> int:
    return engine.forget_ended(FORGOTTEN, SystemClock().now() - REMEMBERED_FOR)


@DBOS.step(name="forget_drafts")
def _forget_drafts() -> int:
    return forget_expired_drafts()


def _try(duty: Callable[[], None]) -> None:
    try:
        duty()
    except Exception as failed:  # noqa: BLE001 (the next round tries again; nothing else waits for it)
        log.warning("upkeep failed", error=type(failed).__name__)
