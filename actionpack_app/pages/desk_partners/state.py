"""Partners: the search, and one of them as one of its roles sees it."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.offer_tile.view import TileShown, show_tile
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, named_in, page_number, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.domain.rights import COMPANY_ROLES, Role
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.words import role_name
from actionpack_app.pages.desk_partners.view import (
    LookRow,
    PartnerRow,
    PartnerShown,
    part_name,
    show_line,
    show_partner,
    show_row,
)
from actionpack_app.services.lookup.find import find_partners
from actionpack_app.services.lookup.show import Look, Part, look_at
from actionpack_app.services.membership.overview import Overview
from actionpack_app.services.pmc.move_partner import move_partner


@dataclasses.dataclass(frozen=True)
class Choice:
    """One of few."""

    key: str
    name: str


class DeskPartnersState(rx.State):
    """A page of partners."""

    phase: str = LOADING
    message: str = ""
    rows: list[PartnerRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    search: str = ""
    number: int = 1
    last: int = 1
    total: int = 0

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        await self._read()

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:
        """Searches."""
        self.search, self.number = argument(fields(form).get("search")), 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(find_partners, self.search, self.number)
        except ActionPackError as refused:
            self.phase, self.message, self.rows = phase_of(refused), explain(refused), []
            return
        self.rows = [show_line(line, current_locale()) for line in found.rows]
        self.number, self.last, self.total = found.number, found.last, found.total
        self.phase = READY


class DeskPartnerState(rx.State):
    """One part of one partner, as a role sees it."""

    phase: str = LOADING
    message: str = ""
    partner: PartnerShown = PartnerShown()
    parts: list[Choice] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    roles: list[Choice] = []  # noqa: RUF012
    part: str = Part.OFFERS
    role: str = Role.GLOBAL_ADMIN
    withheld: str = ""
    """Why the role doesn't see the part, as the partner reads it."""
    moving: bool = False
    """Whether it is asked if the partner shall be moved out of the PMC."""
    busy: bool = False
    said: str = ""
    refusal: str = ""
    tiles: list[TileShown] = []  # noqa: RUF012
    rows: list[LookRow] = []  # noqa: RUF012
    number: int = 1
    last: int = 1
    total: int = 0

    @rx.event
    async def load(self) -> None:
        """Reads the partner that the address names; another one than before begins anew."""
        if named_in(self.router.url.path) != self.partner.id:
            self.part, self.role, self.number, self.phase = Part.OFFERS, Role.GLOBAL_ADMIN, 1, LOADING
            self.moving = False
        self.busy, self.said, self.refusal = False, "", ""
        await self._read()

    @rx.event
    async def choose_part(self, part: str) -> None:
        """Looks at another part."""
        if argument(part) in set(Part):
            self.part, self.number = part, 1
        await self._read()

    @rx.event
    async def choose_role(self, role: str) -> None:
        """Looks with the eyes of another role."""
        if argument(role) in set(COMPANY_ROLES):
            self.role, self.number = role, 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    @rx.event
    async def ask_to_move(self) -> None:
        """Asks whether the partner shall be moved to Partner Center."""
        self.moving, self.said, self.refusal = self.partner.in_pmc, "", ""

    @rx.event
    async def change_moving(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the question."""
        if not opened:
            self.moving = False

    @rx.event
    async def move(self) -> AsyncGenerator[None]:
        """Moves the partner that is shown; nothing before it was asked."""
        if not self.moving:
            return
        self.busy, self.refusal = True, ""
        yield
        try:
            moved = await run(move_partner, self.partner.id)
            self.said = _("The partner was moved.") if moved else _("The partner had been moved already.")
            self.moving = False
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False
        await self._read()

    async def _read(self) -> None:
        wanted = named_in(self.router.url.path)
        try:
            found = await run(look_at, wanted, Role(self.role), Part(self.part), self.number)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            self.partner, self.tiles, self.rows = PartnerShown(), [], []
            return
        self._take(found)

    def _take(self, found: Look) -> None:
        self.partner = show_partner(found.partner)
        self.parts = [Choice(part, part_name(part)) for part in Part]
        self.roles = [Choice(role, role_name(role)) for role in COMPANY_ROLES]
        self.withheld = explain_right(found.withheld) if found.withheld else ""
        self.tiles, self.rows = [], []
        self.number, self.last, self.total = 1, 1, 0
        if isinstance(found.content, Overview):
            seen = found.content
            self.tiles = [show_tile(tile, seen) for tile in seen.tiles]
        elif found.content is not None:
            page = found.content
            self.rows = [show_row(row, found.partner.time_zone) for row in page.rows]
            self.number, self.last, self.total = page.number, page.last, page.total
        self.phase = READY
