"""Reads a subscription's year into the facts that its agenda follows from."""

import zoneinfo
from datetime import datetime

from sqlmodel import Session

from actionpack_app.domain.agenda import Item, Year, next_due_at
from actionpack_app.domain.rights import Actor
from actionpack_app.domain.status import Standing
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Partner, Subscription
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.year import Years
from actionpack_app.services.membership.standing import Membership


def year_of(session: Session, actor: Actor, subscription: Subscription, membership: Membership) -> Year:
    """The facts of a subscription's current term."""
    return year_with(membership, subscription, Years(session, actor).marks_of(subscription))


def years_of(session: Session, actor: Actor, membership: Membership) -> dict[str, Year]:
    """The years of all the company's subscriptions, by id."""
    marks = Years(session, actor).marks()
    return {
        row.id: year_with(membership, row, marks.get((row.id, row.terms_paid - 1), frozenset()))
        for row in membership.subscriptions
    }


def year_with(membership: Membership, subscription: Subscription, done: frozenset[Item]) -> Year:
    """A year from what was read before."""
    return Year(
        standing=membership.standings[subscription.id],
        zone=zoneinfo.ZoneInfo(membership.partner.time_zone),
        done=done,
    )


def look_again(session: Session, actor: Actor, subscription_id: str | None, partner: Partner, clock: Clock) -> None:
    """Something changed that the plan of a subscription's year may depend on: the sweep looks at it next."""
    if subscription_id is not None and partner.clock_at is None:
        Subscriptions(session, actor).get(subscription_id).next_due_at = clock.now()


def first_due_at(partner: Partner, standing: Standing) -> datetime | None:
    """When the first thing of a term that was just paid falls due; None where a test clock decides it."""
    if partner.clock_at is not None:
        return None
    return next_due_at(Year(standing, zoneinfo.ZoneInfo(partner.time_zone)))
