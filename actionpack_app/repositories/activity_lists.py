"""Pages of the activity, one company's or all's, in the order of time, however long they are.

Each way to narrow a list has an index in the list's order, for one value of what it is narrowed by. Where several values are
wanted (the actions of a group, the people of the desk) their lists, each in order, are merged as far as the page needs.
"""

import dataclasses
import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.models import ActivityEntry
from actionpack_app.repositories.numbers import NUMBERED_MOST
from actionpack_app.repositories.pages import COUNTED_MOST, PAGE_SIZE, Page, bounded_page_of, counted_page, told, unindexed

MERGED_MOST = 100
"""More lists than these aren't merged; one is read instead, and what isn't wanted is left out."""
NEWEST_FIRST = (col(ActivityEntry.at).desc(), col(ActivityEntry.id).desc())


@dataclasses.dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are wanted; what is None narrows nothing."""

    partner_id: str | None = None
    people: tuple[str | None, ...] | None = None
    """None among them is the product."""
    actions: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    ids: Any = None
    """A query of the only ones that can be meant."""


def query_of(sought: Sought) -> SelectOfScalar[ActivityEntry]:
    """All that is wanted, in no order."""
    query = _within(sought, select(ActivityEntry))
    person: Any = col(ActivityEntry.person_id)
    action: Any = col(ActivityEntry.action)
    if sought.ids is not None:  # these lead, nothing else does
        query = query.where(col(ActivityEntry.id).in_(sought.ids))
        person, action = unindexed(person), unindexed(action)
    if sought.people is not None:
        named = [key for key in sought.people if key is not None]
        query = query.where(sa.or_(person.in_(named), person.is_(None)) if None in sought.people else person.in_(named))
    return query if sought.actions is None else query.where(action.in_(sorted(sought.actions)))


def page_of_activity(session: Session, sought: Sought, number: int) -> Page[ActivityEntry]:
    """A page, the newest first; a number outside the list gives the nearest page. Of long lists a thousand are counted."""
    lists = _lists(sought)
    if len(lists) == 1:
        return bounded_page_of(session, lists[0], NEWEST_FIRST, number, NUMBERED_MOST if sought.ids is not None else None)
    counted = _merged(lists, COUNTED_MOST + 1).limit(told(COUNTED_MOST + 1)).subquery()
    found = session.execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()

    def read(before: int) -> Sequence[ActivityEntry]:
        merged = _merged(lists, before + PAGE_SIZE).order_by(sa.desc("at"), sa.desc("id"))
        ids = [key for _at, key in session.execute(merged.offset(told(before)).limit(told(PAGE_SIZE)))]
        return session.exec(select(ActivityEntry).where(col(ActivityEntry.id).in_(ids)).order_by(*NEWEST_FIRST)).all()

    return counted_page(found, COUNTED_MOST, number, read)


def _merged(lists: list[SelectOfScalar[ActivityEntry]], most: int) -> Any:
    """The newest of each list, when and which: so many that the newest of all are among them. Each is read by its own index."""
    heads: list[Any] = []
    for one in lists:
        newest = one.with_only_columns(col(ActivityEntry.at), col(ActivityEntry.id)).order_by(*NEWEST_FIRST)
        head = newest.limit(told(most)).subquery()
        heads.append(sa.select(head.c.at, head.c.id))
    return sa.union_all(*heads)


def _lists(sought: Sought) -> list[SelectOfScalar[ActivityEntry]]:
    """The list of each wanted person and action, or the one of all."""
    if sought.ids is not None:
        return [query_of(sought)]
    people: tuple[Any, ...] = sought.people if sought.people is not None else (...,)
    actions: tuple[Any, ...] = tuple(sorted(sought.actions)) if sought.actions is not None else (...,)
    if not people or not actions or len(people) * len(actions) > MERGED_MOST:
        return [query_of(sought)]
    return [_list(sought, person, action) for person, action in itertools.product(people, actions)]


def _list(sought: Sought, person: Any, action: Any) -> SelectOfScalar[ActivityEntry]:
    query = _within(sought, select(ActivityEntry))
    if person is not ...:
        query = query.where(col(ActivityEntry.person_id).is_(None) if person is None else ActivityEntry.person_id == person)
    return query if action is ... else query.where(ActivityEntry.action == action)


def _within(sought: Sought, query: SelectOfScalar[ActivityEntry]) -> SelectOfScalar[ActivityEntry]:
    led = sought.ids is not None
    at = unindexed(col(ActivityEntry.at)) if led else col(ActivityEntry.at)
    partner = unindexed(col(ActivityEntry.partner_id)) if led else col(ActivityEntry.partner_id)
    if sought.partner_id is not None:
        query = query.where(partner == sought.partner_id)
    if sought.since is not None:
        query = query.where(at >= sought.since)
    return query if sought.until is None else query.where(at < sought.until)
