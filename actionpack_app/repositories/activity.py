"""The activity of the actor's company."""

import dataclasses
import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session, col, select

from actionpack_app.domain.rights import Actor
from actionpack_app.logs import log
from actionpack_app.metrics import DONE
from actionpack_app.models import ActivityEntry, ActivityNumber, Order, Person
from actionpack_app.repositories.activity_lists import NEWEST_FIRST, Sought, page_of_activity, query_of
from actionpack_app.repositories.numbers import NUMBERED_MOST, found_by_number
from actionpack_app.repositories.pages import Page


class Doer(enum.StrEnum):
    """Who acts without being one of the company's people."""

    PRODUCT = "product"
    DESK = "desk"


@dataclasses.dataclass(frozen=True, slots=True)
class Narrowed:
    """Which entries are wanted; what is None or empty narrows nothing."""

    who: str = ""
    """One of Doer, or the id of one of the company's people."""
    only: frozenset[str] | None = None
    """Actions."""
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    number: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """How often something has changed, and when last; the number only grows."""

    number: int
    at: datetime


_DONE = "what was done"


def _tell(session: Session) -> None:
    for done in session.info.pop(_DONE, []):
        DONE.labels(done["action"]).inc()
        log.info("done", **{name: value for name, value in done.items() if value})


def _tell_nothing(session: Session) -> None:
    session.info.pop(_DONE, None)


event.listen(Session, "after_commit", _tell)
event.listen(Session, "after_rollback", _tell_nothing)


class Activity:
    """Append-only: entries are written and read, never changed."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def record(self, action: str, at: datetime, *, subscription_id: str | None = None, subject: str = "", **details: str) -> None:
        """Notes that the actor did `action` at `at`, the company's own time; once committed, a line of the log says so too."""
        self._session.info.setdefault(_DONE, []).append(
            {
                "action": action,
                "partner": self._actor.partner_id,
                "person": self._actor.person_id,
                "subject": subject,
                "order": details.get("order", ""),
            }
        )
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

    def page(self, narrowed: Narrowed, number: int) -> Page[ActivityEntry]:
        """A page of the list, the newest first; a number outside the list gives the nearest page."""
        return page_of_activity(self._session, self._sought(narrowed, NUMBERED_MOST), number)

    def older_than(self, narrowed: Narrowed, last: ActivityEntry | None, limit: int) -> list[ActivityEntry]:
        """What follows after `last` in the list, the newest first; its beginning where `last` is None."""
        query = query_of(self._sought(narrowed, None))
        if last is not None:
            at, key = col(ActivityEntry.at), col(ActivityEntry.id)
            query = query.where(at <= last.at, sa.or_(at < last.at, key < last.id))
        return list(self._session.exec(query.order_by(*NEWEST_FIRST).limit(limit)))

    def _sought(self, narrowed: Narrowed, most: int | None) -> Sought:
        mine = self._actor.partner_id
        people: tuple[str | None, ...] | None = None
        if narrowed.who == Doer.PRODUCT:
            people = (None,)
        elif narrowed.who == Doer.DESK:
            people = tuple(self._session.exec(select(Person.id).where(col(Person.partner_id).is_(None)).order_by(Person.id)))
        elif narrowed.who:
            people = (narrowed.who,)
        ids = found_by_number(ActivityNumber, mine, narrowed.number, most=most) if narrowed.number else None
        return Sought(mine, people, narrowed.only, narrowed.since, narrowed.until, ids)

    def between(self, after: datetime, until: datetime) -> list[ActivityEntry]:
        """What happened after one instant of the company's time and up to another, the oldest first."""
        query = select(ActivityEntry).where(
            ActivityEntry.partner_id == self._actor.partner_id, col(ActivityEntry.at) > after, col(ActivityEntry.at) <= until
        )
        return list(self._session.exec(query.order_by(col(ActivityEntry.at), col(ActivityEntry.id))))
