"""The mails of notices. What no longer holds by the time of sending isn't sent; it stands in the app."""

import zoneinfo
from datetime import timedelta

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.agenda import Year
from actionpack_app.domain.mails import is_passing, still_holds
from actionpack_app.domain.notices import NoticeFacts, from_plain
from actionpack_app.domain.rights import Right, roles_with, the_product
from actionpack_app.gateways.clock import clock_of
from actionpack_app.gateways.mail import Mail
from actionpack_app.models import NoticeDelivery, Partner, Person
from actionpack_app.repositories.notices import told_to
from actionpack_app.services.mails.queue import Claimed
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.notices.compose import compose

JUST_PLAYED = timedelta(minutes=10)
"""A test clock plays a year in a moment; what it told of is mailed as it was true at its time, unless an outage delays it."""


class _Notices:
    """The deliveries of notices."""

    table = NoticeDelivery

    def compose(self, claimed: Claimed) -> Mail | None:
        """To the address that the person has now; None where it isn't wanted any more, or no longer holds."""
        notice_id, person_id = claimed.key
        with reading() as session:
            notice, person, partner = told_to(session, notice_id, person_id)
            facts = from_plain(notice.facts)
            if not _is_wanted(facts, person) or not _holds(session, facts, claimed, partner):
                return None
        return compose(facts, notice.id, person, partner)


NOTICES = _Notices()


def _is_wanted(facts: NoticeFacts, person: Person) -> bool:
    """Whether the person still sees the company's billing, and hasn't switched such mails off meanwhile."""
    sees = person.active and person.role in roles_with(Right.SEE_BILLING)
    return sees and (person.reminder_mails or not facts.is_optional)


def _holds(session: Session, facts: NoticeFacts, claimed: Claimed, partner: Partner) -> bool:
    if not is_passing(facts):
        return True
    if partner.clock_at is not None and claimed.tries == 1 and claimed.overdue < JUST_PLAYED:
        return True
    clock = clock_of(partner.clock_at)
    membership = read_membership(session, the_product(partner.id), clock)
    awaited = {order.number for order in membership.awaiting.values()}
    if facts.subscription_id not in membership.standings:  # of an order that isn't one of a subscription yet
        return facts.order_number in awaited
    year = Year(membership.standings[facts.subscription_id], zoneinfo.ZoneInfo(partner.time_zone))
    return still_holds(facts, year, clock.now(), awaited)
