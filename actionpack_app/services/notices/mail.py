"""The mails of notices: claiming one that is due, and keeping what became of it. Sending lies between the two transactions.

A claim is a lease: whoever dies with it gives the mail back when it ends, and a mail that breaks its sender harms no other.
What no longer holds by then isn't sent; it stands in the app.
"""

import dataclasses
import zoneinfo
from datetime import timedelta

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.agenda import Year
from actionpack_app.domain.mails import MOST_TRIES, PASSING, pause_after, still_holds
from actionpack_app.domain.notices import NoticeFacts, from_plain
from actionpack_app.domain.rights import Right, roles_with, the_product
from actionpack_app.gateways.clock import SystemClock, clock_of
from actionpack_app.gateways.mail import Mail
from actionpack_app.models import Notice, NoticeDelivery, Partner, Person
from actionpack_app.models.notices import MailStatus
from actionpack_app.repositories.notices import Mails
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.notices.compose import compose

LEASE = timedelta(minutes=10)
"""Longer than the slowest conversation with a mail server."""
JUST_PLAYED = timedelta(minutes=10)
"""A test clock plays a year in a moment; what it told of is mailed as it was true at its time, unless an outage delays it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that is ours until the lease ends."""

    notice_id: str
    person_id: str
    tries: int
    """With this one."""
    overdue: timedelta
    """How long it could have been sent already."""


def mails_due() -> bool:
    """Whether anything is to be sent now."""
    with reading() as session:
        return Mails(session).any_due(SystemClock().now())


def claim_mail() -> Claimed | None:
    """The mail that has been due for longest; None when nothing is."""
    while True:
        with transaction() as session:
            now = SystemClock().now()
            delivery = next(iter(Mails(session).due(now, 1)), None)
            if delivery is None:
                return None
            if delivery.tries < MOST_TRIES:
                overdue, delivery.next_try_at = now - delivery.next_try_at, now + LEASE
                delivery.tries += 1
                claimed = Claimed(delivery.notice_id, delivery.person_id, delivery.tries, overdue)
            else:  # its senders died each time
                delivery.mail_status, delivery.error, claimed = MailStatus.FAILED, delivery.error or "lost", None
        if claimed is not None:
            return claimed


def prepare(claimed: Claimed) -> Mail | None:
    """The mail in words, to the address that the person has now; None where it isn't wanted any more, or no longer holds."""
    with reading() as session:
        notice = session.get_one(Notice, claimed.notice_id)
        person, partner = session.get_one(Person, claimed.person_id), session.get_one(Partner, notice.partner_id)
        facts = from_plain(notice.facts)
        if not _is_wanted(facts, person) or not _holds(session, facts, claimed, partner):
            return None
    return compose(facts, notice.id, person, partner)


def settle_sent(claimed: Claimed, address: str) -> None:
    """The mail server has it. That counts even if the lease has ended meanwhile."""
    with transaction() as session:
        delivery = Mails(session).get(claimed.notice_id, claimed.person_id)
        delivery.mail_status, delivery.email, delivery.sent_at = MailStatus.SENT, address, SystemClock().now()
        delivery.error = ""


def settle_unsent(claimed: Claimed) -> None:
    """It isn't to be sent any more."""
    with transaction() as session:
        if delivery := _still_ours(session, claimed):
            delivery.mail_status = MailStatus.NONE


def settle_failed(claimed: Claimed, code: str, *, for_good: bool) -> None:
    """It wasn't taken: tried again after a while, or given up. Nothing where somebody else has claimed it since."""
    with transaction() as session:
        if delivery := _still_ours(session, claimed):
            pause = None if for_good else pause_after(claimed.tries)
            delivery.error = code
            if pause is None:
                delivery.mail_status = MailStatus.FAILED
            else:
                delivery.next_try_at = SystemClock().now() + pause


def _still_ours(session: Session, claimed: Claimed) -> NoticeDelivery | None:
    delivery = Mails(session).get(claimed.notice_id, claimed.person_id)
    waits = delivery.mail_status is MailStatus.WAITING and delivery.tries == claimed.tries
    return delivery if waits else None


def _is_wanted(facts: NoticeFacts, person: Person) -> bool:
    """Whether the person still sees the company's billing, and hasn't switched such mails off meanwhile."""
    sees = person.active and person.role in roles_with(Right.SEE_BILLING)
    return sees and (person.reminder_mails or not facts.is_optional)


def _holds(session: Session, facts: NoticeFacts, claimed: Claimed, partner: Partner) -> bool:
    if facts.kind not in PASSING:
        return True
    if partner.clock_at is not None and claimed.tries == 1 and claimed.overdue < JUST_PLAYED:
        return True
    clock = clock_of(partner.clock_at)
    membership = read_membership(session, the_product(partner.id), clock)
    year = Year(membership.standings[facts.subscription_id], zoneinfo.ZoneInfo(partner.time_zone))
    return still_holds(facts, year, clock.now(), {order.number for order in membership.awaiting.values()})
