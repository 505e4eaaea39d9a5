"""A person's calendar feed: the dates of all open subscriptions of the company, behind a private address without session."""

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import clock_of
from actionpack_app.messages import _, use_locale
from actionpack_app.repositories.identity import Identities
from actionpack_app.services.calendar.address import person_behind
from actionpack_app.services.calendar.write import write_calendar
from actionpack_app.services.membership.standing import read_membership


def calendar_feed(token: str) -> bytes:
    """The feed in the person's mail language. Raises NotFound, also for a revoked address and somebody who was deactivated."""
    person_id, version = person_behind(token)
    with reading() as session:
        found = Identities(session).active_person(person_id)
        if found is None:
            raise NotFound("calendar")
        person, partner = found
        actor = Actor(person_id=person.id, partner_id=partner.id, role=person.role, name=person.name)
        if person.feed_version != version or not actor.may(Right.SEE_OFFERS):
            raise NotFound("calendar")
        membership = read_membership(session, actor, clock_of(partner.clock_at))
        rows = [row for row in membership.subscriptions if row.closed_on is None]
        with use_locale(person.mail_locale or partner.locale):
            name = _("{company}: Membership offers").format(company=partner.name)
            return write_calendar(session, actor, membership, rows, name, is_read_again=True)
