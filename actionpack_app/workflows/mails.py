"""Sending mails, of notices and letters: claim, send, settle, one after the other, in threads of their own.

Not a durable workflow: the deliveries are the queue already, with their leases and pauses, and a second record of the same
steps would only cost writes and could disagree. Not the upkeep's thread either: it says that this process lives, and a mail
server that takes ten seconds for each answer would have the others take its work over.
"""

import collections
import dataclasses
import threading

from actionpack_app.gateways.mail import MailDelayed, Mailer, MailFailed, MailRefused, get_mailer
from actionpack_app.logs import log
from actionpack_app.services.letters.mail import LETTERS
from actionpack_app.services.mails.queue import (
    Claimed,
    Queue,
    claim_mails,
    give_back,
    mails_due,
    prepare,
    settle_failed,
    settle_sent,
    settle_unsent,
)
from actionpack_app.services.notices.mail import NOTICES

QUEUES: tuple[Queue, ...] = (LETTERS, NOTICES)
"""Letters first: somebody waits for most of them."""
AT_ONCE = 4
"""Threads of one process; with most servers that is what a sender may have open side by side."""
EVERY_SECONDS = 5.0
"""Between two rounds of a thread."""
CLAIMED_AT_ONCE = 8
"""In one transaction; each is sent and settled by itself."""
ROUND = 200
"""Mails of one round at most."""


class Post:
    """Threads that send what is due, until they are told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, name=f"post-{n}", daemon=True) for n in range(AT_ONCE)]

    def start(self) -> None:
        """Begins."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends after the mails that are under way; one whose server doesn't answer is left to its lease."""
        self._stop.set()
        for thread in self._threads:
            thread.join(2)

    def _run(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            try:
                send_due(self._stop)
            except Exception as failed:  # noqa: BLE001 (the next round tries again; nothing else waits for it)
                log.warning("sending mails failed", error=type(failed).__name__)


def send_due(stop: threading.Event | None = None) -> int:
    """Sends what is due, a round of each queue at most; how many were sent."""
    return sum(_round(queue, stop) for queue in QUEUES if mails_due(queue))


def _round(queue: Queue, stop: threading.Event | None) -> int:
    """A round ends where the server takes nothing at all, so that an outage costs one mail a try, not all of them."""
    tally = _Tally()
    for _n in range(ROUND // CLAIMED_AT_ONCE):
        batch = [] if stop is not None and stop.is_set() else claim_mails(queue, CLAIMED_AT_ONCE)
        if not batch or not _send_all(get_mailer(), batch, tally):
            break
    log.info("mails sent", sent=tally.sent, failed=tally.failed)
    return tally.sent


@dataclasses.dataclass
class _Tally:
    sent: int = 0
    failed: int = 0


def _send_all(mailer: Mailer, batch: list[Claimed], tally: _Tally) -> bool:
    """One after the other; what isn't come to is given back. False where the server takes nothing at all."""
    waiting = collections.deque(batch)
    try:
        while waiting and not waiting[0].runs_out:
            claimed = waiting.popleft()
            try:
                tally.sent += _send(mailer, claimed)
            except MailFailed as refusal:
                tally.failed += 1
                if isinstance(refusal, MailDelayed) and refusal.for_all:
                    return False
        return True
    finally:
        for claimed in waiting:
            give_back(claimed)


def _send(mailer: Mailer, claimed: Claimed) -> bool:
    """One mail, outside of any transaction; False where it no longer holds. Raises MailFailed, which is kept."""
    try:
        mail = prepare(claimed)
        if mail is not None:
            mailer.send(mail)
    except MailFailed as refusal:
        settle_failed(claimed, refusal.code, for_good=isinstance(refusal, MailRefused))
        log.warning("mail not taken", mail="-".join(claimed.key), code=refusal.code)
        raise
    except Exception as wrong:
        settle_failed(claimed, type(wrong).__name__, for_good=False)
        raise
    if mail is None:
        settle_unsent(claimed)
        return False
    settle_sent(claimed, mail.to_address)
    return True
