"""The activity across partners, for the desk."""

import dataclasses
import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from actionpack_app.db import reading
from actionpack_app.domain.calendar import day_opens_at
from actionpack_app.domain.deeds import DEEDS, DeedGroup
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import ActivityEntry, Partner, Person
from actionpack_app.repositories.desk_activity import DeskActivity, Wanted
from actionpack_app.repositories.keys import is_key
from actionpack_app.repositories.pages import Page
from actionpack_app.services.activity.browse import CONCERNED, NOBODY, By, PersonLine, author_of, named_details, sensible

DESK_ZONE = zoneinfo.ZoneInfo("UTC")
SEARCH_MAX = 254


@dataclasses.dataclass(frozen=True, slots=True)
class AcrossFilter:
    """What the list is narrowed to."""

    mpn_id: str = ""
    who: str = ""
    """`product`, `desk`, or an operator's id."""
    email: str = ""
    group: DeedGroup | None = None
    since: date | None = None
    until: date | None = None
    """Both dates inclusive, UTC."""


@dataclasses.dataclass(frozen=True, slots=True)
class AcrossLine:
    """One entry."""

    at: datetime
    partner_id: str
    company: str
    mpn_id: str
    by: By
    who: str
    action: str
    subject: str
    details: Mapping[str, Any]
    address: str


@dataclasses.dataclass(frozen=True, slots=True)
class AcrossList:
    """One page, and what it can be narrowed to."""

    page: Page[AcrossLine]
    operators: tuple[PersonLine, ...]


def list_across(actor: Actor, narrowed: AcrossFilter, page_number: int) -> AcrossList:
    """A page of what happened at any partner, the newest first. Raises NotAllowed."""
    with reading() as session:
        activity = DeskActivity(session, actor)
        page = activity.page(_wanted(narrowed), page_number)
        about = {str(row.details[key]) for row in page.rows for key in CONCERNED if key in row.details}
        people = activity.people({row.person_id for row in page.rows if row.person_id} | about)
        companies = activity.companies({row.partner_id for row in page.rows})
        operators = tuple(PersonLine(person.id, person.name) for person in activity.operators())
    return AcrossList(page.map(lambda row: _line(row, people, companies)), operators)


def _wanted(narrowed: AcrossFilter) -> Wanted:
    return Wanted(
        mpn_id=clean(narrowed.mpn_id)[:SEARCH_MAX],
        who=narrowed.who if not narrowed.who or is_key(narrowed.who) else NOBODY,
        email=clean(narrowed.email)[:SEARCH_MAX],
        only=DEEDS[narrowed.group] if narrowed.group else None,
        since=day_opens_at(sensible(narrowed.since), DESK_ZONE) if narrowed.since else None,
        until=day_opens_at(sensible(narrowed.until) + timedelta(days=1), DESK_ZONE) if narrowed.until else None,
    )


def _line(row: ActivityEntry, people: Mapping[str, Person], companies: Mapping[str, Partner]) -> AcrossLine:
    by, who = author_of(row, people)
    partner = companies[row.partner_id]
    return AcrossLine(
        at=row.at,
        partner_id=partner.id,
        company=partner.name,
        mpn_id=partner.mpn_id or "",
        by=by,
        who=who,
        action=row.action,
        subject=row.subject,
        details=named_details(row, {key: person.name for key, person in people.items()}),
        address=row.address,
    )
