"""When a mail that couldn't be delivered is tried again, and whether what it says still holds by then."""

import enum
from collections.abc import Collection
from datetime import datetime, timedelta

from actionpack_app.domain.agenda import Item, Year, whole_year
from actionpack_app.domain.calendar import local_day
from actionpack_app.domain.notices import PROOF_REJECTED_LATE, REMINDERS, NoticeFacts, NoticeKind

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 20
"""The last one about three days after the first."""

PASSING = REMINDERS | {NoticeKind.CHARGE_FAILED, NoticeKind.TRANSFER_ORDERED, NoticeKind.RENEWAL_OFF}
"""What is true for a while. The other kinds tell of something that has happened."""


def is_passing(facts: NoticeFacts) -> bool:
    """Whether it may no longer hold by the time that it is mailed."""
    return facts.kind in PASSING and not facts.is_of_cancellation and facts.reason != PROOF_REJECTED_LATE


class Trouble(enum.StrEnum):
    """How far a mail is that didn't get through."""

    FAILED = "failed"
    """Given up."""
    RETRIED = "retried"
    """It waits to be tried again."""


def pause_after(tries: int) -> timedelta | None:
    """How long a mail waits after so many tries; None once it is given up."""
    if tries >= MOST_TRIES:
        return None
    return min(FIRST_PAUSE * 2 ** (max(tries, 1) - 1), LONGEST_PAUSE)


def still_holds(facts: NoticeFacts, year: Year, now: datetime, awaited: Collection[str]) -> bool:
    """Whether a notice is worth mailing at `now`, with the subscription as it is by then.

    `awaited` are the numbers of the partner's orders whose bank transfer can still be made.
    """
    if not is_passing(facts):
        return True
    if facts.kind is NoticeKind.TRANSFER_ORDERED:
        return facts.order_number in awaited
    standing = year.standing
    if standing.closing is not None or facts.expiry != standing.term.expiry:  # ended, or renewed since
        return False
    if facts.kind is NoticeKind.RENEWAL_OFF:
        return not standing.renews_automatically
    if facts.retry_on is not None and local_day(now, year.zone) >= facts.retry_on:  # told of anew by then
        return False
    if facts.kind is NoticeKind.CHARGE_FAILED:
        return local_day(now, year.zone) <= standing.term.last_renewal_day
    if facts.renews and not standing.renews_automatically:  # announces a charge that was called off
        return False
    return next(entry for entry in whole_year(year) if entry.item is Item(facts.kind.value)).holds(now)
