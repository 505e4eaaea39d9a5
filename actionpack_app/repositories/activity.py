"""The activity of the actor's company."""

import dataclasses
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionpack_app.domain.rights import Actor
from actionpack_app.models import ActivityEntry, Order


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """How often something has changed, and when last; the number only grows."""

    number: int
    at: datetime


class Activity:
    """Append-only: entries are written and read, never changed."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def record(self, action: str, at: datetime, *, subscription_id: str | None = None, subject: str = "", **details: str) -> None:
        """Notes that the actor did `action` at `at`, the company's own time."""
        self._session.add(
            ActivityEntry(
                partner_id=self._actor.partner_id,
                person_id=self._actor.person_id or None,
                action=action,
                subscription_id=subscription_id,
                subject=subject,
                details=details,
                at=at,
                address=self._actor.address,
            )
        )

    def of_subscription(self, subscription_id: str, limit: int, only: frozenset[str] | None = None) -> list[ActivityEntry]:
        """What happened with a subscription, the newest first; `only` names the actions that are wanted.

        What happened with its first order belongs to it, though there was no subscription to name yet.
        """
        orders = select(Order.number).where(Order.partner_id == self._actor.partner_id, Order.subscription_id == subscription_id)
        query = select(ActivityEntry).where(
            ActivityEntry.partner_id == self._actor.partner_id,
            sa.or_(col(ActivityEntry.subscription_id) == subscription_id, col(ActivityEntry.subject).in_(orders)),
        )
        if only is not None:
            query = query.where(col(ActivityEntry.action).in_(only))
        return list(self._session.exec(query.order_by(col(ActivityEntry.id).desc()).limit(limit)))

    def revisions(self) -> dict[str, Revision]:
        """What has happened to each subscription of the company so far, counted."""
        query = (
            select(col(ActivityEntry.subscription_id), sa.func.count(), sa.func.max(ActivityEntry.at))
            .where(ActivityEntry.partner_id == self._actor.partner_id, col(ActivityEntry.subscription_id).is_not(None))
            .group_by(col(ActivityEntry.subscription_id))
        )
        return {about: Revision(number, at) for about, number, at in self._session.exec(query) if about}

    def between(self, after: datetime, until: datetime) -> list[ActivityEntry]:
        """What happened after one instant of the company's time and up to another, the oldest first."""
        query = select(ActivityEntry).where(
            ActivityEntry.partner_id == self._actor.partner_id, col(ActivityEntry.at) > after, col(ActivityEntry.at) <= until
        )
        return list(self._session.exec(query.order_by(col(ActivityEntry.at), col(ActivityEntry.id))))
