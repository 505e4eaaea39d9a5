"""Writing subscriptions' dates as iCalendar (RFC 5545, RFC 7986): the same facts give the same bytes.

An entry keeps its identity while its dates change; SEQUENCE grows with everything that happens to its subscription, so
that a program which knows the entry takes the new dates.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration
from sqlmodel import Session

from actionpack_app.domain.rights import Actor
from actionpack_app.messages import current_locale
from actionpack_app.models import Partner, Subscription
from actionpack_app.repositories.activity import Activity, Revision
from actionpack_app.routes import subscription as page_of
from actionpack_app.services.calendar.entries import CalendarEntry, entries_of
from actionpack_app.services.calendar.zone import time_zone
from actionpack_app.services.membership.standing import Membership
from actionpack_app.settings import get_settings

CHARGE_TAKES = timedelta(minutes=15)
"""How long the entry of a charge is: programs draw one without duration as a line, or as an hour."""
READ_AGAIN_AFTER = timedelta(hours=6)
"""What programs are told; a big one reads once a day whatever it is told."""


def write_calendar(
    session: Session, actor: Actor, membership: Membership, rows: list[Subscription], name: str, *, is_read_again: bool
) -> bytes:
    """The dates of these subscriptions, in the language of the context; `is_read_again` for one that programs subscribe to."""
    revisions = Activity(session, actor).revisions()
    zone = ZoneInfo(membership.partner.time_zone)
    calendar: Any = Calendar()  # its `add` has no types
    calendar.add("prodid", "-//Partner Center//Membership//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    if is_read_again:
        calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", vDuration(READ_AGAIN_AFTER))
    entries = [(row, entry) for row in rows for entry in entries_of(row.offer, membership.standings[row.id])]
    for component in _zones(zone, [entry for _row, entry in entries]):
        calendar.add_component(component)
    for row, entry in entries:
        calendar.add_component(_event(membership.partner, zone, row, entry, revisions.get(row.id)))
    return calendar.to_ical()


def _zones(zone: ZoneInfo, entries: list[CalendarEntry]) -> Iterator[Any]:
    """The zone that timed entries refer to, over their years and the ones around; none where nothing refers to it."""
    years = [entry.first.year for entry in entries if entry.at is not None]
    if years:
        yield time_zone(zone, date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))


def _event(partner: Partner, zone: ZoneInfo, row: Subscription, entry: CalendarEntry, revision: Revision | None) -> Any:
    event: Any = Event()
    changed_at = revision.at if revision else row.created_at
    changes = (revision.number if revision else 0) + (row.closed_on is not None)  # what closes it may be told of another one
    event.add("uid", f"{row.id}-{row.terms_paid - 1}-{entry.kind}@partner-center")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", changes)
    if entry.at is None:
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))
    else:
        begins = datetime.combine(entry.first, entry.at, zone)
        event.add("dtstart", begins)
        event.add("dtend", begins + CHARGE_TAKES)
    address = get_settings().public_url + page_of(current_locale(), row.id)
    event.add("summary", entry.title)
    event.add("description", f"{partner.name}\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
