"""The year of a subscription: what falls due, when, and whether it still holds once somebody comes to do it.

Ten items a term, each carried once (product, "The calendar"): three notices before expiry, the automatic renewal and its
three retries, two notices in the renewal window, and its end. Instants are UTC; the days behind them are the partner's.
"""

import dataclasses
import enum
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from actionpack_app.domain.calendar import CHARGE_TIME, at_local_time, day_opens_at
from actionpack_app.domain.status import Standing

RETRY_DAYS = (3, 7, 14)
"""After the anniversary, when a refused automatic charge is tried again."""
WINDOW_CLOSING_DAYS = 23
"""After expiry, when a partner that hasn't renewed is told that the window is about to close."""
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class Item(enum.StrEnum):
    """What can fall due in a term, in the order in which things of one instant are done."""

    EXPIRES_IN_30 = "expires_in_30"
    EXPIRES_IN_15 = "expires_in_15"
    EXPIRES_IN_1 = "expires_in_1"
    RENEWAL = "renewal"
    WINDOW_OPEN = "window_open"
    RETRY_3 = "retry_3"
    RETRY_7 = "retry_7"
    RETRY_14 = "retry_14"
    WINDOW_CLOSING = "window_closing"
    LAPSE = "lapse"


RETRIES = dict(zip((Item.RETRY_3, Item.RETRY_7, Item.RETRY_14), RETRY_DAYS, strict=True))
BEFORE_EXPIRY = {Item.EXPIRES_IN_30: 30, Item.EXPIRES_IN_15: 15, Item.EXPIRES_IN_1: 1}
CHARGES = frozenset({Item.RENEWAL, *RETRIES})
"""Items that take money, or order it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Year:
    """Everything that decides what falls due in a subscription's current term."""

    standing: Standing
    zone: tzinfo
    """The partner's."""
    done: frozenset[Item] = frozenset()
    """What was carried, or passed over because it no longer held."""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One item of a term: due at `at`, worth doing until `until`."""

    item: Item
    at: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it is still true and of use: a notice, for one, is overtaken by the next."""
        return now < self.until


def whole_year(year: Year) -> tuple[Entry, ...]:
    """All items of the term, whether or not they come to pass, in the order in which they fall due."""
    term, zone = year.standing.term, year.zone

    def at_nine(days_after_expiry: int) -> datetime:
        return at_local_time(term.expiry + timedelta(days=days_after_expiry), CHARGE_TIME, zone)

    before = {item: at_nine(-days) for item, days in BEFORE_EXPIRY.items()}
    retries = {item: at_nine(1 + days) for item, days in RETRIES.items()}
    closing = at_nine(WINDOW_CLOSING_DAYS)
    window_over = day_opens_at(term.last_renewal_day + timedelta(days=1), zone)
    last_day = max(term.last_renewal_day, year.standing.open_transfer_until or term.last_renewal_day)
    over = day_opens_at(last_day + timedelta(days=1), zone)
    entries = (
        Entry(Item.EXPIRES_IN_30, before[Item.EXPIRES_IN_30], before[Item.EXPIRES_IN_15]),
        Entry(Item.EXPIRES_IN_15, before[Item.EXPIRES_IN_15], before[Item.EXPIRES_IN_1]),
        Entry(Item.EXPIRES_IN_1, before[Item.EXPIRES_IN_1], day_opens_at(term.anniversary, zone)),
        Entry(Item.RENEWAL, at_nine(1), window_over),
        Entry(Item.WINDOW_OPEN, at_nine(1), closing),
        Entry(Item.RETRY_3, retries[Item.RETRY_3], retries[Item.RETRY_7]),
        Entry(Item.RETRY_7, retries[Item.RETRY_7], retries[Item.RETRY_14]),
        Entry(Item.RETRY_14, retries[Item.RETRY_14], window_over),
        Entry(Item.WINDOW_CLOSING, closing, window_over),
        Entry(Item.LAPSE, over, FOR_EVER),
    )
    return tuple(sorted(entries, key=lambda entry: (entry.at, list(Item).index(entry.item))))


def agenda(year: Year) -> tuple[Entry, ...]:
    """What will fall due, or has and isn't done, as things stand: a retry only after a charge was refused."""
    if year.standing.closing is not None:
        return ()
    return tuple(entry for entry in whole_year(year) if entry.item not in year.done and _comes(year.standing, entry.item))


def due(year: Year, now: datetime) -> tuple[Entry, ...]:
    """What of the agenda is due at `now`, the oldest first."""
    return tuple(entry for entry in agenda(year) if entry.at <= now)


def next_due_at(year: Year) -> datetime | None:
    """When the next thing falls due; None where nothing will until the partner acts."""
    coming = agenda(year)
    return coming[0].at if coming else None


def expected(year: Year, now: datetime, *, charges: bool) -> tuple[Entry, ...]:
    """What will happen if nobody does anything: after a renewal that `charges`, nothing more of this term."""
    coming = [entry for entry in agenda(year) if is_worth_doing(year, entry, max(entry.at, now))]
    renewal = next((n for n, entry in enumerate(coming) if entry.item is Item.RENEWAL), None)
    return tuple(coming if renewal is None or not charges else coming[: renewal + 1])


def is_worth_doing(year: Year, entry: Entry, now: datetime) -> bool:
    """Whether a due item is done, not passed over: it still holds, and nothing stands against a charge.

    None is made while a transfer is awaited, and none again of a card that only the partner can mend. Such a retry is over
    when its day comes: a card that takes the other's place later is charged on the next day that was named.
    """
    if not entry.holds(now):
        return False
    if entry.item in CHARGES and year.standing.open_transfer_until is not None:
        return False
    return not (entry.item in RETRIES and year.standing.needs_partner)


def overtaken(item: Item, year: Year, now: datetime) -> Iterator[Item]:
    """Retries that a charge made at `now` takes the place of, because they were due by then too."""
    if item in CHARGES:
        yield from (entry.item for entry in whole_year(year) if entry.item in RETRIES and entry.at <= now and entry.item != item)


def next_retry_at(year: Year, now: datetime) -> datetime | None:
    """When a refused charge is tried again; None where it isn't."""
    if year.standing.needs_partner:
        return None
    return next((entry.at for entry in agenda(year) if entry.item in RETRIES and entry.at > now), None)


def _comes(standing: Standing, item: Item) -> bool:
    if item in RETRIES:
        return standing.renews_automatically and standing.charge_failed
    return item is not Item.RENEWAL or standing.renews_automatically
