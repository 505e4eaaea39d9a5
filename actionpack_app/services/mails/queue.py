"""Queues of mails: claiming one that is due, and keeping what became of it. Sending lies between the two transactions.

A claim is a lease: whoever dies with it gives the mail back when it ends, and a mail that breaks its sender harms no other.
"""

import dataclasses
from datetime import timedelta
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


def mails_due(queue: Queue) -> bool:
    """Whether anything is to be sent now."""
    with reading() as session:
        return Mails(session, queue.table).any_due(SystemClock().now())


def claim_mail(queue: Queue) -> Claimed | None:
    """The mail that has been due for longest; None when nothing is."""
    while True:
        with transaction() as session:
            now = SystemClock().now()
            row = next(iter(Mails(session, queue.table).due(now, 1)), None)
            if row is None:
                return None
            if row.tries < MOST_TRIES:
                overdue, row.next_try_at = now - row.next_try_at, now + LEASE
                row.tries += 1
                claimed = Claimed(queue, row.key_of_mail, row.tries, overdue)
            else:  # its senders died each time
                row.mail_status, row.error, claimed = MailStatus.FAILED, row.error or "lost", None
        if claimed is not None:
            return claimed


def prepare(claimed: Claimed) -> Mail | None:
    """The mail in words; None where it isn't to be sent any more."""
    return claimed.queue.compose(claimed)


def settle_sent(claimed: Claimed, address: str) -> None:
    """The mail server has it. That counts even if the lease has ended meanwhile."""
    with transaction() as session:
        row = Mails(session, claimed.queue.table).get(claimed.key)
        row.mail_status, row.email, row.sent_at = MailStatus.SENT, address, SystemClock().now()
        row.error = ""


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
