"""Queues of mails: claiming one that is due, and keeping what became of it. Sending lies between the two transactions.

A claim is a lease: whoever dies with it gives the mail back when it ends, and a mail that breaks its sender harms no other.
"""

import dataclasses
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.mails import MOST_TRIES, pause_after
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.mail import Mail
from actionpack_app.models.mails import Mailed, MailStatus
from actionpack_app.repositories.mails import Mails

LEASE = timedelta(minutes=10)
"""Longer than the slowest conversation with a mail server."""


class Queue(Protocol):
    """One table whose rows are mails."""

    @property
    def table(self) -> type[Mailed]:
        """Its rows."""
        ...

    def compose(self, claimed: "Claimed") -> Mail | None:
        """The mail in words, as it is right now; None where it isn't wanted any more, or no longer holds."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that is ours until the lease ends."""

    queue: Queue
    key: tuple[str, ...]
    tries: int
    """With this one."""
    overdue: timedelta
    """How long it could have been sent already."""
    until: datetime

    @property
    def runs_out(self) -> bool:
        """Whether too little of the lease is left to begin with it."""
        return SystemClock().now() > self.until - LEASE / 2


def mails_due(queue: Queue) -> bool:
    """Whether anything is to be sent now."""
    with reading() as session:
        return Mails(session, queue.table).any_due(SystemClock().now())


def claim_mails(queue: Queue, limit: int) -> list[Claimed]:
    """The mails that have been due for longest; empty when nothing is."""
    while True:
        with transaction() as session:
            now = SystemClock().now()
            rows = Mails(session, queue.table).due(now, limit)
            claimed = [found for row in rows if (found := _claim(queue, row, now))]
        if claimed or not rows:
            return claimed


def _claim(queue: Queue, row: Mailed, now: datetime) -> Claimed | None:
    if row.tries >= MOST_TRIES:  # its senders died each time
        row.mail_status, row.error = MailStatus.FAILED, row.error or "lost"
        return None
    overdue, row.next_try_at = now - row.next_try_at, now + LEASE
    row.tries += 1
    return Claimed(queue, row.key_of_mail, row.tries, overdue, row.next_try_at)


def prepare(claimed: Claimed) -> Mail | None:
    """The mail in words; None where it isn't to be sent any more."""
    return claimed.queue.compose(claimed)


def settle_sent(claimed: Claimed, address: str) -> None:
    """The mail server has it. That counts even if the lease has ended meanwhile."""
    with transaction() as session:
        Mails(session, claimed.queue.table).note_sent(claimed.key, address, SystemClock().now())


def give_back(claimed: Claimed) -> None:
    """Nobody has tried it: it is due again, as if it hadn't been claimed."""
    with transaction() as session:
        if row := _still_ours(session, claimed):
            row.tries, row.next_try_at = claimed.tries - 1, SystemClock().now() - claimed.overdue


def settle_unsent(claimed: Claimed) -> None:
    """It isn't to be sent any more."""
    with transaction() as session:
        if row := _still_ours(session, claimed):
            row.mail_status = MailStatus.NONE


def settle_failed(claimed: Claimed, code: str, *, for_good: bool) -> None:
    """It wasn't taken: tried again after a while, or given up. Nothing where somebody else has claimed it since."""
    with transaction() as session:
        if row := _still_ours(session, claimed):
            pause = None if for_good else pause_after(claimed.tries)
            row.error = code
            if pause is None:
                row.mail_status = MailStatus.FAILED
            else:
                row.next_try_at = SystemClock().now() + pause


def _still_ours(session: Session, claimed: Claimed) -> Mailed | None:
    row = Mails(session, claimed.queue.table).get(claimed.key)
    waits = row.mail_status is MailStatus.WAITING and row.tries == claimed.tries
    return row if waits else None
