"""A time zone as calendar programs read it (RFC 5545, 3.6.5).

Written here: the library's own takes the onset of a change that skips an hour from after the change, where the standard
counts it by the offset before it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

SECOND = timedelta(seconds=1)


def time_zone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """The zone's offsets from the beginning of one day, UTC, to that of another, each with its onset."""
    begin, end = datetime.combine(first, time(), UTC), datetime.combine(last, time(), UTC)
    written: Any = Timezone()
    written.add("tzid", zone.key)
    written.add_component(_observance(zone, begin, _offset(zone, begin)))
    for onset in _changes(zone, begin, end):
        written.add_component(_observance(zone, onset, _offset(zone, onset - SECOND)))
    return written


def _observance(zone: ZoneInfo, onset: datetime, before: timedelta) -> Any:
    """One offset and since when; its onset is told by the wall clock that was valid before."""
    local = onset.astimezone(zone)
    observance: Any = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (onset + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", _offset(zone, onset))
    observance.add("tzname", local.tzname())
    return observance


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which the offset changes, to the second."""
    at = begin
    while at < end:
        until = min(at + timedelta(days=1), end)
        if _offset(zone, at) != _offset(zone, until):
            yield _change_between(zone, at, until)
        at = until


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
