"""What was told of a subscription and to how many people by mail, and what will happen by itself."""

import dataclasses
from collections import Counter
from datetime import datetime

from sqlmodel import Session

from actionpack_app.domain.agenda import Item, expected
from actionpack_app.domain.eligibility import against_automatic_renewal
from actionpack_app.domain.notices import NoticeFacts, from_plain
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Notice, NoticeDelivery, Subscription
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.notices import Notices
from actionpack_app.services.membership.standing import Membership
from actionpack_app.services.year.read import year_of

NOTICES_SHOWN = 10
"""About what a year brings; all of them stand on the page of notifications."""


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One notice, and how far its mails are, in people."""

    at: datetime
    facts: NoticeFacts
    sent: int
    waiting: int
    app_only: int
    failed: tuple[str, ...]
    """The addresses that could not be reached."""


@dataclasses.dataclass(frozen=True, slots=True)
class ToCome:
    """One item of the agenda that comes to pass if nobody does anything."""

    at: datetime
    item: Item


def what_was_told(session: Session, actor: Actor, subscription_id: str) -> tuple[Told, ...]:
    """The newest notices of one subscription. Whether the actor may see them is for the caller to know."""
    found = Notices(session, actor).of_subscription(subscription_id, NOTICES_SHOWN)
    return tuple(_told(notice, deliveries) for notice, deliveries in found)


def what_comes(
    session: Session, actor: Actor, subscription: Subscription, membership: Membership, clock: Clock
) -> tuple[ToCome, ...]:
    """What falls due in the current term, the next first."""
    charges = not against_automatic_renewal(membership.case, subscription.offer)
    year = year_of(session, actor, subscription, membership)
    return tuple(ToCome(entry.at, entry.item) for entry in expected(year, clock.now(), charges=charges))


def _told(notice: Notice, deliveries: list[NoticeDelivery]) -> Told:
    people = Counter(delivery.mail_status for delivery in deliveries)
    return Told(
        at=notice.at,
        facts=from_plain(notice.facts),
        sent=people[MailStatus.SENT],
        waiting=people[MailStatus.WAITING],
        app_only=people[MailStatus.NONE],
        failed=tuple(sorted(delivery.email for delivery in deliveries if delivery.mail_status is MailStatus.FAILED)),
    )
