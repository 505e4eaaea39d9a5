"""The list of the company's activity."""

import dataclasses
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.components.filters import Option
from actionpack_app.dialogs.phases import LOADING, READY, argument, day_argument, fields, page_number, phase_of, put
from actionpack_app.domain.deeds import DeedGroup
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.changes import change_of
from actionpack_app.messages.deeds import author_name, deed, deed_group_name
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_moment
from actionpack_app.messages.words import offer_name
from actionpack_app.routes import ACTIVITY_CSV, order, subscription, support_request
from actionpack_app.services.activity.browse import ActivityFilter, ActivityLine, ActivityList, list_activity

DATE_LENGTH = len("2026-06-23")


@dataclasses.dataclass(frozen=True)
class ActivityRow:
    """One entry."""

    at: str
    who: str
    what: str
    number: str
    number_href: str
    """The order's or the request's page; empty where the reader may not see it, or there is none."""
    offer: str
    offer_href: str
    change: str
    more: list[str]
    address: str


class ActivityState(rx.State):
    """A page of what happened, as far as the actor may see it."""

    phase: str = LOADING
    message: str = ""
    rows: list[ActivityRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    authors: list[Option] = []  # noqa: RUF012
    groups: list[Option] = []  # noqa: RUF012
    who: str = ""
    what: str = ""
    since: str = ""
    until: str = ""
    search: str = ""
    narrowed: bool = False
    cleared: int = 0
    """How often the filter was cleared: its fields begin anew then."""
    billing_only: bool = False
    zone_note: str = ""
    number: int = 1
    last: int = 1
    total: int = 0
    more: bool = False
    csv_href: str = ACTIVITY_CSV

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        await self._read()

    @rx.event
    async def choose_who(self, who: str) -> None:
        """Narrows the list to somebody, the product or the desk, or not."""
        self.who, self.number = argument(who, 64), 1
        await self._read()

    @rx.event
    async def choose_what(self, what: str) -> None:
        """Narrows the list to a group of actions, or not."""
        self.what, self.number = argument(what) if argument(what) in set(DeedGroup) else "", 1
        await self._read()

    @rx.event
    async def choose_since(self, day: str) -> None:
        """Leaves out what happened before a day."""
        self.since, self.number = argument(day, DATE_LENGTH) if day_argument(day) else "", 1
        await self._read()

    @rx.event
    async def choose_until(self, day: str) -> None:
        """Leaves out what happened after a day."""
        self.until, self.number = argument(day, DATE_LENGTH) if day_argument(day) else "", 1
        await self._read()

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:
        """Searches by number."""
        given = fields(form)
        self.search, self.number = argument(given.get("search")), 1
        await self._read()

    @rx.event
    async def clear(self) -> None:
        """Shows everything again."""
        self.who = self.what = self.since = self.until = self.search = ""
        self.number, self.cleared = 1, self.cleared + 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    async def _read(self) -> None:
        group = DeedGroup(self.what) if self.what else None
        wanted = ActivityFilter(self.who, group, day_argument(self.since), day_argument(self.until), self.search)
        try:
            found = await run(list_activity, wanted, self.number)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.rows = [_row(line, found.time_zone) for line in found.page.rows]
        self.number, self.last, self.total, self.more = found.page.number, found.page.last, found.page.total, found.page.more
        put(self, authors=_authors(found), groups=[Option(choice, deed_group_name(choice)) for choice in found.groups])
        self.billing_only = found.billing_only
        self.zone_note = _("Times are those of your company's time zone: {zone}.").format(zone=found.time_zone)
        asked = {"who": self.who, "group": self.what, "since": self.since, "until": self.until, "search": self.search}
        self.narrowed = any(asked.values())
        self.csv_href = f"{ACTIVITY_CSV}?{urlencode(asked | {'locale': current_locale()})}"
        self.phase = READY


def _authors(found: ActivityList) -> list[Option]:
    people = [Option(person.id, person.name or author_name("former", "")) for person in found.people]
    return [*people, Option("product", author_name("product", "")), Option("desk", _("Desk"))]


def _row(line: ActivityLine, time_zone: str) -> ActivityRow:
    change, locale = change_of(line.action, line.subject, line.details), current_locale()
    number_href = ""
    if line.request:
        number_href = support_request(locale, line.request)
    elif line.order:
        number_href = order(locale, line.order)
    return ActivityRow(
        at=format_moment(line.at, time_zone),
        who=author_name(line.by, line.who),
        what=deed(line.action),
        number=line.request or line.order or ("" if line.subject.isdecimal() else line.subject),
        number_href=number_href,
        offer=offer_name(line.offer) if line.offer else "",
        offer_href=subscription(locale, line.subscription_id) if line.subscription_id else "",
        change=change.line,
        more=list(change.more),
        address=line.address or "–",
    )
