"""Where a test clock can be moved to: named days in the year of a subscription, or any date ahead."""

import enum
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from actionpack_app.domain.calendar import Term, at_local_time, local_day, nth_term

NOON = time(12)
"""Local time at which a named day is looked at: what falls due on it has happened."""
FURTHEST = timedelta(days=10 * 366)
"""A clock isn't moved further than this at once."""


class Jump(enum.StrEnum):
    """The toolbar's buttons, as addresses and programs name them."""

    NEXT_DAY = "next-day"
    EXPIRY = "expiry"
    WINDOW_FIRST = "window-first"
    WINDOW_LAST = "window-last"
    ANNIVERSARY = "anniversary"


def target(jump: Jump, now: datetime, zone: tzinfo, held: Iterable[tuple[date, Term]]) -> datetime | None:
    """Where a jump leads; None where no such day lies ahead.

    `held` are anchor and current term of each subscription that isn't closed; the nearest day of all of them counts.
    "Next anniversary" is the next one of the anchor, whether or not the subscription is renewed by then.
    """
    if jump is Jump.NEXT_DAY:
        return (now.astimezone(zone) + timedelta(days=1)).astimezone(now.tzinfo)
    days = [day for anchor, term in held for day in _days(jump, anchor, term, local_day(now, zone))]
    ahead = [at for day in days if (at := at_local_time(day, NOON, zone)) > now]
    return min(ahead, default=None)


def _days(jump: Jump, anchor: date, term: Term, today: date) -> list[date]:
    match jump:
        case Jump.EXPIRY:
            return [term.expiry]
        case Jump.WINDOW_FIRST:
            return [term.anniversary]
        case Jump.WINDOW_LAST:
            return [term.last_renewal_day]
        case Jump.ANNIVERSARY:
            years = today.year - anchor.year
            return [nth_term(anchor, n).start for n in (years, years + 1) if nth_term(anchor, n).start > today]
        case Jump.NEXT_DAY:
            return []
