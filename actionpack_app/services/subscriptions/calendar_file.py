"""A subscription's dates for calendar programs, behind a signed address that needs no session."""

import zoneinfo
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar, Event

from actionpack_app.db import reading
from actionpack_app.domain.calendar import CHARGE_TIME, at_local_time
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.domain.status import Next, Standing
from actionpack_app.gateways.clock import clock_of
from actionpack_app.gateways.signing import unsign
from actionpack_app.messages import _, use_locale
from actionpack_app.messages.words import offer_name
from actionpack_app.models import Partner, Subscription
from actionpack_app.services.membership.standing import Membership, read_membership
from actionpack_app.services.subscriptions.show import CALENDAR


def calendar_file(token: str) -> bytes:
    """Expiry and what comes next, as all-day events in the partner's language. Raises NotFound."""
    subscription_id = unsign(CALENDAR, token)
    if subscription_id is None:
        raise NotFound("calendar")
    with reading() as session:
        row = session.get(Subscription, subscription_id)
        partner = session.get(Partner, row.partner_id) if row else None
        if row is None or partner is None:
            raise NotFound("calendar")
        reader = Actor(person_id="", partner_id=partner.id, role=Role.GLOBAL_ADMIN, name="")
        membership = read_membership(session, reader, clock_of(partner.clock_at))
    with use_locale(partner.locale):
        return _calendar(row, membership)


def _calendar(row: Subscription, membership: Membership) -> bytes:
    standing = membership.standings[row.id]
    name = offer_name(row.offer)
    calendar: Any = Calendar()  # its `add` has no types
    calendar.add("prodid", "-//Partner Center//Membership//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    stamp = at_local_time(standing.term.start, CHARGE_TIME, zoneinfo.ZoneInfo(membership.partner.time_zone))
    for title, first, last, kind in _days(name, standing):
        event: Any = Event()
        event.add("uid", f"{row.id}-{kind}-{first.isoformat()}@partner-center")
        event.add("dtstamp", stamp)
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        event.add("summary", title)
        calendar.add_component(event)
    return calendar.to_ical()


def _days(name: str, standing: Standing) -> list[tuple[str, date, date, str]]:
    """Title, first and last day, and the kind that keeps an event's identity."""
    if standing.closing is not None:
        over = standing.closed_on or standing.term.expiry
        return [(_("{offer} expires").format(offer=name), over, over, "expiry")]
    days = [(_("{offer} expires").format(offer=name), standing.term.expiry, standing.term.expiry, "expiry")]
    if standing.renews_automatically:
        days.append(
            (
                _("{offer} renews automatically").format(offer=name),
                standing.term.anniversary,
                standing.term.anniversary,
                Next.RENEWS,
            )
        )
    else:
        days.append(
            (_("{offer} can be renewed").format(offer=name), standing.term.anniversary, standing.term.last_renewal_day, "window")
        )
    return days
