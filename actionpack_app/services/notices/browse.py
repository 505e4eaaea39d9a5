"""A person's own notices, and how many of them are unread."""

import dataclasses
from datetime import datetime

from actionpack_app.db import glance, reading
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.notices import NoticeFacts, from_plain
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.repositories.notices import Notices, unread_by
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners


@dataclasses.dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice, and whether the actor has read it."""

    id: str
    at: datetime
    facts: NoticeFacts
    unread: bool


@dataclasses.dataclass(frozen=True, slots=True)
class NoticeList:
    """One page of the actor's notices."""

    page: Page[NoticeLine]
    time_zone: str
    unread: int
    """Of all the actor's notices, not only of this page's."""
    gets_notices: bool
    """Whether the company's notices, which are all about billing, are for the actor's role."""


def list_notices(actor: Actor, page_number: int, *, unread_only: bool) -> NoticeList:
    """A page of what the actor was told, the newest first. Raises NotAllowed for operators, who are told nothing."""
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    with reading() as session:
        time_zone = Partners(session, actor).time_zone()
        if not actor.may(Right.SEE_BILLING):  # somebody who had another role may have been told things
            return NoticeList(Page((), 1, 1, 0), time_zone, 0, gets_notices=False)
        notices = Notices(session, actor)
        page = notices.mine(page_number, unread_only=unread_only)
        unread = notices.unread_of([notice.id for notice in page.rows])
        lines = page.map(lambda notice: NoticeLine(notice.id, notice.at, from_plain(notice.facts), notice.id in unread))
        return NoticeList(lines, time_zone, notices.unread(), gets_notices=True)


def count_unread(actor: Actor) -> int:
    """How many notices the actor hasn't read, in one query; none for whom they aren't."""
    if not actor.may(Right.SEE_BILLING):
        return 0
    with glance() as connection:
        return unread_by(connection, actor.person_id)
