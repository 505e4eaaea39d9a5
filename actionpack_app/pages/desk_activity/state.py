"""The list of what happened at all partners."""

import dataclasses
from typing import Any

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
from actionpack_app.routes import desk_partner
from actionpack_app.services.activity.across import AcrossFilter, AcrossLine, list_across

ZONE = "UTC"
DATE_LENGTH = len("2026-06-23")


@dataclasses.dataclass(frozen=True)
class AcrossRow:
    """One entry."""

    at: str
    company: str
    mpn: str
    href: str
    who: str
    what: str
    number: str
    change: str
    address: str


class DeskActivityState(rx.State):
    """A page of what happened."""

    phase: str = LOADING
    message: str = ""
    rows: list[AcrossRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    authors: list[Option] = []  # noqa: RUF012
    groups: list[Option] = []  # noqa: RUF012
    mpn_id: str = ""
    email: str = ""
    who: str = ""
    what: str = ""
    since: str = ""
    until: str = ""
    narrowed: bool = False
    cleared: int = 0
    """How often the filter was cleared: its fields begin anew then."""
    number: int = 1
    last: int = 1
    total: int = 0
    more: bool = False

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        await self._read()

    @rx.event
    async def choose_who(self, who: str) -> None:
        """Narrows the list to an operator, the desk, the product, or not."""
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
        """Narrows the list to a company, a person, or both."""
        given = fields(form)
        self.mpn_id, self.email, self.number = argument(given.get("mpn_id")), argument(given.get("email"), 254), 1
        await self._read()

    @rx.event
    async def clear(self) -> None:
        """Shows everything again."""
        self.mpn_id = self.email = self.who = self.what = self.since = self.until = ""
        self.number, self.cleared = 1, self.cleared + 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    async def _read(self) -> None:
        group = DeedGroup(self.what) if self.what else None
        wanted = AcrossFilter(self.mpn_id, self.who, self.email, group, day_argument(self.since), day_argument(self.until))
        try:
            found = await run(list_across, wanted, self.number)
        except ActionPackError as refused:
            self.phase, self.message, self.rows = phase_of(refused), explain(refused), []
            return
        self.rows = [_row(line) for line in found.page.rows]
        self.number, self.last, self.total, self.more = found.page.number, found.page.last, found.page.total, found.page.more
        operators = [Option(person.id, person.name) for person in found.operators]
        authors = [Option("product", author_name("product", "")), Option("desk", _("Desk")), *operators]
        put(self, authors=authors, groups=[Option(choice, deed_group_name(choice)) for choice in DeedGroup])
        self.narrowed = any((self.mpn_id, self.email, self.who, self.what, self.since, self.until))
        self.phase = READY


def _row(line: AcrossLine) -> AcrossRow:
    change = change_of(line.action, line.subject, dict(line.details))
    return AcrossRow(
        at=format_moment(line.at, ZONE),
        company=line.company,
        mpn=f"MPN {line.mpn_id}" if line.mpn_id else "",
        href=desk_partner(current_locale(), line.partner_id),
        who=author_name(line.by, line.who),
        what=deed(line.action),
        number="" if line.subject.isdecimal() else line.subject,
        change=" · ".join(part for part in (change.line, *change.more) if part),
        address=line.address or "–",
    )
