"""Terms, renewal windows and local days.

Calendar dates are dates in the partner's time zone, both ends inclusive. Terms are counted from the anchor, the first
start, and never from the term before, so that they do not drift (product, "The calendar").
"""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WINDOW_DAYS = 30
"""Days after expiry in which a subscription can be renewed."""

TRANSFER_DAYS = 30
"""A bank-transfer order placed on 23 June has 23 July as its last day."""

CHARGE_TIME = time(9, 0)
"""Local time at which automatic renewals are charged and notices are sent."""


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """One paid year, from `start` to `expiry`, the last day that it covers."""

    start: date
    expiry: date

    @property
    def anniversary(self) -> date:
        """The first day of the next term, and of the renewal window."""
        return self.expiry + timedelta(days=1)

    @property
    def last_renewal_day(self) -> date:
        """22 June → 22 July: thirty days, the first of them the anniversary."""
        return self.expiry + timedelta(days=WINDOW_DAYS)

    def window_contains(self, day: date) -> bool:
        """Whether `day` is one of the thirty days after expiry."""
        return self.anniversary <= day <= self.last_renewal_day


def nth_term(anchor: date, n: int) -> Term:
    """The term that starts `n` years after `anchor`, the first one being 0.

    Counted from the anchor: 29 February starts on 28 February in common years and returns in leap years.
    """
    return Term(_years_after(anchor, n), _years_after(anchor, n + 1) - timedelta(days=1))


def transfer_last_day(placed_on: date) -> date:
    """The last day, inclusive, on which a bank-transfer order can still be paid."""
    return placed_on + timedelta(days=TRANSFER_DAYS)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The calendar date that `instant`, an aware time, has in `zone`."""
    return instant.astimezone(zone).date()


def day_opens_at(day: date, zone: tzinfo) -> datetime:
    """The first instant, in UTC, that `zone` gives to `day`.

    Usually midnight. Where clocks are put forward over midnight it is the instant of the change; where a zone leaves out
    a whole day (Samoa, 30 December 2011) the day is empty: it opens where the next one does.
    """
    midnight = datetime.combine(day, time(), zone)
    first = midnight.astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, time()):
        return first
    return _first_instant_not_before(day, zone, first - timedelta(days=2), first + timedelta(days=2))


def at_local_time(day: date, at: time, zone: tzinfo) -> datetime:
    """The instant, in UTC, of the wall-clock time `at` on `day`; a time that is skipped counts from before the change."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def _first_instant_not_before(day: date, zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """Bisects to the second, the resolution at which zones change."""
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if local_day(middle, zone) >= day:
            after = middle
        else:
            before = middle
    return after


def _years_after(anchor: date, years: int) -> date:
    try:
        return anchor.replace(year=anchor.year + years)
    except ValueError:  # 29 February in a common year
        return date(anchor.year + years, 2, 28)
