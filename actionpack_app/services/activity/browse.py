"""The company's activity: who did what to which thing, when, from where. Billing admins see what is about billing."""

import dataclasses
import enum
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.calendar import day_opens_at
from actionpack_app.domain.deeds import BILLING_DEEDS, BILLING_GROUPS, DEEDS, DeedGroup
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import ActivityEntry, Person
from actionpack_app.repositories.activity import Activity, Narrowed
from actionpack_app.repositories.keys import is_key
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.people import Invitations
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.support import SupportRequests

SEARCH_MAX = 40
CONCERNED = ("person", "invitation")
"""What details call whom an entry was about, by id."""
NOBODY = "-"
"""Who did nothing: what somebody looks for that can't be anybody's id."""
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 12, 31)
"""Nothing happened before or after; dates beyond, as a date field gives them half typed, have no instant in every zone."""


@dataclasses.dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What the list is narrowed to."""

    who: str = ""
    """`product`, `desk`, or the id of one of the company's people."""
    group: DeedGroup | None = None
    since: date | None = None
    until: date | None = None
    """Both dates inclusive, in the company's time zone."""
    search: str = ""
    """Part of the number of an order, invoice, credit note or request, or a card's last digits."""


class By(enum.StrEnum):
    """What sort of author an entry has."""

    PERSON = "person"
    FORMER = "former"
    """Somebody who was erased."""
    DESK = "desk"
    PRODUCT = "product"


@dataclasses.dataclass(frozen=True, slots=True)
class ActivityLine:
    """One entry of the list."""

    at: datetime
    by: By
    who: str
    """A name; empty for the product and for who was erased."""
    action: str
    subject: str
    details: dict[str, Any]
    order: str
    """The subject, or what the details name, where it is an order of the company's."""
    request: str
    """The subject, where it is a request that the reader may see."""
    subscription_id: str
    offer: Offer | None
    address: str
    """Of the company's own people: the desk's is the desk's."""


@dataclasses.dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of the company; a nameless one was erased."""

    id: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class ActivityList:
    """One page of the list, and what it can be narrowed to."""

    page: Page[ActivityLine]
    time_zone: str
    people: tuple[PersonLine, ...]
    groups: tuple[DeedGroup, ...]
    billing_only: bool


def list_activity(actor: Actor, narrowed: ActivityFilter, page_number: int) -> ActivityList:
    """A page of what happened, the newest first. Raises NotAllowed."""
    check_may_see(actor)
    whole = actor.may(Right.SEE_ACTIVITY)
    with reading() as session:
        partners = Partners(session, actor)
        zone = partners.time_zone()
        page = Activity(session, actor).page(wanted(actor, narrowed, zone), page_number)
        lines = iter(lines_of(session, actor, page.rows))
        people = tuple(PersonLine(person.id, person.name) for person in partners.people())
    groups = tuple(DeedGroup) if whole else BILLING_GROUPS
    return ActivityList(page.map(lambda _row: next(lines)), zone, people, groups, not whole)


def check_may_see(actor: Actor) -> None:
    """Whether somebody may see any of it. Raises NotAllowed."""
    if not actor.may(Right.SEE_BILLING_ACTIVITY):
        raise NotAllowed(Right.SEE_BILLING_ACTIVITY)


def wanted(actor: Actor, narrowed: ActivityFilter, time_zone: str) -> Narrowed:
    """The filter as instants and actions, within what the actor may see."""
    zone = zoneinfo.ZoneInfo(time_zone)
    only = DEEDS[narrowed.group] if narrowed.group else None
    if not actor.may(Right.SEE_ACTIVITY):
        only = BILLING_DEEDS if only is None else only & BILLING_DEEDS
    return Narrowed(
        who=narrowed.who if not narrowed.who or is_key(narrowed.who) else NOBODY,
        only=only,
        since=day_opens_at(sensible(narrowed.since), zone) if narrowed.since else None,
        until=day_opens_at(sensible(narrowed.until) + timedelta(days=1), zone) if narrowed.until else None,
        number=clean(narrowed.search)[:SEARCH_MAX],
    )


def lines_of(session: Session, actor: Actor, entries: Sequence[ActivityEntry]) -> list[ActivityLine]:
    """Entries with the names of people and things, as far as the actor may see them."""
    about = {str(entry.details[key]) for entry in entries for key in CONCERNED if key in entry.details}
    people = Partners(session, actor).known({entry.person_id for entry in entries if entry.person_id} | about)
    names = {key: person.name for key, person in people.items()} | Invitations(session, actor).names_of(about)
    offers = {row.id: row.offer for row in Subscriptions(session, actor).all()}
    numbers = {number for entry in entries for number in (entry.subject, _order_in(entry)) if number}
    ordered = Orders(session, actor).offers_by_number(numbers)
    requests = SupportRequests(session, actor).seen_of(numbers)
    return [_line(entry, people, offers, ordered, requests, names) for entry in entries]


def _line(
    entry: ActivityEntry,
    people: dict[str, Person],
    offers: dict[str, Offer],
    ordered: dict[str, Offer],
    requests: frozenset[str],
    names: dict[str, str],
) -> ActivityLine:
    by, name = author_of(entry, people)
    order = next((number for number in (entry.subject, _order_in(entry)) if number in ordered), "")
    held = entry.subscription_id if entry.subscription_id in offers else ""
    return ActivityLine(
        at=entry.at,
        by=by,
        who=name,
        action=entry.action,
        subject=entry.subject,
        details=named_details(entry, names),
        order=order,
        request=entry.subject if entry.subject in requests else "",
        subscription_id=held or "",
        offer=offers[held] if held else ordered.get(order),
        address=entry.address if by in {By.PERSON, By.FORMER} else "",
    )


def author_of(entry: ActivityEntry, people: Mapping[str, Person]) -> tuple[By, str]:
    """Who acted, and the name that they have now; operators belong to no company."""
    if entry.person_id is None:
        return By.PRODUCT, ""
    person = people.get(entry.person_id)
    if person is None or not person.name:
        return By.FORMER, ""
    return (By.DESK if person.partner_id is None else By.PERSON), person.name


def _order_in(entry: ActivityEntry) -> str:
    """A credit note is the subject of its entry, and the order a detail."""
    return str(entry.details.get("order", ""))


def named_details(entry: ActivityEntry, names: Mapping[str, str]) -> dict[str, Any]:
    """As they are kept, but with a name in the place of whom it was about; empty for somebody who was erased."""
    about = [str(entry.details[key]) for key in CONCERNED if key in entry.details]
    if not about:
        return entry.details
    kept = {key: value for key, value in entry.details.items() if key not in CONCERNED}
    return kept | {"person" if entry.action in DEEDS[DeedGroup.BENEFITS] else "whom": names.get(about[0], "")}


def sensible(day: date) -> date:
    """A date that has an instant in every zone."""
    return min(max(day, FIRST_DAY), LAST_DAY)
